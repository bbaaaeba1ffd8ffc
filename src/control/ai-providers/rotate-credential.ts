import type { CredentialView } from '../../contract/schemas.ts';
import type { AuditedChange } from '../../domain/audit/fact-parts.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { providerKeyContext } from '../../domain/credential/envelope.ts';
import type { TypedKey } from '../../domain/credential/typed-key.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { CredentialId } from '../../domain/ids.ts';
import { authorOf, type KeyKeeper, signedBy } from '../caller.ts';
import { type AcceptedKey, withAcceptedKey } from './accept-key.ts';
import type { CredentialPorts } from './credential-ports.ts';
import { auditedCredential, credentialView } from './credential-view.ts';

export interface RotateCredential {
  readonly by: KeyKeeper;
  readonly credentialId: CredentialId;
  readonly typed: TypedKey;
  /** Undefined keeps the place of the old key, empty is the provider's own address. */
  readonly baseUrl: string | undefined;
  /** Undefined keeps that of the old key. */
  readonly region: string | undefined;
}

/**
 * Validates a new key and swaps it in. Until the swap is committed the old key serves; a failed validation keeps it. Only
 * a new key can come with a new address: the old one is bound to where it was validated.
 */
export async function rotateCredential(
  command: RotateCredential,
  use: CredentialPorts,
): Promise<CredentialView> {
  const { by, credentialId, typed } = command;
  const known = await use.unitOfWork.read(by.tenantId, (tx) => tx.credentials.byId(credentialId));
  refuseRevoked(known);
  const { provider, name } = known;
  const place = placeOf(command, known);
  return withAcceptedKey({ by, provider, name, typed, ...place }, use, (accepted) =>
    swapKey(command, accepted, use),
  );
}

function swapKey(
  { by, credentialId }: RotateCredential,
  { secret, ...accepted }: AcceptedKey,
  use: CredentialPorts,
): Promise<CredentialView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    // The provider took its time: only the locked row says what is being replaced.
    const current = await tx.credentials.byId(credentialId);
    refuseRevoked(current);
    const rotated = {
      ...current,
      ...accepted,
      version: current.version + 1,
      rotatedAt: use.clock.now(),
      rotatedBy: authorOf(by),
    };
    const sealed = await use.vault.seal(secret, providerKeyContext(rotated));
    await tx.credentials.replaceKey(credentialId, { ...rotated, sealed });
    tx.audit({
      type: 'credential.rotated',
      ...signedBy(by),
      credential: auditedCredential(rotated),
      changes: changesBetween(current, rotated),
    });
    return credentialView(rotated, tx, use.clock.now());
  });
}

function placeOf({ baseUrl, region }: RotateCredential, known: Credential) {
  if (baseUrl === undefined) return { baseUrl: known.baseUrl, region: region ?? known.region };
  return { baseUrl: baseUrl === '' ? undefined : baseUrl, region: region ?? known.region };
}

function refuseRevoked(credential: Credential): void {
  if (credential.status === 'revoked') throw new MonagoError('credential_revoked');
}

const auditedFields = [
  ['version', 'version'],
  ['last4', 'last4'],
  ['base_url', 'baseUrl'],
  ['region', 'region'],
  ['destination', 'destination'],
] as const satisfies readonly (readonly [AuditedChange['field'], keyof Credential])[];

function changesBetween(before: Credential, after: Credential): AuditedChange[] {
  return auditedFields
    .filter(([, key]) => before[key] !== after[key])
    .map(([field, key]) => ({ field, old: before[key] ?? null, new: after[key] ?? null }));
}
