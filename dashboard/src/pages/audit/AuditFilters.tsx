import { Group, Select } from '@mantine/core';
import type { AuditClass } from '../../../../src/domain/audit/fact.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { FilterChips } from '../../components/FilterChips.tsx';
import { type AuditSearch, auditClasses, isAuditFactType, typesOf } from './audit-search.ts';

/** Class and event; a change goes back to the newest page. */
export function AuditFilters({
  search,
  onChange,
}: {
  readonly search: AuditSearch;
  readonly onChange: (search: AuditSearch) => void;
}) {
  const text = useText().audit;
  // The server filters by one class, so choosing another replaces the first.
  const chooseClass = (chosen: readonly AuditClass[]) => {
    const className = chosen.at(-1);
    onChange(className === undefined ? {} : { class: className });
  };
  const chooseType = (type: string | null) => {
    const kept = search.class === undefined ? {} : { class: search.class };
    onChange(isAuditFactType(type) ? { ...kept, type } : kept);
  };
  return (
    <Group justify="space-between" gap="sm">
      <FilterChips
        label={text.filterClass}
        choices={auditClasses.map((value) => ({ value, label: text.classes[value] }))}
        chosen={search.class === undefined ? [] : [search.class]}
        onChange={chooseClass}
      />
      <Select
        aria-label={text.filterType}
        placeholder={text.anyType}
        data={typesOf(search.class).map((type) => ({ value: type, label: text.types[type] }))}
        value={search.type ?? null}
        onChange={chooseType}
        clearable
        clearButtonProps={{ 'aria-label': text.anyType }}
        w={{ base: '100%', sm: 240 }}
      />
    </Group>
  );
}
