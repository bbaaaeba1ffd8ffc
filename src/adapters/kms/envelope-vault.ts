import type { SealedSecret, SealingContext } from '../../domain/credential/envelope.ts';
import { Secret } from '../../domain/credential/secret.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import type { Kms, WrapContext } from '../../ports/kms.ts';
import { additionalData } from './additional-data.ts';
import { decrypt, encrypt, keyBytes, nonceBytes } from './aes-gcm.ts';
import { decodePayload, encodePayload } from './payload.ts';

/** Fills buffers from a CSPRNG. */
export type RandomBytes = (length: number) => Buffer;

/**
 * Envelope encryption, format mgv1 (docs/formats/envelope.md): each secret under a data key of its own, the data key
 * wrapped by the key management service, both bound to the same context.
 */
export class EnvelopeVault implements KeyVault {
  readonly #kms: Kms;
  readonly #random: RandomBytes;

  constructor(kms: Kms, random: RandomBytes) {
    this.#kms = kms;
    this.#random = random;
  }

  async seal(secret: Secret, fields: SealingContext): Promise<SealedSecret> {
    const context: WrapContext = { aad: additionalData(fields), fields };
    const payload = encodePayload(secret.reveal());
    const dek = this.#random(keyBytes);
    try {
      const encrypted = encrypt(payload, { key: dek, aad: context.aad }, this.#random(nonceBytes));
      const { kekRef, blob } = await this.#kms.wrap(dek, context);
      return { kekRef, wrappedDek: blob, ...encrypted };
    } finally {
      dek.fill(0);
      payload.fill(0);
    }
  }

  async open(sealed: SealedSecret, fields: SealingContext): Promise<Secret> {
    const context: WrapContext = { aad: additionalData(fields), fields };
    const wrapped = { kekRef: sealed.kekRef, blob: sealed.wrappedDek };
    const dek = await this.#kms.unwrap(wrapped, context);
    try {
      return openPayload(decrypt(sealed, { key: dek, aad: context.aad }), fields);
    } finally {
      dek.fill(0);
    }
  }
}

function openPayload(payload: Buffer | undefined, fields: SealingContext): Secret {
  const bytes = payload === undefined ? undefined : decodePayload(payload);
  payload?.fill(0);
  if (bytes === undefined) {
    throw new MonagoError('credential_unreadable', {
      internal: `the ciphertext of a ${fields.purpose} does not open in its context`,
    });
  }
  return new Secret(bytes);
}
