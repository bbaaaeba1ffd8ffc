import { Box, Progress, Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Eraser } from 'lucide-react';
import type { ErasureView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { asApiError } from '../../../api/api-error.ts';
import type { Reply } from '../../../api/client.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../../components/DataTable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { StatusBadge } from '../../../components/StatusBadge.tsx';
import auditClasses from '../Audit.module.css';
import classes from './Evidence.module.css';
import { LogLink } from './LogLink.tsx';
import { useNames } from './use-names.ts';
import { useScopeTime } from './use-scope-time.ts';
import { Who } from './Who.tsx';

export function ErasureTable({
  erasures,
}: {
  readonly erasures: UseQueryResult<Reply<'erasure.list'>>;
}) {
  const words = useText();
  const text = words.audit.erasures;
  const columns = useColumns();
  const { data, error, refetch } = erasures;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={words.state.loadFailed} onRetry={retry} />;
  }
  if (data?.erasures.length === 0) {
    return (
      <NoRows>
        <EmptyState icon={Eraser} title={text.emptyTitle} text={text.emptyText} />
      </NoRows>
    );
  }
  return (
    <DataTable label={words.audit.tabs.erasures} columns={columns}>
      {data === undefined ? (
        <LoadingRows columns={columns} rows={3} />
      ) : (
        data.erasures.map((erasure) => <ErasureRow key={erasure.id} erasure={erasure} />)
      )}
    </DataTable>
  );
}

function ErasureRow({ erasure }: { readonly erasure: ErasureView }) {
  const text = useText().audit;
  const names = useNames();
  const scopeTime = useScopeTime();
  const whose = names.subject(erasure.subject);
  const link = <LogLink subject={erasure.id} what={`${whose}, ${erasure.reason}`} />;
  return (
    <Table.Tr>
      <Table.Td className={classes['cell']}>
        <Text fw={550} className={classes['words']}>
          {whose}
        </Text>
        <Text size="xs" c="dimmed">
          {scopeTime(erasure)}
        </Text>
        <Stack hiddenFrom="sm" gap={8} mt={6}>
          <Why erasure={erasure} />
          <Who
            label={text.erasures.columns.asked}
            id={erasure.requested_by}
            at={erasure.requested_at}
          />
          <State erasure={erasure} whose={whose} />
          {link}
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <Why erasure={erasure} />
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <Who
          label={text.erasures.columns.asked}
          id={erasure.requested_by}
          at={erasure.requested_at}
        />
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes['cell']}>
        <State erasure={erasure} whose={whose} />
      </Table.Td>
      <Table.Td visibleFrom="sm" ta="right" className={classes['cell']} title={text.erasures.proof}>
        {link}
      </Table.Td>
    </Table.Tr>
  );
}

function Why({ erasure }: { readonly erasure: ErasureView }) {
  const text = useText().audit.erasures;
  return (
    <Box>
      <Text size="sm" lineClamp={3} className={classes['words']}>
        {erasure.reason}
      </Text>
      <Text size="xs" c="dimmed">
        {text.bases[erasure.basis]}
      </Text>
    </Box>
  );
}

function State({ erasure, whose }: { readonly erasure: ErasureView; readonly whose: string }) {
  const text = useText().audit.erasures;
  const { number } = useFormats();
  const { state, due, erased } = erasure;
  const look = ({ running: 'timed', held: 'paused', done: 'good' } as const)[state];
  return (
    <Box>
      <StatusBadge look={look} label={text.states[state]} />
      {state === 'running' && (
        <Progress
          mt={8}
          value={due === 0 ? 0 : Math.min(100, (100 * erased) / due)}
          aria-label={text.progressOf(whose)}
        />
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {state === 'done'
          ? text.progressDone(number(erased))
          : text.progress(number(erased), number(due))}
      </Text>
      {state === 'held' && (
        <Link to="/audit" search={{ tab: 'holds' }} className={auditClasses['link']}>
          {text.toHolds}
        </Link>
      )}
    </Box>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().audit.erasures;
  return [
    { label: columns.what },
    { label: columns.reason, visibleFrom: 'sm', width: '28%' },
    { label: columns.asked, visibleFrom: 'sm', width: 150 },
    { label: columns.state, visibleFrom: 'sm', width: 170 },
    { label: columns.actions, visibleFrom: 'sm', align: 'right', width: 110 },
  ];
}
