import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { call } from '../../../api/client.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { Choice } from './Choice.tsx';
import { ReasonField, useReason } from './ReasonField.tsx';
import { SubjectSelect } from './SubjectSelect.tsx';

export function PlaceHoldDialog({
  onPlaced,
  onClose,
}: {
  readonly onPlaced: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const words = useText();
  const { evidence, holds: text, erasures } = words.audit;
  const placing = useSubmission();
  const reason = useReason();
  const [whose, setWhose] = useState<'one' | 'everybody'>('one');
  const [subject, setSubject] = useState<string>();
  const [complaint, setComplaint] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isMissing = whose === 'one' && subject === undefined;
    setComplaint(isMissing ? erasures.chooseActor : undefined);
    const why = reason.check();
    if (isMissing || why === undefined) return;
    placing.run(async () => {
      const scope = whose === 'one' && subject !== undefined ? { subject } : {};
      await call('hold.place', { body: { ...scope, reason: why } });
      await onPlaced();
    });
  };
  return (
    <Dialog title={text.placeTitle} onClose={placing.isPending ? undefined : onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Choice
            label={text.covers}
            choices={[
              { value: 'one', label: text.one, hint: text.oneText },
              { value: 'everybody', label: evidence.everybody, hint: text.everybodyText },
            ]}
            chosen={whose}
            onChoose={setWhose}
          />
          {whose === 'one' && (
            <SubjectSelect
              chosen={subject}
              error={complaint}
              onChoose={(id) => {
                setSubject(id);
                setComplaint(undefined);
              }}
            />
          )}
          <ReasonField reason={reason} placeholder={text.reasonExample} />
          {placing.error !== undefined && <ErrorNotice error={placing.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={placing.isPending}>
              {words.action.cancel}
            </Button>
            <Button type="submit" loading={placing.isPending}>
              {text.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
