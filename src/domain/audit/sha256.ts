import { hash } from 'node:crypto';

const digestBytes = 32;

/**
 * SHA-256 (FIPS 180-4). The only place where this folder touches a cryptographic library: a browser build
 * replaces this file with an implementation of the same signature.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  // A text of one character per byte: to make a Buffer takes as long as to hash half an entry.
  const digest = hash('sha256', bytes, 'binary');
  const made = new Uint8Array(digestBytes);
  for (let at = 0; at < digestBytes; at++) made[at] = digest.charCodeAt(at);
  return made;
}
