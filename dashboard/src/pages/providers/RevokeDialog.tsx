import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CredentialView } from '../../../../src/contract/schemas.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import type { CredentialScope } from './credential-scope.ts';

/** Asks for the credential's name, typed exactly. */
export function RevokeDialog({
  scope,
  credential,
  onRevoked,
  onClose,
}: {
  readonly scope: CredentialScope;
  readonly credential: CredentialView;
  readonly onRevoked: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().providers;
  const revoking = useSubmission();
  const [typed, setTyped] = useState('');
  const isNamed = typed === credential.name;
  const isNearMiss = !isNamed && typed.toLowerCase() === credential.name.toLowerCase();
  const revoke = () =>
    revoking.run(async () => {
      await scope.revoke(credential.id, typed);
      await onRevoked();
    });
  return (
    <ConfirmDialog
      title={text.revokeTitle(credential.name)}
      consequence={text.revokeText}
      confirm={text.revoke}
      canConfirm={isNamed}
      isPending={revoking.isPending}
      error={revoking.error}
      onConfirm={revoke}
      onClose={onClose}
    >
      <TextInput
        label={text.revokeConfirm(credential.name)}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isNearMiss ? text.revokeMismatch : undefined}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </ConfirmDialog>
  );
}
