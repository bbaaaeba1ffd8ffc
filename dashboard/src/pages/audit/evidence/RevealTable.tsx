import { Box, Button, Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Eye, ListFilter } from 'lucide-react';
import type { RevealView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { asApiError } from '../../../api/api-error.ts';
import type { Reply } from '../../../api/client.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { type Column, DataTable, LoadingRows, NoRows } from '../../../components/DataTable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { isAuditFactType, type RevealState } from '../audit-search.ts';
import classes from './Evidence.module.css';
import { RevealBadge } from './RevealBadge.tsx';
import { useNames } from './use-names.ts';
import { Who } from './Who.tsx';

interface RevealTableProps {
  readonly reveals: UseQueryResult<Reply<'reveal.list'>>;
  readonly state: RevealState;
  readonly onOpen: (entryId: string) => void;
  readonly onShowWaiting: () => void;
}

export function RevealTable({ reveals, state, onOpen, onShowWaiting }: RevealTableProps) {
  const words = useText();
  const text = words.audit.reveals;
  const columns = useColumns();
  const { data, error, refetch } = reveals;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={words.state.loadFailed} onRetry={retry} />;
  }
  if (data?.reveals.length === 0) {
    return (
      <NoRows>
        {state === 'requested' ? (
          <EmptyState icon={Eye} title={text.emptyTitle} text={text.emptyText} />
        ) : (
          <EmptyState
            icon={ListFilter}
            title={text.noneTitle}
            action={
              <Button variant="default" onClick={onShowWaiting}>
                {text.showWaiting}
              </Button>
            }
          />
        )}
      </NoRows>
    );
  }
  return (
    <DataTable label={words.audit.tabs.reveals} columns={columns}>
      {data === undefined ? (
        <LoadingRows columns={columns} rows={4} />
      ) : (
        data.reveals.map((reveal) => <RevealRow key={reveal.id} reveal={reveal} onOpen={onOpen} />)
      )}
    </DataTable>
  );
}

interface RevealRowProps {
  readonly reveal: RevealView;
  readonly onOpen: (entryId: string) => void;
}

function RevealRow({ reveal, onOpen }: RevealRowProps) {
  const text = useText().audit;
  const { number } = useFormats();
  const type = reveal.entry_type;
  return (
    <Table.Tr>
      <Table.Td className={classes['cell']}>
        <Text fw={550}>{isAuditFactType(type) ? text.types[type] : type}</Text>
        <Text size="xs" c="dimmed">
          {text.reveals.index(number(reveal.entry_index))}
        </Text>
        <Stack hiddenFrom="sm" gap={8} mt={8}>
          <Who label={text.reveals.columns.who} id={reveal.requested_by} at={reveal.requested_at} />
          <Text size="sm" className={classes['words']}>
            {reveal.reason}
          </Text>
          <State reveal={reveal} />
          <OpenButton reveal={reveal} onOpen={onOpen} isWide />
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <Who label={text.reveals.columns.who} id={reveal.requested_by} at={reveal.requested_at} />
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <Text size="sm" lineClamp={3} className={classes['words']}>
          {reveal.reason}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <State reveal={reveal} />
      </Table.Td>
      <Table.Td visibleFrom="sm" ta="right" className={classes['cell']}>
        <OpenButton reveal={reveal} onOpen={onOpen} />
      </Table.Td>
    </Table.Tr>
  );
}

/** What it has come to, and until when that can be used. */
function State({ reveal }: { readonly reveal: RevealView }) {
  const text = useText().audit;
  const names = useNames();
  const formats = useFormats();
  const { decided_by: decidedBy, usable_until: until } = reveal;
  const told = reveal.state === 'refused' ? text.evidence.by : text.content.approvedBy;
  return (
    <Box>
      <RevealBadge state={reveal.state} />
      <Text size="xs" c="dimmed" mt={4}>
        {reveal.state === 'approved' && until !== null && (
          <>
            {text.reveals.until}{' '}
            <time dateTime={until} title={formats.exact(until)}>
              {formats.moment(until)}
            </time>
          </>
        )}
        {decidedBy !== null && reveal.state !== 'approved' && told(names.inSentence(decidedBy))}
      </Text>
    </Box>
  );
}

function OpenButton({
  reveal,
  onOpen,
  isWide = false,
}: RevealRowProps & { readonly isWide?: boolean }) {
  const text = useText().audit.reveals;
  const { number } = useFormats();
  const { user } = useSession();
  const isMine = reveal.requested_by === user.id;
  const index = number(reveal.entry_index);
  const { state } = reveal;
  const deed = ((): 'review' | 'look' | 'open' => {
    if (state === 'requested' && !isMine) return 'review';
    return state === 'approved' && isMine ? 'look' : 'open';
  })();
  const label = { review: text.reviewOf, look: text.lookOf, open: text.openOf }[deed];
  return (
    <Button
      variant={deed === 'open' ? 'default' : 'light'}
      size={isWide ? 'sm' : 'xs'}
      fullWidth={isWide}
      aria-label={label(index)}
      onClick={() => onOpen(reveal.entry_id)}
    >
      {text[deed]}
    </Button>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().audit.reveals;
  return [
    { label: columns.entry },
    { label: columns.who, visibleFrom: 'sm', width: 150 },
    { label: columns.reason, visibleFrom: 'sm', width: '30%' },
    { label: columns.state, visibleFrom: 'sm', width: 190 },
    { label: columns.actions, visibleFrom: 'sm', align: 'right', isLabelHidden: true, width: 100 },
  ];
}
