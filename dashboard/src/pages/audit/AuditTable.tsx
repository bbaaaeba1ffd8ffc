import { Badge, Button, Group, Table, Text, UnstyledButton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { ScrollText, SearchX } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useFormats, useLanguage, useText } from '../../app/i18n/Language.tsx';
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
  readonly onOpen: (id: string) => void;
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
    const lookedTo = data.complete ? null : data.next_before;
    return <Nothing isFiltered={isFiltered} lookedTo={lookedTo} onClearFilters={onClearFilters} />;
  }
  return (
    <EntryKeys>
      <DataTable label={text.audit.title} columns={columns}>
        {data === undefined ? (
          <LoadingRows columns={columns} rows={12} />
        ) : (
          data.entries.map((entry) => <EntryRow key={entry.id} entry={entry} onOpen={onOpen} />)
        )}
      </DataTable>
    </EntryKeys>
  );
}

function Nothing({
  isFiltered,
  lookedTo,
  onClearFilters,
}: Pick<AuditTableProps, 'isFiltered' | 'onClearFilters'> & {
  /** Where the search stopped; null where it saw everything. */
  readonly lookedTo: number | null;
}) {
  const text = useText();
  const { number } = useFormats();
  const clear = (
    <Button variant="default" onClick={onClearFilters}>
      {text.action.clearFilters}
    </Button>
  );
  return (
    <NoRows>
      {isFiltered ? (
        <EmptyState
          icon={SearchX}
          title={lookedTo === null ? text.audit.noMatch : text.audit.noMatchYet(number(lookedTo))}
          {...(lookedTo === null ? {} : { text: text.audit.noMatchYetText })}
          action={clear}
        />
      ) : (
        <EmptyState icon={ScrollText} title={text.audit.emptyTitle} text={text.audit.emptyText} />
      )}
    </NoRows>
  );
}

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** While the focus is in the list, j and k or the arrows move it from entry to entry; Enter opens (WCAG 2.1.4). */
function EntryKeys({ children }: { readonly children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
    const focused = document.activeElement;
    const at = focused instanceof HTMLElement ? buttons.indexOf(focused) : -1;
    const next = buttons[at === -1 ? 0 : at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only moves the focus between the buttons within
    <div ref={list} onKeyDown={move}>
      {children}
    </div>
  );
}

function EntryRow({
  entry,
  onOpen,
}: {
  readonly entry: AuditEntryView;
  readonly onOpen: (id: string) => void;
}) {
  const { language, formats } = useLanguage();
  const words = language.text.audit;
  const actorName = useActorName();
  return (
    <Table.Tr className={classes['row']} onClick={() => onOpen(entry.id)}>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
        <ExactTime value={entry.time} />
      </Table.Td>
      <Table.Td>
        <Group gap={8}>
          <UnstyledButton
            data-entry
            className={classes['what']}
            aria-label={`${words.open(String(entry.index))}: ${describeEntry(entry, language)}`}
            onClick={(event) => {
              event.stopPropagation();
              onOpen(entry.id);
            }}
          >
            {describeEntry(entry, language)}
          </UnstyledButton>
          <DecisionBadge entry={entry} />
        </Group>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          <ExactTime value={entry.time} /> · {actorName(entry)}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
        {actorName(entry)}
      </Table.Td>
      <Table.Td visibleFrom="lg">
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
    { label: columns.time, visibleFrom: 'sm', width: 210 },
    { label: columns.what },
    { label: columns.actor, visibleFrom: 'sm', width: 130 },
    { label: columns.class, visibleFrom: 'lg', width: 165 },
    { label: columns.index, visibleFrom: 'xs', align: 'right', width: 80 },
  ];
}
