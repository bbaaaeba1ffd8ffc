import { createPublicKey, verify } from 'node:crypto';
import { utf8 } from '../../../domain/audit/bytes.ts';
import type { NoteSigner } from '../../../domain/audit/signed-note.ts';
import type { SealedSecret, SealingContext } from '../../../domain/credential/envelope.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { SigningKeyVault } from '../../../ports/signing-key-vault.ts';

export interface LogName {
  readonly tenantId: TenantId;
  readonly origin: string;
  /** 0 for the key that the log was opened with; one more for each rotation. */
  readonly version: number;
}

// RFC 8410: what stands before the 32 bytes of an Ed25519 public key.
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');
const trial = utf8('monago audit signing key trial');

/** The sealed key is bound to this log and its version: another log's key does not open here. */
export function signingContext({ tenantId, origin, version }: LogName): SealingContext {
  return { purpose: 'audit_signing_key', tenantId, version, destination: origin };
}

/**
 * Opens a log's key for signing.
 * @throws MonagoError what `SigningKeyVault.open` throws, `credential_unreadable` when the stored public key is not
 * the other half: verifiers would refuse everything that is signed
 */
export async function openSigningKey(
  vault: SigningKeyVault,
  name: LogName,
  stored: { readonly publicKey: Buffer; readonly sealed: SealedSecret },
): Promise<NoteSigner> {
  const sign = await vault.open(stored.sealed, signingContext(name));
  const spki = Buffer.concat([spkiHead, stored.publicKey]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  if (!verify(null, trial, publicKey, sign(trial))) {
    throw new MonagoError('credential_unreadable', { internal: `not the key of ${name.origin}` });
  }
  return { name: name.origin, publicKey: stored.publicKey, sign };
}
