import { concat, isEqual, utf8 } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { sha256 } from './sha256.ts';

const commitMagic = 'monago.dev/commit@v1\n';

/** Length of the salt that keeps a commitment from being guessed. */
export const saltBytes = 32;

/**
 * Commits to bytes that stay outside the log. Without the salt nobody can tell what was committed to, so
 * destroying the salt erases the content for good while the log still verifies.
 * @throws AuditFormatError `bad_hash` for a salt of another length
 */
export function commit(salt: Uint8Array, content: Uint8Array): Uint8Array {
  if (salt.length !== saltBytes)
    throw new AuditFormatError('bad_hash', `a salt has ${saltBytes} bytes`);
  return sha256(concat(utf8(commitMagic), salt, content));
}

/** Whether salt and content are what was committed to. */
export function opensCommitment(
  commitment: Uint8Array,
  salt: Uint8Array,
  content: Uint8Array,
): boolean {
  return salt.length === saltBytes && isEqual(commitment, commit(salt, content));
}
