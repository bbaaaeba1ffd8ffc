import { Menu, Stack, Table, Text } from '@mantine/core';
import { type LucideIcon, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../../app/i18n/Language.tsx';
import { type Column, DataTable, NoRows } from '../../../components/DataTable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowMenu } from '../../../components/RowMenu.tsx';
import classes from '../Settings.module.css';

interface NamedRowsProps<Row extends { readonly name: string }> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** Between name and actions. */
  readonly columns: readonly Column[];
  readonly cells: (row: Row) => readonly ReactNode[];
  readonly text: {
    readonly edit: string;
    readonly remove: string;
    readonly emptyTitle: string;
    readonly emptyText: string;
    readonly columns: { readonly name: string; readonly actions: string };
  };
  readonly icon: LucideIcon;
  readonly disabledReason: string | undefined;
  readonly onAction: (what: 'edit' | 'remove', row: Row) => void;
}

/** What a tenant has under names of its own, each of which can be changed and removed. */
export function NamedRows<Row extends { readonly name: string }>(props: NamedRowsProps<Row>) {
  const { text, rows } = props;
  const words = useText().action;
  if (rows.length === 0) {
    return (
      <NoRows>
        <EmptyState icon={props.icon} title={text.emptyTitle} text={text.emptyText} />
      </NoRows>
    );
  }
  const columns: readonly Column[] = [
    { label: text.columns.name },
    ...props.columns,
    { label: text.columns.actions, align: 'right', isLabelHidden: true, width: 60 },
  ];
  return (
    <DataTable label={props.label} columns={columns}>
      {rows.map((row) => (
        <Table.Tr key={row.name}>
          <Table.Td>
            <Text fw={550} className={classes['code']}>
              {row.name}
            </Text>
            <Stack gap={2} hiddenFrom="sm" fz="sm">
              {props.cells(row)}
            </Stack>
          </Table.Td>
          {props.cells(row).map((cell, at) => (
            <Table.Td key={props.columns[at]?.label} visibleFrom="sm">
              {cell}
            </Table.Td>
          ))}
          <Table.Td ta="right">
            <RowMenu label={words.actionsFor(row.name)} disabledReason={props.disabledReason}>
              <Menu.Item
                leftSection={<Pencil size={15} />}
                onClick={() => props.onAction('edit', row)}
              >
                {text.edit}
              </Menu.Item>
              <Menu.Item
                c="var(--mantine-color-error)"
                leftSection={<Trash2 size={15} />}
                onClick={() => props.onAction('remove', row)}
              >
                {text.remove}
              </Menu.Item>
            </RowMenu>
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}
