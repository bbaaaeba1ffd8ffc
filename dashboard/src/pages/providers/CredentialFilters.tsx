import { Divider, Group } from '@mantine/core';
import { credentialStatuses, providers } from '../../../../src/domain/credential/credential.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { FilterChips } from '../../components/FilterChips.tsx';
import { providerNames } from '../../components/provider-choices.ts';
import { type ProviderFilter, type ProviderSearch, searchOf } from './provider-search.ts';

/** Chips for provider and status; what is chosen is in the address. */
export function CredentialFilters({
  filter,
  onSearch,
}: {
  readonly filter: ProviderFilter;
  readonly onSearch: (search: ProviderSearch) => void;
}) {
  const text = useText().providers;
  const apply = (part: Partial<ProviderFilter>) => onSearch(searchOf({ ...filter, ...part }));
  return (
    <Group gap="sm">
      <FilterChips
        label={text.filterProvider}
        choices={providers.map((value) => ({ value, label: providerNames[value] }))}
        chosen={filter.providers}
        onChange={(chosen) => apply({ providers: chosen })}
      />
      <Divider orientation="vertical" visibleFrom="xs" />
      <FilterChips
        label={text.filterStatus}
        choices={credentialStatuses.map((value) => ({ value, label: text.status[value] }))}
        chosen={filter.statuses}
        onChange={(chosen) => apply({ statuses: chosen })}
      />
    </Group>
  );
}
