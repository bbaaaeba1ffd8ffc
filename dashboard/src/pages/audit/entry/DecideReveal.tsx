import { Button, Group, Stack, Text } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import { call } from '../../../api/client.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { ReasonField, useReason } from '../evidence/ReasonField.tsx';

type Decision = 'approve' | 'refuse';

/** Yes or no from the second person, with a reason. */
export function DecideReveal({
  revealId,
  onChanged,
}: {
  readonly revealId: string;
  readonly onChanged: () => Promise<void>;
}) {
  const text = useText().audit.content;
  const deciding = useSubmission();
  const reason = useReason();
  const [chosen, setChosen] = useState<Decision>();
  const decide = (decision: Decision) => {
    const why = reason.check();
    if (why === undefined) return;
    setChosen(decision);
    deciding.run(async () => {
      try {
        await call('reveal.decide', { params: { id: revealId }, body: { decision, reason: why } });
      } catch (thrown) {
        // Somebody was faster: what is shown then says how it ended.
        if (!(thrown instanceof ApiError) || thrown.code !== 'reveal_closed') throw thrown;
      }
      await onChanged();
    });
  };
  return (
    <Stack gap="sm">
      <ReasonField reason={reason} />
      <Text size="xs" c="dimmed">
        {text.decideHint}
      </Text>
      {deciding.error !== undefined && <ErrorNotice error={deciding.error} />}
      <Group gap="sm" grow>
        <Button
          size="xs"
          variant="outline"
          color="red"
          leftSection={<X size={14} />}
          loading={deciding.isPending && chosen === 'refuse'}
          disabled={deciding.isPending && chosen !== 'refuse'}
          onClick={() => decide('refuse')}
        >
          {text.refuse}
        </Button>
        <Button
          size="xs"
          leftSection={<Check size={14} />}
          loading={deciding.isPending && chosen === 'approve'}
          disabled={deciding.isPending && chosen !== 'approve'}
          onClick={() => decide('approve')}
        >
          {text.approve}
        </Button>
      </Group>
    </Stack>
  );
}
