import type { SealedSecret, SealingContext } from '../domain/credential/envelope.ts';

/** Signs with one Ed25519 key (RFC 8032); 64 bytes. */
export type Ed25519Sign = (message: Uint8Array) => Buffer;

export interface NewSigningKey {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /** The private key, sealed. */
  readonly sealed: SealedSecret;
  readonly sign: Ed25519Sign;
}

/** Makes and opens Monago's own signing keys; the private half never leaves it in the clear. */
export interface SigningKeyVault {
  /** @throws MonagoError `kms_unavailable` */
  create(context: SealingContext): Promise<NewSigningKey>;
  /** @throws MonagoError `credential_unreadable` | `kms_unavailable` */
  open(sealed: SealedSecret, context: SealingContext): Promise<Ed25519Sign>;
}
