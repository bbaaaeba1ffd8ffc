import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A fake's own AES-256-GCM: a key, a plaintext and what it is bound to. */
export function sealBox(key: Buffer, plaintext: Buffer, boundTo: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(boundTo);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when something does not fit. */
export function openBox(key: Buffer, box: Buffer, boundTo: Buffer): Buffer | undefined {
  if (box.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
  decipher.setAAD(boundTo);
  decipher.setAuthTag(box.subarray(-16));
  try {
    return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}
