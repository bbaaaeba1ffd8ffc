import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// Not a secret: it only has to tell text that this emulator signed from text that somebody changed.
const KEY = 'emulated-thinking';
const SALT_BYTES = 16;
const MARK = Buffer.from([0x12, 0x4c, 0x0a]);

/** An opaque token that is valid for exactly this text, and differs each time. */
export function sign(text: string): string {
  const salt = randomBytes(SALT_BYTES);
  return Buffer.concat([MARK, salt, digest(text, salt)]).toString('base64');
}

export function isSigned(text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  const salt = bytes.subarray(MARK.length, MARK.length + SALT_BYTES);
  const expected = Buffer.concat([MARK, salt, digest(text, salt)]);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

function digest(text: string, salt: Buffer): Buffer {
  return createHmac('sha256', KEY).update(salt).update(text).digest();
}
