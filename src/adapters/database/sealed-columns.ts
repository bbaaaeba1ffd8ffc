import type { SealedSecret } from '../../domain/credential/envelope.ts';

/** The columns of a sealed secret, in every table that has one (docs/formats/envelope.md). */
export interface SealedColumns {
  readonly kek_ref: string;
  readonly wrapped_dek: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

export function sealedOf(row: SealedColumns): SealedSecret {
  return {
    kekRef: row.kek_ref,
    wrappedDek: row.wrapped_dek,
    nonce: row.nonce,
    ciphertext: row.ciphertext,
    tag: row.tag,
  };
}

/** In the order kek_ref, wrapped_dek, nonce, ciphertext, tag. */
export function sealedValues(sealed: SealedSecret): readonly unknown[] {
  return [sealed.kekRef, sealed.wrappedDek, sealed.nonce, sealed.ciphertext, sealed.tag];
}
