import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';

/** Asks what a version is about before it is stored. */
export function NoteDialog({
  title,
  intro,
  submit,
  onSubmit,
  onClose,
}: {
  readonly title: string;
  readonly intro: string;
  readonly submit: string;
  readonly onSubmit: (note: string) => Promise<void>;
  readonly onClose: () => void;
}) {
  const words = useText();
  const text = words.policies;
  const saving = useSubmission();
  const [note, setNote] = useState('');
  return (
    <Dialog title={title} onClose={saving.isPending ? undefined : onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.run(() => onSubmit(note.trim()));
        }}
      >
        <Stack gap="md">
          <Text size="md">{intro}</Text>
          <Textarea
            label={text.note}
            description={text.noteHint}
            value={note}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          {saving.error !== undefined && <ErrorNotice error={saving.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={saving.isPending}>
              {words.action.cancel}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
