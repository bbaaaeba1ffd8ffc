import { AuditFormatError } from './format-error.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const invalid = 0xff;
const digitOf = new Uint8Array(128).fill(invalid);
for (let digit = 0; digit < alphabet.length; digit++) digitOf[alphabet.charCodeAt(digit)] = digit;

/** Standard Base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const group = (first << 16) | (second << 8) | third;
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += at + 1 < bytes.length ? alphabet.charAt((group >> 6) & 63) : '=';
    text += at + 2 < bytes.length ? alphabet.charAt(group & 63) : '=';
  }
  return text;
}

/**
 * Accepts exactly what `encodeBase64` writes. Line breaks, missing padding and stray low bits are refused,
 * otherwise one value would have several spellings and a changed byte could go unnoticed.
 * @throws AuditFormatError `bad_base64`
 */
export function decodeBase64(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='));
  const digits = text.length - padding;
  if (text.length % 4 !== 0) throw refused();
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let held = 0;
  let heldBits = 0;
  let at = 0;
  for (let index = 0; index < digits; index++) {
    const digit = digitOf[text.charCodeAt(index)] ?? invalid;
    if (digit === invalid) throw refused();
    held = ((held << 6) | digit) & 0xfff;
    heldBits += 6;
    if (heldBits < 8) continue;
    heldBits -= 8;
    bytes[at++] = (held >> heldBits) & 0xff;
  }
  if ((held & ((1 << heldBits) - 1)) !== 0) throw refused();
  return bytes;
}

function refused(): AuditFormatError {
  return new AuditFormatError('bad_base64', 'not canonical base64 (RFC 4648 section 4)');
}
