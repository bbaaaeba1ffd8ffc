import { canonicalJson } from '../../audit/jcs.ts';
import type { Policy } from './policy.ts';
import { policyJson } from './policy-json.ts';

/** SHA-256 (FIPS 180-4); injected, because a browser has another than a server. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/**
 * Names the content of a version: `sha256:` and 64 hexadecimal digits, over the canonical JSON (RFC 8785) of the policy. What is
 * written differently and means the same has the same hash.
 */
export function policyHash(policy: Policy, sha256: Sha256): string {
  const digest = sha256(new TextEncoder().encode(canonicalJson(policyJson(policy))));
  return `sha256:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
