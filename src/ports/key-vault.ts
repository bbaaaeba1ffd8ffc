import type { SealedSecret, SealingContext } from '../domain/credential/envelope.ts';
import type { Secret } from '../domain/credential/secret.ts';

/** Seals and opens secrets under the deployment's key-encryption key. */
export interface KeyVault {
  /** MUST use a fresh data key for each call. Does not wipe `secret`; the caller does. */
  seal(secret: Secret, context: SealingContext): Promise<SealedSecret>;
  /**
   * The caller MUST wipe the result as soon as it is used.
   * @throws MonagoError `credential_unreadable` when the ciphertext, its context or its key do not fit
   * @throws MonagoError `kms_unavailable` when the key management service does not answer
   */
  open(sealed: SealedSecret, context: SealingContext): Promise<Secret>;
}
