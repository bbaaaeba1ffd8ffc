import { Group, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyVersionView, PolicyView } from '../../../../../src/contract/policy-schemas.ts';
import { asApiError } from '../../../api/api-error.ts';
import { call, type Reply } from '../../../api/client.ts';
import { queries } from '../../../api/queries.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../../components/GuardedButton.tsx';
import pageClasses from '../Policies.module.css';
import type { Trial } from '../simulate/trial.ts';
import { TestResults } from '../TestResults.tsx';
import { Backtest } from './Backtest.tsx';
import { Findings } from './Findings.tsx';
import { InForce } from './InForce.tsx';

interface ActivationFormProps {
  readonly policy: PolicyView;
  readonly version: PolicyVersionView;
  readonly disabledReason: string | undefined;
  readonly onActivated: () => Promise<void>;
  readonly onTry: (trial: Trial) => void;
}

type Check = Reply<'policy.check'>;

export function ActivationForm({ policy, version, disabledReason, ...on }: ActivationFormProps) {
  const words = useText();
  const text = words.policies.activate;
  const check = useQuery(queries.policyCheck(version.document));
  const [acknowledged, setAcknowledged] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const [isNew, setNew] = useState(false);
  const activating = useSubmission();
  const { data } = check;
  const isActive = policy.active?.number === version.number;
  const blocked = disabledReason ?? obstacle({ check: data, acknowledged, reason, text });
  const activate = () =>
    activating.run(async () => {
      const body = {
        number: version.number,
        reason: reason.trim(),
        acknowledged: [...acknowledged],
      };
      await call('policy.activate', { params: { id: policy.id }, body });
      await on.onActivated();
      setReason('');
      setNew(true);
    });
  if (data === undefined && check.error !== null) {
    return (
      <ErrorNotice
        error={asApiError(check.error)}
        title={words.state.loadFailed}
        onRetry={() => void check.refetch()}
      />
    );
  }
  if (data === undefined) return <Skeleton height={620} />;
  return (
    <Stack gap="md">
      <TestResults results={data.tests} />
      <Findings
        name={policy.name}
        findings={data.findings}
        problems={data.problems}
        acknowledged={acknowledged}
        isReadOnly={disabledReason !== undefined || isActive}
        onAcknowledge={setAcknowledged}
        onTry={on.onTry}
      />
      <Backtest document={version.document} />
      {isActive ? (
        <InForce version={version} name={policy.name} isNew={isNew} />
      ) : (
        <section className={pageClasses['panel']} aria-label={text.submit}>
          <Stack gap="md">
            {disabledReason === undefined && (
              <Textarea
                label={words.policies.reason}
                description={words.policies.reasonHint}
                value={reason}
                maxLength={500}
                autosize
                minRows={2}
                onChange={({ currentTarget }) => setReason(currentTarget.value)}
              />
            )}
            {activating.error !== undefined && <ErrorNotice error={activating.error} />}
            <Group justify="flex-end" gap="sm">
              {blocked !== undefined && (
                <Text size="sm" c="dimmed">
                  {blocked}
                </Text>
              )}
              <GuardedButton
                disabledReason={blocked}
                loading={activating.isPending}
                onClick={activate}
              >
                {text.submitVersion(version.number)}
              </GuardedButton>
            </Group>
          </Stack>
        </section>
      )}
    </Stack>
  );
}

interface Situation {
  readonly check: Check | undefined;
  readonly acknowledged: readonly string[];
  readonly reason: string;
  readonly text: Dictionary['policies']['activate'];
}

/** What still stands in the way, in the order in which it is done. */
function obstacle({ check, acknowledged, reason, text }: Situation): string | undefined {
  if (check === undefined) return text.checking;
  if (check.problems.some(({ severity }) => severity === 'error')) return text.hasErrors;
  if (check.tests.some(({ failures }) => failures.length > 0)) return text.testsFail;
  const open = check.findings.filter(({ id }) => !acknowledged.includes(id)).length;
  if (open > 0) return text.acknowledgeFirst(open);
  return reason.trim() === '' ? text.needsReason : undefined;
}
