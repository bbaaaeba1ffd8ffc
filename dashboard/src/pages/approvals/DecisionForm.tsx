import { Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Check, Info, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { ApiError } from '../../api/api-error.ts';
import { call, type Reply } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { complaints } from '../../api/validation.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import classes from './Approvals.module.css';

type Obstacle = Reply<'approval.read'>['obstacle'];
type Decision = 'approve' | 'reject';

const { body: bodySchema } = controlEndpoints['approval.decide'];

interface DecisionFormProps {
  readonly id: string;
  readonly obstacle: Obstacle;
  readonly onDecided: () => void;
}

/** Yes or no, with a reason. Who may not say yes can read why. */
export function DecisionForm({ id, obstacle, onDecided }: DecisionFormProps) {
  const text = useText().approvals;
  const { reason, setReason, complaint, field, sending, decide } = useDecision(id, onDecided);
  const [chosen, setChosen] = useState<Decision>();
  const why = obstacle === null ? undefined : text.obstacle[obstacle];
  const canReject = obstacle !== 'forbidden' && obstacle !== 'approval_closed';
  const press = (decision: Decision) => {
    setChosen(decision);
    decide(decision);
  };
  return (
    <Stack gap="md">
      {why !== undefined && (
        <Group gap={8} wrap="nowrap" align="flex-start" className={classes['obstacle']}>
          <Info size={17} aria-hidden />
          <Text size="sm">{why}</Text>
        </Group>
      )}
      {canReject && (
        <Textarea
          ref={field}
          label={text.reason}
          description={text.reasonHint}
          required
          withAsterisk={false}
          value={reason}
          maxLength={500}
          autosize
          minRows={2}
          maxRows={8}
          error={complaint}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      )}
      {sending.error !== undefined && sending.error.code !== 'approval_closed' && (
        <ErrorNotice error={sending.error} />
      )}
      <Group gap="sm" grow>
        <GuardedButton
          variant="outline"
          color="red"
          leftSection={<X size={16} />}
          loading={sending.isPending && chosen === 'reject'}
          disabledReason={canReject ? undefined : why}
          onClick={() => press('reject')}
        >
          {text.reject}
        </GuardedButton>
        <GuardedButton
          leftSection={<Check size={16} />}
          loading={sending.isPending && chosen === 'approve'}
          disabledReason={why}
          onClick={() => press('approve')}
        >
          {text.approve}
        </GuardedButton>
      </Group>
    </Stack>
  );
}

function useDecision(id: string, onDecided: () => void) {
  const words = useText();
  const queryClient = useQueryClient();
  const sending = useSubmission();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [complaint, setComplaint] = useState<string>();
  const decide = (decision: Decision) => {
    const parsed = bodySchema.safeParse({ decision, reason });
    if (!parsed.success) {
      const isEmpty = reason.trim() === '';
      const found = complaints(parsed.error.issues, words.validation)['reason'];
      setComplaint(isEmpty ? words.approvals.sayWhy : found);
      field.current?.focus();
      return;
    }
    setComplaint(undefined);
    sending.run(async () => {
      try {
        const approval = await call('approval.decide', { params: { id }, body: parsed.data });
        onDecided();
        const read = { approval, obstacle: 'approval_closed', content: null } as const;
        queryClient.setQueryData(queries.approval(id).queryKey, read);
        await refresh(queryClient);
      } catch (thrown) {
        // Somebody was faster, or time was over: the details then show how it ended.
        if (thrown instanceof ApiError && thrown.code === 'approval_closed') {
          await refresh(queryClient);
        }
        throw thrown;
      }
    });
  };
  return { reason, setReason, complaint, field, sending, decide };
}

async function refresh(queryClient: ReturnType<typeof useQueryClient>): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['approvals'] }),
    queryClient.invalidateQueries({ queryKey: ['audit'] }),
  ]);
}
