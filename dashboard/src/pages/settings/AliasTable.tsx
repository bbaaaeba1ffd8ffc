import { Box, Menu, Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Pencil, Tag, Trash2 } from 'lucide-react';
import type { ModelAliasView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { providerNames } from '../../components/provider-choices.ts';
import { RowMenu } from '../../components/RowMenu.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import classes from './Settings.module.css';

type OnAction = (what: 'edit' | 'remove', alias: ModelAliasView) => void;

interface AliasTableProps {
  readonly aliases: UseQueryResult<Reply<'model_alias.list'>>;
  readonly disabledReason: string | undefined;
  readonly onAction: OnAction;
}

export function AliasTable({ aliases, disabledReason, onAction }: AliasTableProps) {
  const words = useText();
  const text = words.models.aliases;
  const columns = useColumns();
  const { data, error, refetch } = aliases;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={words.state.loadFailed} onRetry={retry} />;
  }
  if (data?.aliases.length === 0) {
    return (
      <NoRows>
        <EmptyState icon={Tag} title={text.emptyTitle} text={text.emptyText} />
      </NoRows>
    );
  }
  return (
    <Stack gap={8}>
      <DataTable label={text.title} columns={columns}>
        {data === undefined ? (
          <LoadingRows columns={columns} rows={3} />
        ) : (
          data.aliases.map((alias) => (
            <AliasRow
              key={alias.alias}
              alias={alias}
              disabledReason={disabledReason}
              onAction={onAction}
            />
          ))
        )}
      </DataTable>
      <Text size="sm" c="dimmed" mih={20} role="status">
        {data !== undefined && text.count(data.aliases.length)}
      </Text>
    </Stack>
  );
}

function AliasRow({
  alias,
  ...actions
}: Omit<AliasTableProps, 'aliases'> & { readonly alias: ModelAliasView }) {
  const text = useText().models.aliases;
  const { hides } = alias;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550} className={classes['code']}>
          {alias.alias}
        </Text>
        <Box hiddenFrom="sm" my={2}>
          <Target alias={alias} />
        </Box>
        {hides !== null && (
          <StatusBadge
            look="warned"
            label={text.hides(providerNames[hides])}
            why={text.hidesWhy(providerNames[hides])}
          />
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Target alias={alias} />
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime value={alias.changed_at} />
      </Table.Td>
      <Table.Td ta="right">
        <AliasActions alias={alias} {...actions} />
      </Table.Td>
    </Table.Tr>
  );
}

function Target({ alias }: { readonly alias: ModelAliasView }) {
  return (
    <>
      <Text size="sm" className={classes['code']}>
        {alias.model}
      </Text>
      <Text size="xs" c="dimmed">
        {providerNames[alias.provider]}
      </Text>
    </>
  );
}

function AliasActions({
  alias,
  disabledReason,
  onAction,
}: Omit<AliasTableProps, 'aliases'> & { readonly alias: ModelAliasView }) {
  const text = useText();
  return (
    <RowMenu label={text.action.actionsFor(alias.alias)} disabledReason={disabledReason}>
      <Menu.Item leftSection={<Pencil size={15} />} onClick={() => onAction('edit', alias)}>
        {text.models.aliases.edit}
      </Menu.Item>
      <Menu.Item
        c="var(--mantine-color-error)"
        leftSection={<Trash2 size={15} />}
        onClick={() => onAction('remove', alias)}
      >
        {text.models.aliases.remove}
      </Menu.Item>
    </RowMenu>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().models.aliases;
  return [
    { label: columns.alias },
    { label: columns.target, visibleFrom: 'sm', width: '46%' },
    { label: columns.changed, visibleFrom: 'sm', width: 110 },
    { label: columns.actions, align: 'right', isLabelHidden: true, width: 60 },
  ];
}
