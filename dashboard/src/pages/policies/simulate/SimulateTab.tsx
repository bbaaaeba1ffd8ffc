import { Box, Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { policyInputSchema } from '../../../../../src/contract/policy-input.ts';
import { givenOf } from '../../../../../src/domain/policy/report/given-of.ts';
import { asApiError } from '../../../api/api-error.ts';
import { call } from '../../../api/client.ts';
import { queries } from '../../../api/queries.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../../components/GuardedButton.tsx';
import { withOneMoreTest } from '../form/edit-document.ts';
import pageClasses from '../Policies.module.css';
import { usePolicyText } from '../policy-text.ts';
import { useDeclarations } from '../use-declarations.ts';
import { DecisionCard } from './DecisionCard.tsx';
import { PolicyTrace } from './PolicyTrace.tsx';
import { RecordedNote } from './RecordedNote.tsx';
import { SaveTestDialog } from './SaveTestDialog.tsx';
import classes from './Simulate.module.css';
import { TrialFields } from './TrialFields.tsx';
import { firstTrial, inputOfTrial, type Trial, testOfTrial } from './trial.ts';

interface SimulateTabProps {
  /** What is in the editor, in the place of the version in force. */
  readonly document: string;
  /** Undefined until somebody has made one up. */
  readonly trial: Trial | undefined;
  readonly auditId: string | undefined;
  readonly disabledReason: string | undefined;
  readonly onTrial: (trial: Trial) => void;
  readonly onAuditId: (id: string | undefined) => void;
  readonly onDocument: (document: string) => void;
}

const debounceMs = 300;

/** A request made up by hand, or one that was recorded: what is decided, and why, while it is changed. */
export function SimulateTab({ document, trial: given, onTrial, ...rest }: SimulateTabProps) {
  const text = useText().policies.simulate;
  const declarations = useDeclarations();
  const { compiled, problems } = usePolicyText(document, declarations);
  const [first] = compiled;
  const trial = useMemo(
    () => given ?? firstTrial(first?.policy, first?.variables ?? []),
    [given, first],
  );
  const [isSaving, setSaving] = useState(false);
  const hasError = problems.some(({ severity }) => severity === 'error');
  const asked = useMemo(() => ({ trial, document }), [trial, document]);
  const [settled] = useDebouncedValue(asked, debounceMs);
  const simulation = useSimulation(settled, !hasError);
  const isBroken = hasError || simulation.isOutOfRange;
  const broken = hasError ? text.broken : text.outOfRange;
  const saveTest = (name: string) => {
    if (first === undefined) return;
    const test = testOfTrial(trial, name, { policy: first.policy, declarations });
    rest.onDocument(withOneMoreTest(document, test));
  };
  return (
    <div className={classes['columns']}>
      <section className={pageClasses['panel']} aria-labelledby="made-up-request">
        <Stack gap="md">
          <div>
            <Title order={3} id="made-up-request">
              {text.request}
            </Title>
            <Text size="xs" c="dimmed" mt={2}>
              {text.requestText}
            </Text>
          </div>
          <RecordedRequest auditId={rest.auditId} onAuditId={rest.onAuditId} onTrial={onTrial} />
          <TrialFields trial={trial} declarations={declarations} onChange={onTrial} />
          <Group>
            <GuardedButton
              variant="default"
              disabledReason={rest.disabledReason ?? (isBroken ? broken : undefined)}
              onClick={() => setSaving(true)}
            >
              {text.saveTest}
            </GuardedButton>
          </Group>
        </Stack>
      </section>
      <Outcome
        simulation={simulation}
        // What is shown may still be the answer to the request before.
        isStale={asked !== settled || simulation.isPlaceholderData}
        broken={isBroken ? broken : undefined}
        opened={first?.policy.name}
      />
      {isSaving && <SaveTestDialog onSave={saveTest} onClose={() => setSaving(false)} />}
    </div>
  );
}

interface OutcomeProps {
  readonly simulation: ReturnType<typeof useSimulation>;
  readonly isStale: boolean;
  /** Why nothing can be decided. */
  readonly broken: string | undefined;
  readonly opened: string | undefined;
}

/** What is decided, and why. */
function Outcome({ simulation, isStale, broken, opened }: OutcomeProps) {
  const words = useText();
  const { data, error, refetch } = simulation;
  if (broken !== undefined) return <Text c="dimmed">{broken}</Text>;
  if (error !== null) {
    return (
      <ErrorNotice
        error={asApiError(error)}
        title={words.state.loadFailed}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data === undefined) return <Skeleton height={220} />;
  return (
    <Stack
      gap="md"
      aria-live="polite"
      aria-busy={isStale}
      className={classes['outcome']}
      data-stale={isStale || undefined}
    >
      <DecisionCard decision={data.decision} />
      <PolicyTrace policies={data.policies} decision={data.decision} opened={opened} />
    </Stack>
  );
}

function useSimulation(
  { trial, document }: { readonly trial: Trial; readonly document: string },
  isPossible: boolean,
) {
  const { data: input } = policyInputSchema.safeParse(inputOfTrial(trial));
  const body = { phase: trial.phase, input, documents: [document] };
  const query = useQuery({
    ...queries.policySimulation(body),
    enabled: isPossible && input !== undefined,
  });
  return { ...query, isOutOfRange: input === undefined };
}

interface RecordedRequestProps {
  readonly auditId: string | undefined;
  readonly onAuditId: (id: string | undefined) => void;
  readonly onTrial: (trial: Trial) => void;
}

type Recorded = { readonly verdict: string; readonly matched: readonly string[] };

/** Loads a recorded decision by the id of its audit entry into the fields. */
function RecordedRequest({ auditId, onAuditId, onTrial }: RecordedRequestProps) {
  const text = useText().policies.simulate;
  const loading = useSubmission();
  const [typed, setTyped] = useState(auditId ?? '');
  const [recorded, setRecorded] = useState<Recorded>();
  const load = (id: string) =>
    loading.run(async () => {
      setRecorded(undefined);
      const reply = await call('policy.simulate', { body: { audit_id: id } });
      onTrial(givenOf(reply.input, reply.phase));
      setRecorded(reply.recorded ?? undefined);
    });
  // An address with an entry's id shows that entry at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first address counts
  useEffect(() => {
    if (auditId !== undefined) load(auditId);
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = typed.trim();
    onAuditId(id === '' ? undefined : id);
    if (id !== '') load(id);
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label={text.auditId}
          description={text.auditIdHint}
          placeholder="aud_…"
          value={typed}
          spellCheck={false}
          flex={1}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={loading.isPending}>
          {text.load}
        </Button>
      </Group>
      {loading.error !== undefined && (
        <Box mt="sm">
          <ErrorNotice error={loading.error} />
        </Box>
      )}
      {recorded !== undefined && <RecordedNote recorded={recorded} />}
    </form>
  );
}
