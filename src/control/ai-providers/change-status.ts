import type { CredentialView } from '../../contract/schemas.ts';
import type { CredentialFact } from '../../domain/audit/fact.ts';
import type { Credential, CredentialStatus } from '../../domain/credential/credential.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { CredentialId } from '../../domain/ids.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import { type KeyKeeper, signedBy } from '../caller.ts';
import { auditedCredential, credentialView } from './credential-view.ts';

export interface NameCredential {
  readonly by: KeyKeeper;
  readonly credentialId: CredentialId;
}

/** The credential, its row locked. @throws MonagoError `credential_not_found` | `credential_revoked` */
export async function changeableCredential(
  { credentialId }: NameCredential,
  tx: TenantTransaction,
): Promise<Credential> {
  const credential = await tx.credentials.byId(credentialId);
  if (credential.status === 'revoked') throw new MonagoError('credential_revoked');
  return credential;
}

export interface StatusChange {
  readonly by: KeyKeeper;
  readonly credential: Credential;
  readonly status: CredentialStatus;
  readonly type: CredentialFact['type'];
  readonly confirm?: 'typed_name';
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Moves a locked credential to another status and records it. A credential that is there already is left alone. */
export async function changeStatus(
  change: StatusChange,
  tx: TenantTransaction,
): Promise<CredentialView> {
  const { by, credential, status, type, confirm, now } = change;
  const changed: Credential = { ...credential, status };
  if (credential.status !== status) {
    await tx.credentials.setStatus(credential.id, status);
    tx.audit({
      type,
      ...signedBy(by),
      credential: auditedCredential(changed),
      changes: [{ field: 'status', old: credential.status, new: status }],
      ...(confirm === undefined ? {} : { confirm }),
    });
  }
  return credentialView(changed, tx, now);
}
