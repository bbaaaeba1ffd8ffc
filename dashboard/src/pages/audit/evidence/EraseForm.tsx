import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { Choice } from './Choice.tsx';
import { complaintOf, type DraftComplaint, type ErasureDraft } from './erasure-draft.ts';
import { type Reason, ReasonField } from './ReasonField.tsx';
import { SubjectSelect } from './SubjectSelect.tsx';
import { TimeFields } from './TimeFields.tsx';

interface EraseFormProps {
  readonly draft: ErasureDraft;
  readonly reason: Reason;
  readonly onChange: (draft: ErasureDraft) => void;
  /** With a reason that may be sent. */
  readonly onDone: (reason: string) => void;
  readonly onCancel: () => void;
}

export function EraseForm({ draft, reason, onChange, onDone, onCancel }: EraseFormProps) {
  const words = useText();
  const text = words.audit.erasures;
  const [complaint, setComplaint] = useState<DraftComplaint>();
  const edit = (part: Partial<ErasureDraft>) => {
    setComplaint(undefined);
    onChange({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = complaintOf(draft);
    setComplaint(found);
    const why = reason.check();
    if (found === undefined && why !== undefined) onDone(why);
  };
  const timeComplaint =
    complaint === 'chooseTime' || complaint === 'endsEarlier' ? text[complaint] : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Choice
          label={text.scope}
          choices={[
            { value: 'one', label: text.ofOne },
            { value: 'everybody', label: text.ofTime },
          ]}
          chosen={draft.whose}
          onChoose={(whose) => edit({ whose, forgetsPerson: false })}
        />
        {draft.whose === 'one' && (
          <>
            <SubjectSelect
              chosen={draft.subject}
              error={complaint === 'chooseActor' ? text.chooseActor : undefined}
              onChoose={(subject) => edit({ subject, forgetsPerson: false })}
            />
            <Checkbox
              label={text.timeOfOne}
              checked={draft.isTimed}
              onChange={({ currentTarget }) => edit({ isTimed: currentTarget.checked })}
            />
          </>
        )}
        {(draft.whose === 'everybody' || draft.isTimed) && (
          <div>
            <TimeFields
              times={draft.times}
              error={timeComplaint}
              onChange={(times) => edit({ times })}
            />
            <Text size="xs" c="dimmed" mt={4}>
              {text.timeHint}
            </Text>
          </div>
        )}
        <Choice
          label={text.basis}
          choices={(['request', 'retention'] as const).map((value) => ({
            value,
            label: text.bases[value],
          }))}
          chosen={draft.basis}
          onChoose={(basis) => edit({ basis })}
        />
        <ReasonField reason={reason} />
        <ForgetPerson draft={draft} onChange={(forgetsPerson) => edit({ forgetsPerson })} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {words.action.cancel}
          </Button>
          <Button type="submit">{text.preview}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Only of a person, and only once nobody can sign in as them. */
function ForgetPerson({
  draft,
  onChange,
}: {
  readonly draft: ErasureDraft;
  readonly onChange: (forgets: boolean) => void;
}) {
  const text = useText().audit.erasures;
  const users = useQuery(queries.users()).data?.users;
  const person = users?.find(({ id }) => id === draft.subject);
  if (draft.whose !== 'one' || person === undefined) return null;
  const canForget = person.status === 'disabled';
  return (
    <Checkbox
      label={text.forget}
      description={canForget ? text.forgetText : text.forgetDisabled}
      disabled={!canForget}
      checked={draft.forgetsPerson}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}
