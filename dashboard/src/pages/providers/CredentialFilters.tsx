import { Divider, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { credentialStatuses, providers } from '../../../../src/domain/credential/credential.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { FilterChips } from '../../components/FilterChips.tsx';
import { providerChoices, providerNames } from '../../components/provider-choices.ts';
import { type ProviderFilter, searchOf } from './provider-search.ts';

/** Chips for provider and status; what is chosen is in the address. */
export function CredentialFilters({
  filter,
  credentials,
}: {
  readonly filter: ProviderFilter;
  readonly credentials: readonly CredentialView[];
}) {
  const text = useText().providers;
  const navigate = useNavigate({ from: '/providers' });
  const apply = (part: Partial<ProviderFilter>) =>
    void navigate({ search: searchOf({ ...filter, ...part }), replace: true });
  const known = providers.filter(
    (provider) =>
      providerChoices.some((choice) => choice.provider === provider) ||
      filter.providers.includes(provider) ||
      credentials.some((credential) => credential.provider === provider),
  );
  return (
    <Group gap="sm">
      <FilterChips
        label={text.filterProvider}
        choices={known.map((value) => ({ value, label: providerNames[value] }))}
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
