import { Box, Button, Group, Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Gavel, ListFilter } from 'lucide-react';
import type { HoldView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { asApiError } from '../../../api/api-error.ts';
import type { Reply } from '../../../api/client.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../../components/DataTable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { StatusBadge } from '../../../components/StatusBadge.tsx';
import { RelativeTime } from '../../../components/Time.tsx';
import type { HoldState } from '../audit-search.ts';
import classes from './Evidence.module.css';
import { LogLink } from './LogLink.tsx';
import { useNames } from './use-names.ts';
import { Who } from './Who.tsx';

interface HoldTableProps {
  readonly holds: UseQueryResult<Reply<'hold.list'>>;
  /** Those of the state; undefined while they are loaded. */
  readonly shown: readonly HoldView[] | undefined;
  readonly state: HoldState;
  readonly canRelease: boolean;
  readonly onRelease: (hold: HoldView) => void;
  readonly onShowActive: () => void;
}

export function HoldTable({ holds, shown, state, ...acts }: HoldTableProps) {
  const words = useText();
  const columns = useColumns();
  const { error, refetch } = holds;
  if (shown === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={words.state.loadFailed} onRetry={retry} />;
  }
  if (shown?.length === 0) return <NoHolds state={state} onShowActive={acts.onShowActive} />;
  return (
    <DataTable label={words.audit.tabs.holds} columns={columns}>
      {shown === undefined ? (
        <LoadingRows columns={columns} rows={3} />
      ) : (
        shown.map((hold) => (
          <HoldRow
            key={hold.id}
            hold={hold}
            canRelease={acts.canRelease}
            onRelease={acts.onRelease}
          />
        ))
      )}
    </DataTable>
  );
}

function NoHolds({ state, onShowActive }: Pick<HoldTableProps, 'state' | 'onShowActive'>) {
  const text = useText().audit.holds;
  return (
    <NoRows>
      {state === 'active' ? (
        <EmptyState icon={Gavel} title={text.emptyTitle} text={text.emptyText} />
      ) : (
        <EmptyState
          icon={ListFilter}
          title={state === 'all' ? text.noneAtAll : text.noneTitle}
          action={
            <Button variant="default" onClick={onShowActive}>
              {text.showActive}
            </Button>
          }
        />
      )}
    </NoRows>
  );
}

interface HoldRowProps extends Pick<HoldTableProps, 'canRelease' | 'onRelease'> {
  readonly hold: HoldView;
}

function HoldRow({ hold, canRelease, onRelease }: HoldRowProps) {
  const text = useText().audit.holds;
  const names = useNames();
  const whose = names.subject(hold.subject);
  const actions = (
    <HoldActions hold={hold} whose={whose} canRelease={canRelease} onRelease={onRelease} />
  );
  return (
    <Table.Tr>
      <Table.Td className={classes['cell']}>
        <Text fw={550} className={classes['words']}>
          {whose}
        </Text>
        <Stack hiddenFrom="sm" gap={8} mt={6}>
          <Text size="sm" className={classes['words']}>
            {hold.reason}
          </Text>
          <Who label={text.columns.placed} id={hold.placed_by} at={hold.placed_at} />
          <State hold={hold} />
          {actions}
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <Text size="sm" lineClamp={4} className={classes['words']}>
          {hold.reason}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <Who label={text.columns.placed} id={hold.placed_by} at={hold.placed_at} />
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <State hold={hold} />
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        {actions}
      </Table.Td>
    </Table.Tr>
  );
}

function State({ hold }: { readonly hold: HoldView }) {
  const text = useText().audit;
  const names = useNames();
  const { released_at: at, released_by: by, release_reason: reason } = hold;
  if (at === null || by === null) {
    return <StatusBadge look="paused" label={text.holds.states.active} />;
  }
  return (
    <Box>
      <StatusBadge look="ended" label={text.holds.states.released} />
      <Text size="xs" c="dimmed" mt={4} className={classes['words']}>
        <RelativeTime value={at} /> {text.evidence.by(names.inSentence(by))}
        {reason !== null && `: ${reason}`}
      </Text>
    </Box>
  );
}

function HoldActions({
  hold,
  whose,
  canRelease,
  onRelease,
}: HoldRowProps & { readonly whose: string }) {
  const text = useText().audit.holds;
  return (
    <Group gap="sm" wrap="nowrap" className={classes['actions']}>
      <LogLink subject={hold.id} what={`${whose}, ${hold.reason}`} />
      {canRelease && hold.released_at === null && (
        <Button
          size="xs"
          variant="default"
          aria-label={text.releaseOf(whose)}
          onClick={() => onRelease(hold)}
        >
          {text.release}
        </Button>
      )}
    </Group>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().audit.holds;
  return [
    { label: columns.covers },
    { label: columns.reason, visibleFrom: 'sm', width: '28%' },
    { label: columns.placed, visibleFrom: 'sm', width: 150 },
    { label: columns.state, visibleFrom: 'sm', width: 200 },
    { label: columns.actions, visibleFrom: 'sm', align: 'right', isLabelHidden: true, width: 200 },
  ];
}
