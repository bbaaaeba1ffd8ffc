import { Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { RetentionView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import classes from './Evidence.module.css';
import { RetentionConfirm } from './RetentionConfirm.tsx';
import {
  daysOf,
  draftOf,
  type RetentionDraft,
  retentionOf,
  type TypedDays,
} from './retention-draft.ts';

/** Nothing is sent before the consequences were read. */
export function RetentionForm({ stored }: { readonly stored: RetentionView }) {
  const text = useText().audit.retention;
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<RetentionDraft>();
  const [areComplaintsShown, setComplaintsShown] = useState(false);
  const [asked, setAsked] = useState<RetentionView>();
  const [isSaved, setSaved] = useState(false);
  const shown = draft ?? draftOf(stored);
  const next = retentionOf(shown);
  const isChanged =
    next === undefined ||
    next.entry_days !== stored.entry_days ||
    next.content_days !== stored.content_days;
  const edit = (part: Partial<RetentionDraft>) => {
    setSaved(false);
    setDraft({ ...shown, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setComplaintsShown(true);
    if (next !== undefined && isChanged) setAsked(next);
  };
  const saved = async () => {
    await queryClient.invalidateQueries({ queryKey: ['evidence', 'retention'] });
    setDraft(undefined);
    setAsked(undefined);
    setComplaintsShown(false);
    setSaved(true);
  };
  return (
    <section className={classes['section']} aria-labelledby="retention">
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <div>
            <Title order={2} id="retention">
              {text.title}
            </Title>
            <Text size="sm" c="dimmed" mt={4}>
              {text.text}
            </Text>
          </div>
          <DaysChoice
            label={text.entries}
            forever={text.entriesForever}
            value={shown.entries}
            isComplaining={areComplaintsShown}
            onChange={(entries) => edit({ entries })}
          />
          <DaysChoice
            label={text.content}
            forever={text.contentForever}
            value={shown.content}
            isComplaining={areComplaintsShown}
            onChange={(content) => edit({ content })}
          />
          <Group gap="sm">
            <Button type="submit" disabled={!isChanged}>
              {text.review}
            </Button>
            <Text size="sm" c="dimmed" role="status">
              {isSaved && !isChanged && text.saved}
            </Text>
          </Group>
        </Stack>
      </form>
      {asked !== undefined && (
        <RetentionConfirm
          former={stored}
          next={asked}
          onSaved={saved}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}

function DaysChoice({
  label,
  forever,
  value,
  isComplaining,
  onChange,
}: {
  readonly label: string;
  readonly forever: string;
  readonly value: TypedDays;
  readonly isComplaining: boolean;
  readonly onChange: (value: TypedDays) => void;
}) {
  const text = useText().audit.retention;
  const isWrong = isComplaining && daysOf(value) === undefined;
  return (
    <Radio.Group
      label={label}
      value={value.isLimited ? 'days' : 'forever'}
      onChange={(chosen) => onChange({ ...value, isLimited: chosen === 'days' })}
    >
      <Stack gap="xs" mt={6}>
        <Radio value="forever" label={forever} />
        <Radio value="days" label={text.forDays} />
        {value.isLimited && (
          <TextInput
            ml={28}
            maw={300}
            inputMode="numeric"
            aria-label={text.daysOf(label)}
            value={value.days}
            rightSection={
              <Text size="xs" c="dimmed" aria-hidden>
                {text.days.toLowerCase()}
              </Text>
            }
            rightSectionWidth={56}
            error={isWrong ? text.wrongDays : undefined}
            onChange={({ currentTarget }) => onChange({ ...value, days: currentTarget.value })}
            autoComplete="off"
          />
        )}
      </Stack>
    </Radio.Group>
  );
}
