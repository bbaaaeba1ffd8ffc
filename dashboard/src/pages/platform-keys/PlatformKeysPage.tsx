import { useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '../../app/i18n/Language.tsx';
import { CredentialsView } from '../providers/CredentialsView.tsx';
import { platformCredentials } from '../providers/credential-scope.ts';

/** The platform's fallback default keys, for its operator. */
export function PlatformKeysPage() {
  const search = useSearch({ from: '/shell/platform-keys' });
  const navigate = useNavigate({ from: '/platform-keys' });
  return (
    <CredentialsView
      scope={platformCredentials}
      words={useText().platform.keys}
      search={search}
      onSearch={(next, { replace }) => navigate({ search: next, replace })}
    />
  );
}
