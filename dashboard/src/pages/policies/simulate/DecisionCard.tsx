import { Group, Text, Title } from '@mantine/core';
import type { DecisionView } from '../../../../../src/contract/policy-schemas.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import classes from './Simulate.module.css';
import { VerdictBadge } from './VerdictBadge.tsx';

/** What is decided, by whom, and what has to be done besides. */
export function DecisionCard({ decision }: { readonly decision: DecisionView }) {
  const text = useText().policies.simulate;
  const { code, message, route } = decision;
  const names = (references: DecisionView['matched']) =>
    references.map(({ name }) => name).join(', ');
  const facts: readonly Fact[] = [
    { what: text.code, value: code },
    { what: text.message, value: message },
    { what: text.decidedBy, value: names(decision.decided_by) },
    { what: text.matched, value: names(decision.matched) },
    { what: text.uncertain, value: names(decision.uncertain) },
    { what: text.shadow, value: names(decision.shadow) },
    { what: text.route, value: route && placeOf(route) },
    ...Object.entries(decision.obligations).map(([name, value]) => ({
      what: name,
      value: textOf(value),
      isCode: true,
    })),
  ].filter(({ value }) => value !== null && value !== '');
  return (
    <section
      className={classes['decision']}
      data-verdict={decision.verdict}
      aria-labelledby="simulated-decision"
    >
      <Group gap="sm">
        <Title order={3} id="simulated-decision">
          {text.decision}
        </Title>
        <VerdictBadge verdict={decision.verdict} />
      </Group>
      {decision.would_be !== decision.verdict && (
        <Group gap={6} mt={8}>
          <Text size="sm">{text.wouldBe}</Text>
          <VerdictBadge verdict={decision.would_be} />
        </Group>
      )}
      {facts.length > 0 && (
        <dl className={classes['facts']}>
          {facts.map((fact) => (
            <FactRow key={fact.what} {...fact} />
          ))}
        </dl>
      )}
      {decision.matched.length + decision.uncertain.length + decision.shadow.length === 0 && (
        <Text size="sm" c="dimmed" mt={8}>
          {text.nothingMatched}
        </Text>
      )}
    </section>
  );
}

interface Fact {
  readonly what: string;
  readonly value: string | null;
  readonly isCode?: boolean;
}

function FactRow({ what, value, isCode = false }: Fact) {
  return (
    <>
      <dt>{isCode ? <code>{what}</code> : what}</dt>
      <dd>{isCode ? <code>{value}</code> : value}</dd>
    </>
  );
}

function placeOf({ provider, model, region }: NonNullable<DecisionView['route']>): string {
  return [provider, model, region].filter((part) => part !== null).join(' · ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : JSON.stringify(value);
}
