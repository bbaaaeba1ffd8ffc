import { useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '../../app/i18n/Language.tsx';
import { CredentialsView } from './CredentialsView.tsx';
import { tenantCredentials } from './credential-scope.ts';

/** The tenant's own provider keys. */
export function ProvidersPage() {
  const search = useSearch({ from: '/shell/providers' });
  const navigate = useNavigate({ from: '/providers' });
  return (
    <CredentialsView
      scope={tenantCredentials}
      words={useText().providers}
      search={search}
      onSearch={(next, { replace }) => navigate({ search: next, replace })}
    />
  );
}
