import type { SealingContext } from '../domain/credential/envelope.ts';

/** What a data key is bound to, in the two forms that key management services can take. */
export interface WrapContext {
  /** The 74 bytes of docs/formats/envelope.md, for services with additional authenticated data. */
  readonly aad: Buffer;
  /** The same, field by field, for services with a named encryption context. */
  readonly fields: SealingContext;
}

export interface WrappedKey {
  /** Which key-encryption key wrapped it, e.g. `local:2026-11a`; stored beside the blob. */
  readonly kekRef: string;
  readonly blob: Buffer;
}

/** A known value under one key-encryption key: it tells a wrong key from the right one, and nothing else. */
export interface KeyCheckValue {
  readonly kekRef: string;
  readonly value: Buffer;
}

/** A key management service: it alone holds key-encryption keys. */
export interface Kms {
  /**
   * MUST bind the blob to the context as far as the service can. MUST NOT keep or change `dek`.
   * @param kekRef the key to wrap under, and no other; left out, the one that the settings put first
   * @throws MonagoError `kms_unavailable`, also for a key that it does not hold
   */
  wrap(dek: Buffer, context: WrapContext, kekRef?: string): Promise<WrappedKey>;
  /**
   * The caller MUST zero the result.
   * @throws MonagoError `credential_unreadable` when the blob, its context or its key do not fit
   * @throws MonagoError `kms_unavailable` when the service does not answer
   */
  unwrap(wrapped: WrappedKey, context: WrapContext): Promise<Buffer>;
  /** The check value of every key it holds, the one that the settings put first ahead of the others. */
  probe(): Promise<readonly KeyCheckValue[]>;
}
