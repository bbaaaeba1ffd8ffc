import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { isEqual } from '../../../domain/audit/bytes.ts';
import type { NoteSigner } from '../../../domain/audit/signed-note.ts';
import type { SealedSecret, SealingContext } from '../../../domain/credential/envelope.ts';
import { Secret } from '../../../domain/credential/secret.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { KeyVault } from '../../../ports/key-vault.ts';

const keyBytes = 32;
// RFC 8410: everything of a PKCS #8 Ed25519 key before the 32 bytes of the key itself.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

interface LogName {
  readonly tenantId: TenantId;
  readonly origin: string;
}

/** The data key of the envelope is bound to this log; another log's key does not open here. */
function contextOf({ tenantId, origin }: LogName): SealingContext {
  return { purpose: 'audit_signing_key', tenantId, version: 0, destination: origin };
}

/** A new Ed25519 key, which exists in the clear only while it is being sealed. */
export async function createSigningKey(
  vault: KeyVault,
  name: LogName,
): Promise<{ readonly publicKey: Buffer; readonly sealed: SealedSecret }> {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-keyBytes);
  const encoded = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  const secret = new Secret(encoded.subarray(-keyBytes));
  try {
    return { publicKey, sealed: await vault.seal(secret, contextOf(name)) };
  } finally {
    secret.wipe();
  }
}

/**
 * Opens a log's key for signing. Only the KeyObject stays in memory; the raw bytes are wiped.
 * @throws MonagoError what `KeyVault.open` throws, `credential_unreadable` when it is not the key of `publicKey`
 */
export async function openSigningKey(
  vault: KeyVault,
  name: LogName,
  stored: { readonly publicKey: Buffer; readonly sealed: SealedSecret },
): Promise<NoteSigner> {
  const secret = await vault.open(stored.sealed, contextOf(name));
  const encoded = Buffer.concat([pkcs8Prefix, secret.reveal()]);
  secret.wipe();
  const key = createPrivateKey({ key: encoded, format: 'der', type: 'pkcs8' });
  encoded.fill(0);
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  if (!isEqual(spki.subarray(-keyBytes), stored.publicKey)) {
    throw new MonagoError('credential_unreadable', { internal: `not the key of ${name.origin}` });
  }
  return {
    name: name.origin,
    publicKey: stored.publicKey,
    sign: (message) => sign(null, message, key),
  };
}
