import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { hexOf } from '../../domain/audit/bytes.ts';
import type { Ed25519Verify, NoteSigner } from '../../domain/audit/signed-note.ts';

// Fixed DER headers of an Ed25519 key (RFC 8410); the raw 32 bytes follow.
const spkiHeader = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex');
const cachedKeysMax = 1024;
const publicKeys = new Map<string, KeyObject>();

/** Ed25519 (RFC 8032) of Node's OpenSSL. A malformed key or signature is false, never an exception. */
export const ed25519Verify: Ed25519Verify = (publicKey, message, signature) => {
  try {
    return verify(null, message, publicKeyOf(publicKey), signature);
  } catch {
    return false;
  }
};

/** A signer for the log of this name. @param seed the 32-byte private key of RFC 8032 */
export function ed25519Signer(name: string, seed: Uint8Array): NoteSigner {
  const der = Buffer.concat([pkcs8Header, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    name,
    publicKey: new Uint8Array(spki.subarray(spkiHeader.length)),
    sign: (message) => sign(null, message, key),
  };
}

// Reading a key costs more than the verification itself.
function publicKeyOf(raw: Uint8Array): KeyObject {
  const hex = hexOf(raw);
  const known = publicKeys.get(hex);
  if (known !== undefined) return known;
  const der = Buffer.concat([spkiHeader, raw]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  if (publicKeys.size >= cachedKeysMax) publicKeys.clear();
  publicKeys.set(hex, key);
  return key;
}
