import { Anchor, Group, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuditEntryView } from '../../../../../src/contract/schemas.ts';
import { queries } from '../../../api/queries.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { ExactTime, RelativeTime } from '../../../components/Time.tsx';
import auditClasses from '../Audit.module.css';
import { Fact } from '../Fact.tsx';
import { readerOf } from '../fact-reader.ts';
import classes from './Evidence.module.css';
import { evidenceQueries } from './evidence-queries.ts';

/** What is there, and what the daily run has let go of; each statement leads to the entry that says it. */
export function RetentionFacts({
  lastRunAt,
  onOpen,
}: {
  readonly lastRunAt: string | null;
  readonly onOpen: (entryId: string) => void;
}) {
  const text = useText().audit.retention;
  const pruned = useQuery(queries.auditEntries({ type: 'retention.pruned', limit: 2 })).data;
  const erased = useQuery(
    queries.auditEntries({ type: 'privacy.erased', actor: 'monago', limit: 1 }),
  ).data;
  return (
    <section className={classes['section']} aria-labelledby="kept-now">
      <Stack gap="md">
        <Title order={2} id="kept-now">
          {text.now}
        </Title>
        <dl className={classes['facts']}>
          <KeptFact />
          <Fact
            label={text.lastRun}
            value={lastRunAt === null ? text.notYet : <ExactTime value={lastRunAt} />}
          >
            {lastRunAt === null ? text.neverRan : text.nextRun}
          </Fact>
          <PrunedFact entries={pruned?.entries} onOpen={onOpen} />
          <ErasedFact entry={erased?.entries[0]} isLoading={erased === undefined} onOpen={onOpen} />
        </dl>
        <Group gap="lg" className={classes['links']}>
          <StandingHolds />
          {erased?.entries[0] !== undefined && (
            <Link
              to="/audit"
              search={{ type: 'privacy.erased', actor: 'monago' }}
              className={auditClasses['link']}
            >
              {text.allRuns}
            </Link>
          )}
        </Group>
      </Stack>
    </section>
  );
}

function KeptFact() {
  const text = useText().audit.retention;
  const { number } = useFormats();
  const head = useQuery(queries.auditHead()).data;
  const edge = head?.pruned_below ?? 0;
  const oldest = useQuery({
    ...queries.auditEntries({ before: edge + 1, limit: 1 }),
    enabled: head !== undefined,
  }).data?.entries[0];
  if (head === undefined) return <LoadingFact label={text.keptEntries} />;
  return (
    <Fact label={text.keptEntries} value={text.keptFrom(number(edge), number(head.size - 1))}>
      {edge === 0 ? text.nothingPruned : text.prunedBelow(number(edge))}
      {oldest !== undefined && (
        <>
          {' · '}
          {text.oldest} <RelativeTime value={oldest.time} />
        </>
      )}
    </Fact>
  );
}

function PrunedFact({
  entries,
  onOpen,
}: {
  /** The newest two. */
  readonly entries: readonly AuditEntryView[] | undefined;
  readonly onOpen: (entryId: string) => void;
}) {
  const text = useText().audit.retention;
  const { number } = useFormats();
  if (entries === undefined) return <LoadingFact label={text.lastPruned} />;
  const [newest, before] = entries;
  if (newest === undefined) {
    return (
      <Fact label={text.lastPruned} value={text.never}>
        {text.nothingOld}
      </Fact>
    );
  }
  const edgeOf = (entry: AuditEntryView | undefined) =>
    entry === undefined ? 0 : (readerOf(entry.body).number('below') ?? 0);
  return (
    <Fact label={text.lastPruned} value={text.prunedUpTo(number(edgeOf(newest) - edgeOf(before)))}>
      <About entry={newest} onOpen={onOpen} />
    </Fact>
  );
}

function ErasedFact({
  entry,
  isLoading,
  onOpen,
}: {
  readonly entry: AuditEntryView | undefined;
  readonly isLoading: boolean;
  readonly onOpen: (entryId: string) => void;
}) {
  const text = useText().audit.retention;
  const { number } = useFormats();
  if (isLoading) return <LoadingFact label={text.lastErased} />;
  if (entry === undefined) {
    return (
      <Fact label={text.lastErased} value={text.never}>
        {text.nothingOld}
      </Fact>
    );
  }
  return (
    <Fact
      label={text.lastErased}
      value={text.erasedCount(number(readerOf(entry.body).number('count') ?? 0))}
    >
      <About entry={entry} onOpen={onOpen} />
    </Fact>
  );
}

function About({
  entry,
  onOpen,
}: {
  readonly entry: AuditEntryView;
  readonly onOpen: (entryId: string) => void;
}) {
  const text = useText().audit.retention;
  return (
    <>
      <RelativeTime value={entry.time} />
      {' · '}
      <Anchor component="button" type="button" inherit onClick={() => onOpen(entry.id)}>
        {text.toEntry}
      </Anchor>
    </>
  );
}

function StandingHolds() {
  const text = useText().audit.retention;
  const holds = useQuery(evidenceQueries.holds()).data?.holds ?? [];
  const standing = holds.filter(({ released_at }) => released_at === null).length;
  if (standing === 0) return null;
  return (
    <Link
      to="/audit"
      search={{ tab: 'holds' }}
      className={auditClasses['link']}
      title={text.holdsText}
    >
      {text.holds(standing)}
    </Link>
  );
}

function LoadingFact({ label }: { readonly label: string }) {
  return (
    <Fact label={label} value={<Skeleton height={14} width={120} my={4} />}>
      <Skeleton height={10} width={150} my={4} />
    </Fact>
  );
}
