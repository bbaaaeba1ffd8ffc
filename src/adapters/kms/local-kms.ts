import { hkdfSync } from 'node:crypto';
import { MonagoError } from '../../domain/errors.ts';
import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../ports/kms.ts';
import { decrypt, encrypt, keyBytes, nonceBytes, tagBytes } from './aes-gcm.ts';
import type { RandomBytes } from './envelope-vault.ts';
import type { Keyring } from './keyring.ts';

const checkLabel = 'monago key check v1';
const checkBytes = 16;

/** The key management service of a single machine: key-encryption keys from a keyring file. */
export class LocalKms implements Kms {
  readonly #activeRef: string;
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #random: RandomBytes;

  constructor(keyring: Keyring, random: RandomBytes) {
    this.#activeRef = localRefOf(keyring.active.kid);
    this.#keys = new Map(keyring.keys.map(({ kid, key }) => [localRefOf(kid), key]));
    this.#random = random;
  }

  /** Whether it could unwrap what this key wrapped. */
  holds(kekRef: string): boolean {
    return this.#keys.has(kekRef);
  }

  async wrap(dek: Buffer, { aad }: WrapContext, kekRef = this.#activeRef): Promise<WrappedKey> {
    const key = this.#keys.get(kekRef);
    if (key === undefined) {
      throw new MonagoError('kms_unavailable', {
        internal: `the keyring holds no key ${kekRef} to wrap under`,
      });
    }
    const { nonce, ciphertext, tag } = encrypt(dek, { key, aad }, this.#random(nonceBytes));
    return { kekRef, blob: Buffer.concat([nonce, ciphertext, tag]) };
  }

  async unwrap({ kekRef, blob }: WrappedKey, { aad }: WrapContext): Promise<Buffer> {
    const key = this.#key(kekRef);
    const dek = blob.length === nonceBytes + keyBytes + tagBytes ? open(blob, key, aad) : undefined;
    if (dek === undefined) {
      throw new MonagoError('credential_unreadable', {
        internal: `a data key does not unwrap under ${kekRef} in its context`,
      });
    }
    return dek;
  }

  async probe(): Promise<readonly KeyCheckValue[]> {
    const refs = [...this.#keys.keys()].filter((ref) => ref !== this.#activeRef);
    return [this.#activeRef, ...refs].map((kekRef) => ({
      kekRef,
      value: Buffer.from(hkdfSync('sha256', this.#key(kekRef), '', checkLabel, checkBytes)),
    }));
  }

  #key(kekRef: string): Buffer {
    const key = this.#keys.get(kekRef);
    if (key === undefined) {
      throw new MonagoError('credential_unreadable', {
        internal: `the keyring holds no key ${kekRef}`,
      });
    }
    return key;
  }
}

/** How rows name a key of the keyring. */
function localRefOf(kid: string): string {
  return `local:${kid}`;
}

function open(blob: Buffer, key: Buffer, aad: Buffer): Buffer | undefined {
  const encrypted = {
    nonce: blob.subarray(0, nonceBytes),
    ciphertext: blob.subarray(nonceBytes, nonceBytes + keyBytes),
    tag: blob.subarray(nonceBytes + keyBytes),
  };
  return decrypt(encrypted, { key, aad });
}
