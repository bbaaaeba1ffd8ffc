const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ULID (github.com/ulid/spec): 48 bits of time and 80 bits of randomness as 26 characters of Crockford's base 32.
 * @param unixMs milliseconds since the epoch
 * @param random 10 bytes from a CSPRNG
 */
export function ulid(unixMs: number, random: Uint8Array): string {
  let value = BigInt(unixMs);
  for (const byte of random.subarray(0, 10)) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let digit = 0; digit < 26; digit++) {
    text = alphabet.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}
