import { Button, Group, Stack, Text } from '@mantine/core';
import { Eye } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { call } from '../../../api/client.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import classes from '../evidence/Evidence.module.css';
import { ReasonField, useReason } from '../evidence/ReasonField.tsx';

/** Asks somebody else to agree. */
export function AskToSee({
  entryId,
  onAsked,
}: {
  readonly entryId: string;
  readonly onAsked: () => Promise<void>;
}) {
  const words = useText();
  const text = words.audit.content;
  const asking = useSubmission();
  const reason = useReason();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<Eye size={14} />}
          onClick={() => setOpen(true)}
        >
          {text.ask}
        </Button>
      </Group>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const why = reason.check();
    if (why === undefined) return;
    asking.run(async () => {
      await call('reveal.request', { params: { id: entryId }, body: { reason: why } });
      await onAsked();
    });
  };
  return (
    <form onSubmit={submit} className={classes['box']} noValidate>
      <Stack gap="sm">
        <Text size="sm">{text.askText}</Text>
        <ReasonField reason={reason} label={text.askReason} />
        {asking.error !== undefined && <ErrorNotice error={asking.error} />}
        <Group gap="xs" justify="flex-end">
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {words.action.cancel}
          </Button>
          <Button size="xs" type="submit" loading={asking.isPending}>
            {text.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
