import type { Digest } from '../../ports/digest.ts';

const lengthMax = 32;

/**
 * What a provider gets to see of an end user: the same name for the same user, and nothing that anybody but the tenant
 * could compute or take back. HMAC-SHA-256 (RFC 2104), 192 bits of it.
 * @param key 32 bytes of the tenant's
 */
export function pseudonym(user: string, key: Buffer, digest: Digest): string {
  return `user_${digest.hmacSha256(key, Buffer.from(user)).toString('base64url').slice(0, lengthMax)}`;
}
