import { Box, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AuditHeadView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { CopyIcon } from '../../components/CopyButton.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import classes from './Audit.module.css';
import { checkpointHeadOf, keyIdOf } from './checkpoint-head.ts';

/** What the log says of itself. Nothing here is a verdict: the page has verified nothing. */
export function AuditHeadCard() {
  const text = useText();
  const { data: head, error, refetch } = useQuery(queries.auditHead());
  if (head === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={text.state.loadFailed} onRetry={retry} />;
  }
  return (
    <Box component="section" className={classes['head']} aria-label={text.audit.head.label}>
      <dl className={classes['facts']}>
        {head === undefined ? <LoadingFacts /> : <HeadFacts head={head} />}
      </dl>
    </Box>
  );
}

function HeadFacts({ head }: { readonly head: AuditHeadView }) {
  const words = useText().audit.head;
  const formats = useFormats();
  const checkpoint = checkpointHeadOf(head.checkpoint);
  return (
    <>
      <Fact label={words.size}>{formats.number(head.size)}</Fact>
      <Fact label={words.newest}>
        {head.last_entry_at === null ? words.none : <RelativeTime value={head.last_entry_at} />}
      </Fact>
      <Fact label={words.checkpoint}>
        {checkpoint === undefined
          ? words.noCheckpoint
          : words.covers(formats.number(checkpoint.size))}
      </Fact>
      <Fact label={words.keyId}>
        <Group gap={2} wrap="nowrap">
          <Text ff="monospace" size="sm">
            {keyIdOf(head.vkey)}
          </Text>
          <CopyIcon read={() => head.vkey} what={words.verifierKey} />
        </Group>
      </Fact>
      <Fact label={words.origin} isWide>
        <Text ff="monospace" size="sm" className={classes['wrap']}>
          {head.origin}
        </Text>
      </Fact>
      <Fact label={words.root} isWide>
        <Text ff="monospace" size="sm" className={classes['wrap']}>
          {checkpoint?.root ?? words.noCheckpoint}
        </Text>
      </Fact>
    </>
  );
}

function LoadingFacts() {
  const words = useText().audit.head;
  const bar = <Skeleton height={14} width={96} my={6} />;
  return (
    <>
      {[words.size, words.newest, words.checkpoint, words.keyId].map((label) => (
        <Fact key={label} label={label}>
          {bar}
        </Fact>
      ))}
      {[words.origin, words.root].map((label) => (
        <Fact key={label} label={label} isWide>
          {bar}
        </Fact>
      ))}
    </>
  );
}

function Fact({
  label,
  isWide = false,
  children,
}: {
  readonly label: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={isWide ? classes['wide'] : undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
