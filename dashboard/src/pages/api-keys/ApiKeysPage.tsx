import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { TokenView } from '../../../../src/contract/schemas.ts';
import { call } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { type CreatedKey, CreateKeyDialog } from './CreateKeyDialog.tsx';
import { KeySecretDialog } from './KeySecretDialog.tsx';
import { KeyTable } from './KeyTable.tsx';

export function ApiKeysPage() {
  const text = useText().apiKeys;
  const { create } = useSearch({ from: '/shell/api-keys' });
  const navigate = useNavigate({ from: '/api-keys' });
  const disabledReason = useDisabledReason('token.write');
  const tokens = useQuery(queries.tokens());
  const workspaces = useQuery(queries.workspaces());
  const refresh = useRefresh();
  const [issued, setIssued] = useState<CreatedKey>();
  const [revoked, setRevoked] = useState<TokenView>();

  const setCreating = (isCreating: boolean) =>
    navigate({ search: isCreating ? { create: 'new' } : {}, replace: !isCreating });
  const created = async (key: CreatedKey) => {
    await setCreating(false);
    setIssued(key);
    await refresh();
  };
  const add = (
    <GuardedButton
      leftSection={<Plus size={17} />}
      disabledReason={disabledReason}
      onClick={() => void setCreating(true)}
    >
      {text.create}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader title={text.title} intro={text.intro} action={add} />
      <KeyTable
        tokens={tokens}
        workspaces={workspaces.data?.workspaces ?? []}
        disabledReason={disabledReason}
        onRevoke={setRevoked}
        emptyAction={add}
      />
      {create !== undefined && disabledReason === undefined && workspaces.data !== undefined && (
        <CreateKeyDialog
          workspaces={workspaces.data.workspaces}
          onCreated={created}
          onClose={() => void setCreating(false)}
        />
      )}
      {issued !== undefined && (
        <KeySecretDialog issued={issued} onClose={() => setIssued(undefined)} />
      )}
      {revoked !== undefined && (
        <RevokeKeyDialog
          token={revoked}
          onRevoked={refresh}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </>
  );
}

function RevokeKeyDialog({
  token,
  onRevoked,
  onClose,
}: {
  readonly token: TokenView;
  readonly onRevoked: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().apiKeys;
  const revoking = useSubmission();
  const revoke = () =>
    revoking.run(async () => {
      await call('token.revoke', { params: { id: token.id } });
      await onRevoked();
      onClose();
    });
  return (
    <ConfirmDialog
      title={text.revokeTitle(token.name)}
      consequence={text.revokeText}
      confirm={text.revokeSubmit}
      isPending={revoking.isPending}
      error={revoking.error}
      onConfirm={revoke}
      onClose={onClose}
    />
  );
}

function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.tokens().queryKey }),
      queryClient.invalidateQueries({ queryKey: ['audit'] }),
    ]);
  };
}
