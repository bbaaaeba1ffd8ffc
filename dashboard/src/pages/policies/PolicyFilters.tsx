import { Group, Select, TextInput } from '@mantine/core';
import { ArrowDownWideNarrow, Search } from 'lucide-react';
import { useText } from '../../app/i18n/Language.tsx';
import { FilterChips } from '../../components/FilterChips.tsx';
import {
  type PolicySearch,
  policyOrders,
  policyStates,
  readPolicySearch,
  statesIn,
} from './policy-search.ts';
import { scopeName } from './scope-name.ts';

/** State, scope and name; all of it is in the address. */
export function PolicyFilters({
  search,
  scopes,
  onChange,
}: {
  readonly search: PolicySearch;
  readonly scopes: readonly string[];
  readonly onChange: (search: PolicySearch) => void;
}) {
  const text = useText().policies;
  const change = (part: Record<string, unknown>) =>
    onChange(readPolicySearch({ ...search, ...part }));
  return (
    <Group justify="space-between" gap="sm" mb="md">
      <FilterChips
        label={text.filterState}
        choices={policyStates.map((value) => ({ value, label: text.states[value] }))}
        chosen={statesIn(search.state)}
        onChange={(chosen) => change({ state: chosen.join(',') })}
      />
      <Group gap="xs" wrap="nowrap" w={{ base: '100%', sm: 'auto' }}>
        <Select
          aria-label={text.sort}
          data={policyOrders.map((value) => ({ value, label: text.orders[value] }))}
          value={search.order ?? 'name'}
          onChange={(order) => change({ order })}
          allowDeselect={false}
          leftSection={<ArrowDownWideNarrow size={15} />}
          w={{ base: '50%', sm: 180 }}
        />
        {(scopes.length > 1 || search.scope !== undefined) && (
          <Select
            aria-label={text.filterScope}
            placeholder={text.anyScope}
            data={[...new Set([...scopes, ...(search.scope ? [search.scope] : [])])].map(
              (value) => ({ value, label: scopeName(value, text) }),
            )}
            value={search.scope ?? null}
            onChange={(scope) => change({ scope })}
            clearable
            clearButtonProps={{ 'aria-label': text.anyScope }}
            w={{ base: '50%', sm: 190 }}
          />
        )}
        <TextInput
          aria-label={text.find}
          placeholder={text.find}
          leftSection={<Search size={15} />}
          value={search.find ?? ''}
          onChange={({ currentTarget }) => change({ find: currentTarget.value })}
          w={{ base: '50%', sm: 190 }}
        />
      </Group>
    </Group>
  );
}
