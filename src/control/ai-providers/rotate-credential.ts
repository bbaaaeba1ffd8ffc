import type { CredentialView } from '../../contract/schemas.ts';
import type { AuditedChange } from '../../domain/audit/fact.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { providerKeyContext } from '../../domain/credential/envelope.ts';
import type { ProviderKey } from '../../domain/credential/provider-key.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { CredentialId } from '../../domain/ids.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { acceptKey } from './accept-key.ts';
import { auditedCredential, credentialView } from './credential-view.ts';

export interface RotateCredential {
  readonly by: Caller;
  readonly credentialId: CredentialId;
  readonly key: ProviderKey;
}

/** Validates a new key and swaps it in. Until the swap is committed the old key serves; a failed validation keeps it. */
export async function rotateCredential(
  command: RotateCredential,
  use: Control,
): Promise<CredentialView> {
  const { by, credentialId, key } = command;
  const known = await use.unitOfWork.read(by.tenantId, (tx) => tx.credentials.byId(credentialId));
  refuseRevoked(known);
  const { provider, name, baseUrl } = known;
  const accepted = await acceptKey({ by, provider, name, baseUrl, key }, use);
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    // The provider took its time: only the locked row says what is being replaced.
    const current = await tx.credentials.byId(credentialId);
    refuseRevoked(current);
    const rotated = {
      ...current,
      version: current.version + 1,
      last4: accepted.last4,
      destination: accepted.destination,
      rotatedAt: use.clock.now(),
      rotatedBy: by.userId,
    };
    const sealed = await use.vault.seal(accepted.secret, providerKeyContext(rotated));
    await tx.credentials.replaceKey(credentialId, { ...rotated, sealed });
    tx.audit({
      type: 'credential.rotated',
      ...signedBy(by),
      credential: auditedCredential(rotated),
      changes: changesBetween(current, rotated),
    });
    return credentialView(rotated, await tx.credentials.list());
  });
}

function refuseRevoked(credential: Credential): void {
  if (credential.status === 'revoked') throw new MonagoError('credential_revoked');
}

function changesBetween(before: Credential, after: Credential): AuditedChange[] {
  const fields = ['version', 'last4', 'destination'] as const;
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, old: before[field], new: after[field] }));
}
