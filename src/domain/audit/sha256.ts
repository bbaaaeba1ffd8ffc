import { hash } from 'node:crypto';

/**
 * SHA-256 (FIPS 180-4). The only place where this folder touches a cryptographic library: a browser build
 * replaces this file with an implementation of the same signature.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}
