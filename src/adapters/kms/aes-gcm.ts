import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-256-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag. */
const algorithm = 'aes-256-gcm';
export const keyBytes = 32;
export const nonceBytes = 12;
export const tagBytes = 16;

export interface Encrypted {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

export interface GcmKey {
  readonly key: Buffer;
  readonly aad: Buffer;
}

/** @param nonce fresh for every call under one key */
export function encrypt(plaintext: Buffer, { key, aad }: GcmKey, nonce: Buffer): Encrypted {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { nonce, ciphertext, tag: cipher.getAuthTag() };
}

/** Undefined when anything does not fit: key, nonce, ciphertext, tag or additional data. */
export function decrypt(encrypted: Encrypted, { key, aad }: GcmKey): Buffer | undefined {
  if (encrypted.nonce.length !== nonceBytes || encrypted.tag.length !== tagBytes) return undefined;
  const decipher = createDecipheriv(algorithm, key, encrypted.nonce, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(encrypted.tag);
  // In GCM the plaintext appears before the tag is checked: what fails the check must not stay in memory.
  const plaintext = decipher.update(encrypted.ciphertext);
  try {
    decipher.final();
    return plaintext;
  } catch {
    plaintext.fill(0);
    return undefined;
  }
}
