import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Letters and digits only, as in provider ids; the small modulo bias does not matter here. */
export function randomText(length: number): string {
  let text = '';
  for (const byte of randomBytes(length)) text += ALPHABET[byte % ALPHABET.length];
  return text;
}

/** `chatcmpl-…`, `call_…` and their kin. */
export function newIdentifier(prefix: string, length: number): string {
  return `${prefix}${randomText(length)}`;
}

/** Hexadecimal of the given number of digits, as in `req_…` and `cf-ray`. */
export function randomHex(digits: number): string {
  return randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits);
}
