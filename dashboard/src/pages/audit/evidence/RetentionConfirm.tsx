import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  HoldView,
  RetentionView,
} from '../../../../../src/contract/audit-content-endpoints.ts';
import { asApiError } from '../../../api/api-error.ts';
import { call } from '../../../api/client.ts';
import { queries } from '../../../api/queries.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import classes from './Evidence.module.css';
import { evidenceQueries } from './evidence-queries.ts';
import { contentLastsDays, daysBefore, pruneEdge } from './retention-draft.ts';

/** Says what the change takes away, in numbers, before it is made. */
export function RetentionConfirm({
  former,
  next,
  onSaved,
  onClose,
}: {
  readonly former: RetentionView;
  readonly next: RetentionView;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().audit.retention;
  const saving = useSubmission();
  const consequences = useConsequences(next, former);
  const save = () =>
    saving.run(async () => {
      await call('retention.update', { body: next });
      await onSaved();
    });
  return (
    <ConfirmDialog
      title={text.confirmTitle}
      consequence={text.consequence}
      confirm={text.confirm}
      canConfirm={consequences.sentences !== undefined}
      isPending={saving.isPending}
      error={saving.error}
      onConfirm={save}
      onClose={onClose}
    >
      {consequences.error !== null && <ErrorNotice error={asApiError(consequences.error)} />}
      {consequences.sentences === undefined ? (
        consequences.error === null && <Looking label={text.looking} />
      ) : (
        <ul className={classes['points']}>
          {consequences.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}

function Looking({ label }: { readonly label: string }) {
  return (
    <Stack gap={8} role="status" aria-label={label}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Skeleton height={12} width="90%" />
      <Skeleton height={12} width="70%" />
    </Stack>
  );
}

interface Consequences {
  /** Undefined until everything was asked. */
  readonly sentences: readonly string[] | undefined;
  readonly error: Error | null;
}

function useConsequences(next: RetentionView, former: RetentionView): Consequences {
  const text = useText().audit.retention;
  const onContent = useContentSentence(contentLastsDays(next));
  const onEntries = useEntriesSentence(next.entry_days);
  const holds = useQuery(evidenceQueries.holds());
  const asked = [onContent, onEntries, { sentence: '', data: holds.data, error: holds.error }];
  const error = asked.map((each) => each.error).find((each) => each !== null) ?? null;
  if (asked.some(({ data }) => data === undefined)) return { sentences: undefined, error };
  const onHolds = holdsSentence(holds.data?.holds ?? [], text);
  const takes = contentLastsDays(next) !== null;
  const sentences = [
    onContent.sentence,
    onEntries.sentence,
    ...(takes && onHolds !== undefined ? [onHolds] : []),
    ...(takes ? [text.irreversible] : []),
    ...(isLongerAnywhere(next, former) ? [text.restoresNothing] : []),
  ];
  return { sentences, error };
}

/** What stays although it is old enough. */
function holdsSentence(
  holds: readonly HoldView[],
  text: Dictionary['audit']['retention'],
): string | undefined {
  const standing = holds.filter(({ released_at }) => released_at === null);
  if (standing.length === 0) return undefined;
  return standing.some(({ subject }) => subject === null) ? text.holdsStop : text.holdsSpare;
}

interface Asked {
  readonly sentence: string;
  /** Undefined until the server has answered. */
  readonly data: unknown;
  readonly error: Error | null;
}

function useContentSentence(days: number | null): Asked {
  const text = useText().audit.retention;
  const { number, day } = useFormats();
  const before = useDaysBefore(days);
  const { data, error } = useQuery({
    ...evidenceQueries.erasurePreview({ to: before ?? '' }),
    enabled: before !== undefined,
  });
  if (before === undefined) return { sentence: text.contentKept, data: null, error: null };
  const count = data?.count ?? 0;
  const sentence =
    count === 0 ? text.contentNone(day(before)) : text.contentGoes(number(count), day(before));
  return { sentence, data, error };
}

function useEntriesSentence(days: number | null): Asked {
  const text = useText().audit.retention;
  const { number, day } = useFormats();
  const before = useDaysBefore(days);
  const head = useQuery(queries.auditHead());
  const newestOld = useQuery({
    ...queries.auditEntries({ to: before ?? '', limit: 1 }),
    enabled: before !== undefined,
  });
  if (before === undefined) return { sentence: text.entriesKept, data: null, error: null };
  const below = pruneEdge(newestOld.data?.entries[0]?.index);
  const sentence =
    below > (head.data?.pruned_below ?? 0)
      ? text.entriesGo(number(below), day(before))
      : text.entriesNone(day(before));
  return { sentence, data: head.data && newestOld.data, error: newestOld.error ?? head.error };
}

/** Stays the same while the dialog is open. */
function useDaysBefore(days: number | null): string | undefined {
  const [nowMs] = useState(() => Date.now());
  return days === null ? undefined : daysBefore(days, nowMs);
}

function isLongerAnywhere(next: RetentionView, former: RetentionView): boolean {
  return (['entry_days', 'content_days'] as const).some((field) => {
    const [now, then] = [next[field], former[field]];
    return then !== null && (now === null || now > then);
  });
}
