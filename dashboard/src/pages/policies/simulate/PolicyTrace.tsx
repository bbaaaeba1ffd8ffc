import { Badge, Text } from '@mantine/core';
import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { z } from 'zod';
import type {
  DecisionView,
  ExplainedPolicyView,
} from '../../../../../src/contract/policy-schemas.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { StatusBadge, type StatusLook } from '../../../components/StatusBadge.tsx';
import classes from './Simulate.module.css';

/** Of what a part read, in characters. */
const shownMax = 160;

type Truth = ExplainedPolicyView['truth'];

const looks: Readonly<Record<Truth, StatusLook>> = {
  true: 'good',
  false: 'ended',
  unknown: 'warned',
};

/**
 * Why each policy matched or did not: its parts, what they read, and the first that does not hold. The one in the editor
 * comes first, then those that match; the many others are folded away.
 */
export function PolicyTrace({
  policies,
  decision,
  opened,
}: {
  readonly policies: readonly ExplainedPolicyView[];
  readonly decision: DecisionView;
  /** Name of the policy whose parts are in sight at first. */
  readonly opened: string | undefined;
}) {
  const text = useText().policies;
  const decides = new Set(decision.decided_by.map(({ name }) => name));
  const row = (policy: ExplainedPolicyView) => (
    <TracedPolicy
      key={`${policy.scope}/${policy.name}`}
      policy={policy}
      isDeciding={decides.has(policy.name)}
      isOpen={policy.name === opened}
    />
  );
  const isOpened = ({ name }: ExplainedPolicyView) => name === opened;
  const others = policies.filter((policy) => !isOpened(policy) && policy.truth === 'false');
  return (
    <ul className={classes['trace']} aria-label={text.simulate.trace}>
      {policies.filter(isOpened).map(row)}
      {policies.filter((policy) => !isOpened(policy) && policy.truth !== 'false').map(row)}
      {others.length > 0 && (
        <li>
          <details>
            <summary className={classes['others']}>{text.simulate.others(others.length)}</summary>
            <ul className={classes['trace']}>{others.map(row)}</ul>
          </details>
        </li>
      )}
    </ul>
  );
}

function TracedPolicy({
  policy,
  isDeciding,
  isOpen,
}: {
  readonly policy: ExplainedPolicyView;
  readonly isDeciding: boolean;
  readonly isOpen: boolean;
}) {
  const text = useText().policies;
  return (
    <li>
      <details className={classes['traced']} open={isOpen}>
        <summary>
          <StatusBadge look={looks[policy.truth]} label={text.simulate.truths[policy.truth]} />
          <span className={classes['name']}>{policy.name}</span>
          {isDeciding && <Badge color="brand">{text.simulate.decides}</Badge>}
          {policy.mode !== 'enforce' && <Badge color="gray">{text.states[policy.mode]}</Badge>}
          <Text span size="xs" c="dimmed">
            {text.simulate.priority(policy.priority)}
          </Text>
        </summary>
        <Conjuncts policy={policy} />
      </details>
    </li>
  );
}

function Conjuncts({ policy }: { readonly policy: ExplainedPolicyView }) {
  const text = useText().policies.simulate;
  const firstFalse = policy.conjuncts.findIndex(({ truth }) => truth === 'false');
  return (
    <ul className={classes['conjuncts']}>
      {policy.conjuncts.map(({ source, truth, values }, at) => (
        <li
          key={source}
          className={classes['conjunct']}
          data-first={at === firstFalse || undefined}
        >
          <TruthIcon truth={truth} />
          <div>
            <code>{source}</code>
            {values.map(({ variable, value }) => (
              <div key={variable} className={classes['seen']}>
                <code>{`${variable} = ${seen(value, text)}`}</code>
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

function TruthIcon({ truth }: { readonly truth: Truth }) {
  const text = useText().policies.simulate.conjunct;
  switch (truth) {
    case 'true':
      return <CircleCheck size={15} className={classes['yes']} role="img" aria-label={text.true} />;
    case 'false':
      return <CircleX size={15} className={classes['no']} role="img" aria-label={text.false} />;
    case 'unknown':
      return (
        <CircleHelp size={15} className={classes['maybe']} role="img" aria-label={text.unknown} />
      );
  }
}

function seen(value: unknown, text: Dictionary['policies']['simulate']): string {
  if (value === null || value === undefined) return text.notKnown;
  const found = countsIn(value);
  if (found !== undefined) return found === '' ? text.nothingFound : found;
  const json = JSON.stringify(value);
  return json.length > shownMax ? `${json.slice(0, shownMax)}…` : json;
}

const foundSchema = z.object({
  findings: z.array(z.object({ type: z.string(), count: z.number() })),
});

/** Personal data as what was found how often; undefined for any other value. */
function countsIn(value: unknown): string | undefined {
  const found = foundSchema.safeParse(value);
  if (!found.success) return undefined;
  const counts = new Map<string, number>();
  for (const { type, count } of found.data.findings) {
    counts.set(type, (counts.get(type) ?? 0) + count);
  }
  return [...counts].map(([type, count]) => `${type} × ${count}`).join(', ');
}
