import { Alert, Anchor, List, Stack, Table, Text } from '@mantine/core';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { CheckId, Finding } from '../../../../../src/domain/audit/finding.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import classes from '../Audit.module.css';
import { type Outcome, outcomeOf, ranChecks } from './outcome.ts';
import type { Trust } from './TrustChoice.tsx';
import type { VerificationState } from './use-verification.ts';

const looks: Readonly<Record<Outcome, { readonly color: string; readonly icon: typeof CircleX }>> =
  {
    verified: { color: 'green', icon: CircleCheck },
    unsigned: { color: 'orange', icon: TriangleAlert },
    incomplete: { color: 'orange', icon: TriangleAlert },
    tampered: { color: 'red', icon: CircleX },
  };

interface VerifyResultProps {
  readonly done: VerificationState & { readonly kind: 'done' };
  readonly trust: Trust;
  readonly onShow: (index: number) => void;
}

/** What was found, what it was compared with, and which checks ran. */
export function VerifyResult({ done, trust, onShow }: VerifyResultProps) {
  const text = useText().audit.verify;
  const { number } = useFormats();
  const { verification } = done.log;
  const outcome = outcomeOf(done.log);
  const { color, icon: Icon } = looks[outcome];
  const bad = verification.firstBadIndex;
  return (
    <Stack gap="sm">
      <Alert role="status" color={color} icon={<Icon size={20} />} title={text.outcomes[outcome]}>
        <Stack gap={4}>
          <Text size="sm">
            {text.read(
              number(verification.entries),
              number(verification.size),
              number(Math.round(done.tookMs / 100) / 10),
            )}
          </Text>
          <Text size="sm">{text.outcomeTexts[outcome]}</Text>
          {outcome === 'verified' && <Text size="sm">{text.worth[trust.kind]}</Text>}
          {bad !== undefined && (
            <Anchor
              component="button"
              type="button"
              size="sm"
              ta="left"
              onClick={() => onShow(bad)}
            >
              {text.showBad(number(bad))}
            </Anchor>
          )}
        </Stack>
      </Alert>
      <Findings findings={verification.findings} />
      <OpenCalls count={verification.openIntents.length} />
      <ChecksRan done={done} />
    </Stack>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const text = useText().audit.verify;
  const { number } = useFormats();
  if (findings.length === 0) return null;
  return (
    <List size="sm" spacing={6} className={classes['findings']}>
      {findings.map((finding) => (
        <List.Item key={JSON.stringify(finding)} lang="en">
          <strong>{finding.check}</strong>
          {finding.index !== undefined && <> · {text.atIndex(number(finding.index))}</>}
          {finding.file !== undefined && <> · {finding.file}</>}: {finding.message}
          {finding.expected !== undefined && (
            <dl className={classes['values']}>
              <dt>{text.expected}</dt>
              <dd>{finding.expected}</dd>
              <dt>{text.actual}</dt>
              <dd>{finding.actual}</dd>
            </dl>
          )}
        </List.Item>
      ))}
    </List>
  );
}

function OpenCalls({ count }: { readonly count: number }) {
  const text = useText().audit.verify;
  const { number } = useFormats();
  return count === 0 ? null : <Text size="sm">{text.openCalls(number(count))}</Text>;
}

/** Every check by name: a tick alone would say nothing. */
function ChecksRan({ done }: Pick<VerifyResultProps, 'done'>) {
  const text = useText().audit.verify;
  return (
    <details className={classes['checks']}>
      <summary>{text.checksRan}</summary>
      <Table mt={6} verticalSpacing={4} fz="xs">
        <Table.Tbody>
          {ranChecks(done.log).map(({ check, state }) => (
            <Table.Tr key={check}>
              <Table.Td ff="monospace">{check}</Table.Td>
              <Table.Td>{nameOf(check, text.checks)}</Table.Td>
              <Table.Td>{text.checkStates[state]}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

function nameOf(check: CheckId, names: Readonly<Partial<Record<CheckId, string>>>): string {
  return names[check] ?? check;
}
