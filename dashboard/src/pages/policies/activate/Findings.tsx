import { Button, Checkbox, Group, Text, Title } from '@mantine/core';
import type {
  AnalysisFindingView,
  PolicyProblemView,
} from '../../../../../src/contract/policy-schemas.ts';
import { givenOf } from '../../../../../src/domain/policy/report/given-of.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { StatusBadge } from '../../../components/StatusBadge.tsx';
import pageClasses from '../Policies.module.css';
import type { Trial } from '../simulate/trial.ts';
import { findingLabel } from '../warning-label.ts';
import classes from './Activate.module.css';

interface FindingsProps {
  readonly name: string;
  readonly findings: readonly AnalysisFindingView[];
  readonly problems: readonly PolicyProblemView[];
  readonly acknowledged: readonly string[];
  /** Whether the reader may put anything into force. */
  readonly isReadOnly: boolean;
  readonly onAcknowledge: (ids: readonly string[]) => void;
  readonly onTry: (trial: Trial) => void;
}

/** What the analysis says about the policy among those in force; each has to be acknowledged. */
export function Findings({ name, findings, problems, acknowledged, ...on }: FindingsProps) {
  const words = useText();
  const text = words.policies.activate;
  const count = findings.length + problems.length;
  const toggle = (id: string, isOn: boolean) =>
    on.onAcknowledge(isOn ? [...acknowledged, id] : acknowledged.filter((one) => one !== id));
  return (
    <section className={pageClasses['panel']} aria-labelledby="policy-findings">
      <Group justify="space-between" gap="xs">
        <Title order={3} id="policy-findings">
          {text.analysis}
        </Title>
        <StatusBadge
          look={count === 0 ? 'good' : 'warned'}
          label={count === 0 ? text.nothingFound : text.found(count)}
        />
      </Group>
      <Text size="xs" c="dimmed" mt={2}>
        {text.analysisText}
      </Text>
      {findings.length > 0 && !on.isReadOnly && (
        <Text size="sm" mt="sm">
          {text.acknowledge}
        </Text>
      )}
      <ul className={classes['findings']}>
        {problems.map(({ line, message, start }) => (
          <li key={`${start}/${message}`}>{words.policyEditor.problemAt(line, message)}</li>
        ))}
        {findings.map((finding) => (
          <li key={finding.id}>
            {on.isReadOnly ? (
              <span className={classes['finding']}>
                {findingLabel(finding, name, words.policies)}
              </span>
            ) : (
              <Checkbox
                label={findingLabel(finding, name, words.policies)}
                checked={acknowledged.includes(finding.id)}
                onChange={({ currentTarget }) => toggle(finding.id, currentTarget.checked)}
                className={classes['finding']}
              />
            )}
            <WitnessButton witness={finding.witness} onTry={on.onTry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function WitnessButton({
  witness,
  onTry,
}: {
  readonly witness: AnalysisFindingView['witness'];
  readonly onTry: (trial: Trial) => void;
}) {
  const text = useText().policies.activate;
  if (witness === null) return null;
  const { input, phase } = witness;
  return (
    <Button variant="default" size="xs" onClick={() => onTry(givenOf(input, phase))}>
      {text.witness}
    </Button>
  );
}
