import { Badge, Button, Group, Table, Text, UnstyledButton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { ScrollText, SearchX } from 'lucide-react';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useLanguage, useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { ExactTime } from '../../components/Time.tsx';
import classes from './Audit.module.css';
import { DecisionBadge } from './DecisionBadge.tsx';
import { describeEntry } from './describe-entry.ts';
import { useActorName } from './use-actor-name.ts';

interface AuditTableProps {
  readonly entries: UseQueryResult<Reply<'audit.list'>>;
  readonly isFiltered: boolean;
  readonly onOpen: (entry: AuditEntryView) => void;
  readonly onClearFilters: () => void;
}

export function AuditTable({ entries, isFiltered, onOpen, onClearFilters }: AuditTableProps) {
  const text = useText();
  const columns = useColumns();
  const { data, error, refetch } = entries;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={text.state.loadFailed} onRetry={retry} />;
  }
  if (data?.entries.length === 0) {
    return (
      <NoRows>
        {isFiltered ? (
          <EmptyState
            icon={SearchX}
            title={text.audit.noMatch}
            action={
              <Button variant="default" onClick={onClearFilters}>
                {text.action.clearFilters}
              </Button>
            }
          />
        ) : (
          <EmptyState icon={ScrollText} title={text.audit.emptyTitle} text={text.audit.emptyText} />
        )}
      </NoRows>
    );
  }
  return (
    <DataTable label={text.audit.title} columns={columns}>
      {data === undefined ? (
        <LoadingRows columns={columns} rows={12} />
      ) : (
        data.entries.map((entry) => <EntryRow key={entry.id} entry={entry} onOpen={onOpen} />)
      )}
    </DataTable>
  );
}

function EntryRow({
  entry,
  onOpen,
}: {
  readonly entry: AuditEntryView;
  readonly onOpen: (entry: AuditEntryView) => void;
}) {
  const { language, formats } = useLanguage();
  const words = language.text.audit;
  const actorName = useActorName();
  return (
    <Table.Tr className={classes['row']} onClick={() => onOpen(entry)}>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
        <ExactTime value={entry.time} />
      </Table.Td>
      <Table.Td>
        <Group gap={8}>
          <UnstyledButton
            className={classes['what']}
            aria-label={`${words.open(String(entry.index))}: ${describeEntry(entry, language)}`}
            onClick={(event) => {
              event.stopPropagation();
              onOpen(entry);
            }}
          >
            {describeEntry(entry, language)}
          </UnstyledButton>
          <DecisionBadge entry={entry} />
        </Group>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          <ExactTime value={entry.time} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
        {actorName(entry)}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Badge color="gray">{words.classes[entry.class]}</Badge>
      </Table.Td>
      <Table.Td visibleFrom="xs" ta="right" ff="monospace">
        {formats.number(entry.index)}
      </Table.Td>
    </Table.Tr>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().audit;
  return [
    { label: columns.time, visibleFrom: 'sm', width: 180 },
    { label: columns.what },
    { label: columns.actor, visibleFrom: 'sm', width: 130 },
    { label: columns.class, visibleFrom: 'md', width: 150 },
    { label: columns.index, visibleFrom: 'xs', align: 'right', width: 90 },
  ];
}
