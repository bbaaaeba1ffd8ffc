import { concat, utf8 } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { sha256 } from './sha256.ts';

const commitMagic = 'monago.dev/commit@v1\n';

/** Length of the salt that keeps a commitment from being guessed. */
export const saltBytes = 32;

/**
 * What is hashed ahead of the content, for whoever hashes the content as it passes by.
 * @throws AuditFormatError `bad_hash` for a salt of another length
 */
export function commitmentPrefix(salt: Uint8Array): Uint8Array {
  if (salt.length !== saltBytes) {
    throw new AuditFormatError('bad_hash', `a salt has ${saltBytes} bytes`);
  }
  return concat(utf8(commitMagic), salt);
}

/**
 * Commits to bytes that stay outside the log. Without the salt nobody can tell what was committed to, so
 * destroying the salt erases the content for good while the log still verifies.
 * @throws AuditFormatError `bad_hash` for a salt of another length
 */
export function commit(salt: Uint8Array, content: Uint8Array): Uint8Array {
  return sha256(concat(commitmentPrefix(salt), content));
}
