import { Badge, Text } from '@mantine/core';
import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type {
  DecisionView,
  ExplainedPolicyView,
} from '../../../../../src/contract/policy-schemas.ts';
import { countsOf } from '../../../../../src/domain/policy/report/given-of.ts';
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

/** Why each policy matched or did not: its parts, what they read, and the first that does not hold. */
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
  return (
    <ul className={classes['trace']} aria-label={text.simulate.trace}>
      {policies.map((policy) => (
        <li key={`${policy.scope}/${policy.name}`}>
          <details className={classes['traced']} open={policy.name === opened}>
            <summary>
              <StatusBadge look={looks[policy.truth]} label={text.simulate.truths[policy.truth]} />
              <span className={classes['name']}>{policy.name}</span>
              {decides.has(policy.name) && <Badge color="brand">{text.simulate.decides}</Badge>}
              {policy.mode !== 'enforce' && <Badge color="gray">{text.states[policy.mode]}</Badge>}
              <Text span size="xs" c="dimmed">
                {text.simulate.priority(policy.priority)}
              </Text>
            </summary>
            <Conjuncts policy={policy} />
          </details>
        </li>
      ))}
    </ul>
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
  if (isNothingFound(value)) return text.nothingFound;
  const json = JSON.stringify(countsOf(value) ?? value);
  return json.length > shownMax ? `${json.slice(0, shownMax)}…` : json;
}

/** Personal data of which there is none. */
function isNothingFound(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'findings' in value && 'total' in value
    ? value.total === 0
    : false;
}
