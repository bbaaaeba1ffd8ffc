import { Box, Skeleton, Table, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../app/i18n/Language.tsx';
import classes from './DataTable.module.css';

export interface Column {
  readonly label: string;
  /** Left out below this width; the row's details still hold it. */
  readonly visibleFrom?: 'xs' | 'sm' | 'md' | 'lg';
  readonly align?: 'right';
  readonly isLabelHidden?: boolean;
  readonly width?: number | string;
}

/** A table's frame: heading row and a sideways scroll of its own where the window is too narrow. */
export function DataTable({
  label,
  columns,
  children,
  minWidth,
  isLastPinned = false,
}: {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly children: ReactNode;
  readonly minWidth?: number;
  /** Keeps the last column, with what can be done, in sight while the others scroll. */
  readonly isLastPinned?: boolean;
}) {
  return (
    <Box className={classes['frame']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={classes['scroll']} aria-label={label} tabIndex={0}>
        <Table
          className={classes['table']}
          data-last-pinned={isLastPinned || undefined}
          highlightOnHover
          {...(minWidth === undefined ? {} : { miw: minWidth })}
        >
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th
                  key={column.label}
                  ta={column.align ?? 'left'}
                  {...shownFrom(column)}
                  {...(column.width === undefined ? {} : { w: column.width })}
                  scope="col"
                >
                  {column.isLabelHidden === true ? (
                    <VisuallyHidden>{column.label}</VisuallyHidden>
                  ) : (
                    column.label
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </section>
    </Box>
  );
}

function shownFrom({ visibleFrom }: Column): Pick<Column, 'visibleFrom'> {
  return visibleFrom === undefined ? {} : { visibleFrom };
}

/** As high as the rows that are coming, so that nothing jumps. */
export function LoadingRows({
  columns,
  rows,
}: {
  readonly columns: readonly Column[];
  readonly rows: number;
}) {
  const text = useText().app;
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
    <Table.Tr key={row}>
      {columns.map((column, at) => (
        <Table.Td key={column.label} {...shownFrom(column)}>
          {row === 0 && at === 0 && <VisuallyHidden role="status">{text.loading}</VisuallyHidden>}
          <Skeleton height={12} my={7} width={at === 0 ? '70%' : '45%'} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}

/** The place of the rows when there are none. */
export function NoRows({ children }: { readonly children: ReactNode }) {
  return <Box className={classes['frame']}>{children}</Box>;
}
