import { Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { call } from '../../api/client.ts';
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
import { CredentialTable } from './CredentialTable.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import { RotateDialog } from './RotateDialog.tsx';

type OpenDialog =
  | { readonly kind: 'rotate' | 'revoke'; readonly credential: CredentialView }
  | { readonly kind: 'secret'; readonly secret: HeldSecret; readonly isRotation: boolean };

export function ProvidersPage() {
  const text = useText().providers;
  const search = useSearch({ from: '/shell/providers' });
  const navigate = useNavigate({ from: '/providers' });
  const disabledReason = useDisabledReason('credential.write');
  const credentials = useQuery(queries.credentials());
  const refresh = useRefresh();
  const change = useSubmission();
  const [dialog, setDialog] = useState<OpenDialog>();

  const setAdding = (isAdding: boolean) =>
    navigate({
      search: ({ add: _, ...filter }) => (isAdding ? { ...filter, add: 'new' } : filter),
      replace: !isAdding,
    });
  const added = async (secret: HeldSecret) => {
    await setAdding(false);
    setDialog({ kind: 'secret', secret, isRotation: false });
    await refresh();
  };
  const act = (action: CredentialAction, credential: CredentialView) => {
    change.clear();
    if (action === 'rotate' || action === 'revoke') return setDialog({ kind: action, credential });
    change.run(async () => {
      await call(`credential.${action}`, { params: { id: credential.id } });
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
      <PageHeader title={text.title} intro={text.intro} action={add} />
      <Stack gap="md">
        {change.error !== undefined && <ErrorNotice error={change.error} />}
        <CredentialTable
          credentials={credentials}
          search={search}
          disabledReason={disabledReason}
          onAction={act}
          emptyAction={add}
        />
      </Stack>
      {search.add !== undefined && disabledReason === undefined && (
        <AddProviderDialog onAdded={added} onClose={() => void setAdding(false)} />
      )}
      {dialog?.kind === 'rotate' && (
        <RotateDialog
          credential={dialog.credential}
          onRotated={async (secret) => {
            setDialog({ kind: 'secret', secret, isRotation: true });
            await refresh();
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'revoke' && (
        <RevokeDialog
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
          isRotation={dialog.isRotation}
          onClose={close}
        />
      )}
    </>
  );
}

function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.credentials().queryKey }),
      queryClient.invalidateQueries({ queryKey: ['audit'] }),
    ]);
  };
}
