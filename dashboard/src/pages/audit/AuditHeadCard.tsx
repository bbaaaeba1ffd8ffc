import { Box, Collapse, Group, Skeleton, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import type { AuditHeadView, AuditStatusView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import classes from './Audit.module.css';
import { Fact } from './Fact.tsx';
import { HeadAlerts } from './HeadAlerts.tsx';
import { HeadDetails } from './HeadDetails.tsx';

/** What is known of the log, and who says so: each statement names the check behind it, and until when it looked. */
export function AuditHeadCard() {
  const text = useText();
  const [isOpen, details] = useDisclosure(false);
  const head = useQuery(queries.auditHead());
  const status = useQuery(queries.auditStatus()).data;
  if (head.data === undefined && head.error !== null) {
    const retry = () => void head.refetch();
    return (
      <ErrorNotice error={asApiError(head.error)} title={text.state.loadFailed} onRetry={retry} />
    );
  }
  return (
    <Box component="section" className={classes['head']} aria-label={text.audit.head.label}>
      <HeadAlerts head={head.data} status={status} />
      <dl className={classes['facts']}>
        {head.data === undefined || status === undefined ? (
          <LoadingFacts />
        ) : (
          <HeadFacts head={head.data} status={status} />
        )}
      </dl>
      <UnstyledButton className={classes['more']} aria-expanded={isOpen} onClick={details.toggle}>
        <Group gap={6} wrap="nowrap">
          {text.audit.head.details}
          <ChevronDown size={15} className={classes['chevron']} aria-hidden />
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        {isOpen && head.data !== undefined && <HeadDetails head={head.data} status={status} />}
      </Collapse>
    </Box>
  );
}

function HeadFacts({
  head,
  status,
}: {
  readonly head: AuditHeadView;
  readonly status: AuditStatusView;
}) {
  const words = useText().audit.head;
  const { number } = useFormats();
  return (
    <>
      <Fact label={words.size} value={number(head.size)}>
        {head.last_entry_at === null ? (
          words.none
        ) : (
          <>
            {words.newest} <RelativeTime value={head.last_entry_at} />
          </>
        )}
      </Fact>
      <VerifiedFact head={head} status={status} />
      <WitnessedFact head={head} status={status} />
      <CopyFact
        label={words.anchored}
        size={head.size}
        copies={status.anchors}
        nobody={words.noAnchor}
      />
    </>
  );
}

function VerifiedFact({
  head,
  status: { verified, verdict },
}: {
  readonly head: AuditHeadView;
  readonly status: AuditStatusView;
}) {
  const words = useText().audit.head;
  const reach = useReach();
  if (verified === null) {
    return (
      <Fact label={words.verified} value={words.notYet}>
        {words.verdicts[verdict]}
      </Fact>
    );
  }
  return (
    <Fact label={words.verified} value={reach(verified.to, head.size)}>
      {words.byMonago} <RelativeTime value={verified.at} />
    </Fact>
  );
}

/** What counts is how far as many witnesses have come as the operator asks for; where nobody is asked, the furthest. */
function WitnessedFact({
  head,
  status: { witnesses, witnessed },
}: {
  readonly head: AuditHeadView;
  readonly status: AuditStatusView;
}) {
  const words = useText().audit.head;
  const { number } = useFormats();
  const reach = useReach();
  const label = words.witnessed;
  if (witnessed === null || witnesses.length === 0) {
    return <CopyFact label={label} size={head.size} copies={witnesses} nobody={words.noWitness} />;
  }
  if (witnessed.to === 0) {
    return (
      <Fact label={label} value={words.notYet}>
        {words.quorumOpen}
      </Fact>
    );
  }
  const furthest = Math.max(...witnesses.map(({ to }) => to));
  return (
    <Fact label={label} value={reach(witnessed.to, head.size)}>
      {furthest > witnessed.to ? words.byQuorumBehind(number(furthest - 1)) : words.byQuorum}{' '}
      {witnessed.at !== null && <RelativeTime value={witnessed.at} />}
    </Fact>
  );
}

/** How far those outside have come; the furthest of them speaks. */
function CopyFact({
  label,
  size,
  copies,
  nobody,
}: {
  readonly label: string;
  readonly size: number;
  readonly copies: AuditStatusView['witnesses'];
  readonly nobody: string;
}) {
  const words = useText().audit.head;
  const reach = useReach();
  const furthest = copies.toSorted((left, right) => right.to - left.to)[0];
  if (furthest === undefined) {
    return (
      <Fact label={label} value={words.notSetUp}>
        {nobody}
      </Fact>
    );
  }
  if (furthest.at === null) {
    return (
      <Fact label={label} value={words.notYet}>
        {furthest.name}
      </Fact>
    );
  }
  return (
    <Fact label={label} value={reach(furthest.to, size)}>
      {words.by(shortName(furthest.name), copies.length - 1)} <RelativeTime value={furthest.at} />
    </Fact>
  );
}

/** A witness is named by its key; the page says its name. */
function shortName(name: string): string {
  return name.split('+')[0] ?? name;
}

/** Says an index, not a number of entries, because that is what an entry is found by. */
function useReach(): (to: number, size: number) => string {
  const words = useText().audit.head;
  const { number } = useFormats();
  return (to, size) => {
    if (to === 0) return words.nothingYet;
    return to >= size
      ? words.toTheEnd(number(to - 1))
      : words.toIndex(number(to - 1), number(size - to));
  };
}

function LoadingFacts() {
  const words = useText().audit.head;
  return [words.size, words.verified, words.witnessed, words.anchored].map((label) => (
    <Fact key={label} label={label} value={<Skeleton height={14} width={96} my={6} />}>
      <Skeleton height={10} width={130} my={4} />
    </Fact>
  ));
}
