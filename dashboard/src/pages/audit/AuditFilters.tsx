import { CloseButton, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { may } from '../../../../src/domain/access/role.ts';
import type { AuditClass } from '../../../../src/domain/audit/fact.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { FilterChips } from '../../components/FilterChips.tsx';
import classes from './Audit.module.css';
import {
  type AuditSearch,
  auditClasses,
  auditDecisions,
  type AuditFilters as Filters,
  isAuditFactType,
  isDecision,
  searchFor,
  typesOf,
} from './audit-search.ts';
import { FilterTags } from './FilterTags.tsx';
import { TimeRange } from './TimeRange.tsx';
import { useActors } from './use-actors.ts';

interface AuditFiltersProps {
  readonly filters: Filters;
  /** A change of the filters goes to the newest page. */
  readonly onChange: (filters: Filters) => void;
  /** Opens what a pasted id stands for. */
  readonly onFind: (found: AuditSearch) => void;
}

/** All of them are in the address, so that what somebody sees can be shared. */
export function AuditFilters({ filters, onChange, onFind }: AuditFiltersProps) {
  const text = useText().audit;
  // The server filters by one class, so choosing another replaces the first.
  const chooseClass = (chosen: readonly AuditClass[]) => {
    const { type: _, class: __, ...kept } = filters;
    const className = chosen.at(-1);
    onChange(className === undefined ? kept : { ...kept, class: className });
  };
  return (
    <section aria-label={text.filters}>
      <div className={classes['filters']}>
        <IdSearch onFind={onFind} />
        <TimeRange filters={filters} onChange={onChange} />
        <EventSelect filters={filters} onChange={onChange} />
        <DecisionSelect filters={filters} onChange={onChange} />
        <ActorSelect filters={filters} onChange={onChange} />
        <WorkspaceSelect filters={filters} onChange={onChange} />
      </div>
      <Group gap="sm" mt="sm">
        <FilterChips
          label={text.filterClass}
          choices={auditClasses.map((value) => ({ value, label: text.classes[value] }))}
          chosen={filters.class === undefined ? [] : [filters.class]}
          onChange={chooseClass}
        />
        <FilterTags filters={filters} onChange={onChange} />
      </Group>
    </section>
  );
}

/** Takes the id of anything that entries speak of. */
function IdSearch({ onFind }: Pick<AuditFiltersProps, 'onFind'>) {
  const text = useText().audit.search;
  const [typed, setTyped] = useState('');
  const [isUnknown, setUnknown] = useState(false);
  const find = () => {
    if (typed.trim() === '') return;
    const found = searchFor(typed);
    setUnknown(found === undefined);
    if (found === undefined) return;
    setTyped('');
    onFind(found);
  };
  const findOnEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter') find();
  };
  return (
    <TextInput
      className={classes['search']}
      type="search"
      aria-label={text.label}
      placeholder={text.placeholder}
      leftSection={<Search size={15} aria-hidden />}
      rightSection={
        typed !== '' && (
          <CloseButton size="sm" aria-label={text.clear} onClick={() => setTyped('')} />
        )
      }
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        setUnknown(false);
      }}
      onKeyDown={findOnEnter}
      error={isUnknown ? text.unknown : undefined}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

type SelectProps = Pick<AuditFiltersProps, 'filters' | 'onChange'>;

function EventSelect({ filters, onChange }: SelectProps) {
  const text = useText().audit;
  const { type: _, ...kept } = filters;
  return (
    <Select
      aria-label={text.filterType}
      placeholder={text.anyType}
      data={typesOf(filters.class).map((type) => ({ value: type, label: text.types[type] }))}
      value={filters.type ?? null}
      onChange={(type) => onChange(isAuditFactType(type) ? { ...kept, type } : kept)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text.anyType }}
    />
  );
}

function DecisionSelect({ filters, onChange }: SelectProps) {
  const text = useText().audit;
  const { decision: _, ...kept } = filters;
  return (
    <Select
      aria-label={text.filterDecision}
      placeholder={text.anyDecision}
      data={auditDecisions.map((value) => ({ value, label: text.decisions[value] }))}
      value={filters.decision ?? null}
      onChange={(decision) => onChange(isDecision(decision) ? { ...kept, decision } : kept)}
      clearable
      clearButtonProps={{ 'aria-label': text.anyDecision }}
    />
  );
}

function ActorSelect({ filters, onChange }: SelectProps) {
  const text = useText().audit;
  const { actor: _, ...kept } = filters;
  const actors = useActors();
  return (
    <Select
      aria-label={text.filterActor}
      placeholder={text.anyActor}
      data={actors.filter(({ items }) => items.length > 0)}
      value={filters.actor ?? null}
      onChange={(actor) => onChange(actor === null ? kept : { ...kept, actor })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text.anyActor }}
    />
  );
}

function WorkspaceSelect({ filters, onChange }: SelectProps) {
  const text = useText().audit;
  const { workspace: _, ...kept } = filters;
  const canRead = may(useSession().user.role, 'workspace.read');
  const asked = useQuery({ ...queries.workspaces(), enabled: canRead });
  const workspaces = asked.data?.workspaces ?? [];
  // A single one is no choice.
  if (workspaces.length < 2) return null;
  return (
    <Select
      aria-label={text.filterWorkspace}
      placeholder={text.anyWorkspace}
      data={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
      value={filters.workspace ?? null}
      onChange={(workspace) => onChange(workspace === null ? kept : { ...kept, workspace })}
      clearable
      clearButtonProps={{ 'aria-label': text.anyWorkspace }}
    />
  );
}
