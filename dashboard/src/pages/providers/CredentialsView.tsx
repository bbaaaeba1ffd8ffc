import { Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { queries } from '../../api/queries.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import type { HeldSecret } from '../../components/held-secret.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { AddProviderDialog } from './AddProviderDialog.tsx';
import type { CredentialAction } from './CredentialActions.tsx';
import { CredentialSecretDialog } from './CredentialSecretDialog.tsx';
import { CredentialTable, type CredentialWords } from './CredentialTable.tsx';
import type { CredentialScope } from './credential-scope.ts';
import type { KeyPart } from './key-parts.ts';
import { filterOf, type ProviderSearch, searchOf } from './provider-search.ts';
import { RevokeDialog } from './RevokeDialog.tsx';
import { RotateDialog } from './RotateDialog.tsx';

/** Last use and last error change without anybody's doing here; the old key's end is waited for. */
const refreshMs = 5_000;
const oldKeyRefreshMs = 2_000;

type OpenDialog =
  | { readonly kind: 'rotate' | 'revoke'; readonly credential: CredentialView }
  | {
      readonly kind: 'secret';
      readonly secret: HeldSecret<KeyPart>;
      readonly credential: CredentialView;
    };

interface CredentialsViewProps {
  readonly scope: CredentialScope;
  readonly words: CredentialWords;
  readonly search: ProviderSearch;
  /** Where the change is no more than another filter it replaces the address, so that Back leaves the page. */
  readonly onSearch: (search: ProviderSearch, how: { readonly replace: boolean }) => Promise<void>;
}

/** The credentials of a tenant or of the platform, and everything that can be done with them. */
export function CredentialsView({ scope, words, search, onSearch }: CredentialsViewProps) {
  const text = useText().providers;
  const disabledReason = useDisabledReason(scope.write);
  const credentials = useQuery({
    ...queries.credentials(scope.whose),
    refetchInterval: ({ state }) =>
      state.data?.credentials.some(isWaitingForOldKey) ? oldKeyRefreshMs : refreshMs,
  });
  const refresh = useRefresh(scope);
  const change = useSubmission();
  const [dialog, setDialog] = useState<OpenDialog>();

  const filter = searchOf(filterOf(search));
  const setAdding = (isAdding: boolean) =>
    onSearch(isAdding ? { ...filter, add: 'new' } : filter, { replace: !isAdding });
  const showOnce = async (secret: HeldSecret<KeyPart>, credential: CredentialView) => {
    setDialog({ kind: 'secret', secret, credential });
    await refresh();
  };
  const act = (action: CredentialAction, credential: CredentialView) => {
    change.clear();
    if (action === 'rotate' || action === 'revoke') return setDialog({ kind: action, credential });
    change.run(async () => {
      await scope[action](credential.id);
      await refresh();
    });
  };
  const close = () => setDialog(undefined);
  const add = (
    <GuardedButton
      leftSection={<Plus size={17} />}
      disabledReason={disabledReason}
      onClick={() => void setAdding(true)}
    >
      {text.add}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader title={words.title} intro={words.intro} action={add} />
      <Stack gap="md">
        {change.error !== undefined && <ErrorNotice error={change.error} />}
        <CredentialTable
          credentials={credentials}
          words={words}
          search={search}
          onSearch={(next) => void onSearch(next, { replace: true })}
          disabledReason={disabledReason}
          onAction={act}
          emptyAction={add}
        />
      </Stack>
      {search.add !== undefined && disabledReason === undefined && (
        <AddProviderDialog
          scope={scope}
          onAdded={async (secret, credential) => {
            // The key's dialog holds on to the page, so the address has to change before.
            await setAdding(false);
            await showOnce(secret, credential);
          }}
          onClose={() => void setAdding(false)}
        />
      )}
      {dialog?.kind === 'rotate' && (
        <RotateDialog
          scope={scope}
          credential={dialog.credential}
          onRotated={showOnce}
          onClose={close}
        />
      )}
      {dialog?.kind === 'revoke' && (
        <RevokeDialog
          scope={scope}
          credential={dialog.credential}
          onRevoked={async () => {
            await refresh();
            close();
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'secret' && (
        <CredentialSecretDialog
          secret={dialog.secret}
          credential={dialog.credential}
          onClose={close}
        />
      )}
    </>
  );
}

function isWaitingForOldKey({ old_key_in_use, status }: CredentialView): boolean {
  return old_key_in_use && status !== 'revoked';
}

function useRefresh({ whose }: CredentialScope): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.credentials(whose).queryKey }),
      queryClient.invalidateQueries({ queryKey: ['audit'] }),
    ]);
  };
}
