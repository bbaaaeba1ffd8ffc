import { createHash } from 'node:crypto';
import type { SealedSecret, SealingContext } from '../../domain/credential/envelope.ts';
import { Secret } from '../../domain/credential/secret.ts';
import { MonagoError } from '../../domain/errors.ts';
import { hexOf } from '../../domain/ids.ts';
import type {
  ContentBinding,
  ContentKey,
  ContentKeyVault,
  SealedContent,
} from '../../ports/content-key-vault.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import { decrypt, encrypt, keyBytes, nonceBytes, tagBytes } from './aes-gcm.ts';
import type { RandomBytes } from './envelope-vault.ts';

/** Content keys: 32 bytes, sealed in the vault like every other secret (docs/formats/audit-content.md). */
export class AesContentKeyVault implements ContentKeyVault {
  readonly #vault: KeyVault;
  readonly #random: RandomBytes;

  constructor(vault: KeyVault, random: RandomBytes) {
    this.#vault = vault;
    this.#random = random;
  }

  async create(
    context: SealingContext,
  ): Promise<{ readonly sealed: SealedSecret; readonly key: ContentKey }> {
    const secret = new Secret(this.#random(keyBytes));
    const sealed = await this.#vault.seal(secret, context);
    return { sealed, key: new AesContentKey(secret, this.#random) };
  }

  async open(sealed: SealedSecret, context: SealingContext): Promise<ContentKey> {
    const secret = await this.#vault.open(sealed, context);
    if (secret.reveal().length !== keyBytes) throw unreadable(context.destination);
    return new AesContentKey(secret, this.#random);
  }
}

class AesContentKey implements ContentKey {
  readonly #secret: Secret;
  readonly #random: RandomBytes;
  #isWiped = false;

  constructor(secret: Secret, random: RandomBytes) {
    this.#secret = secret;
    this.#random = random;
  }

  seal(content: Uint8Array, binding: ContentBinding): SealedContent {
    const aad = additionalData(binding);
    // Asked for once: there is an entry for every request, and every answer.
    const random = this.#random(keyBytes + 2 * nonceBytes);
    const dek = random.subarray(0, keyBytes);
    const wrapNonce = random.subarray(keyBytes, keyBytes + nonceBytes);
    try {
      const wrapped = encrypt(dek, { key: this.#key(), aad }, wrapNonce);
      return {
        wrappedDek: Buffer.concat([wrapped.nonce, wrapped.ciphertext, wrapped.tag]),
        ...encrypt(bufferOf(content), { key: dek, aad }, random.subarray(keyBytes + nonceBytes)),
      };
    } finally {
      dek.fill(0);
    }
  }

  open(sealed: SealedContent, binding: ContentBinding): Buffer {
    const aad = additionalData(binding);
    const wrapped = {
      nonce: sealed.wrappedDek.subarray(0, nonceBytes),
      ciphertext: sealed.wrappedDek.subarray(nonceBytes, -tagBytes),
      tag: sealed.wrappedDek.subarray(-tagBytes),
    };
    const dek = decrypt(wrapped, { key: this.#key(), aad });
    if (dek === undefined) throw unreadable(binding.entryId);
    try {
      const content = decrypt(sealed, { key: dek, aad });
      if (content === undefined) throw unreadable(binding.entryId);
      return content;
    } finally {
      dek.fill(0);
    }
  }

  wipe(): void {
    this.#isWiped = true;
    this.#secret.wipe();
  }

  /** Nothing may ever be sealed under a key of zeros. */
  #key(): Buffer {
    if (this.#isWiped) throw new MonagoError('internal', { internal: 'a wiped content key' });
    return this.#secret.reveal();
  }
}

const magic = Buffer.from('MGAC1', 'latin1');

/** 69 bytes of fixed width. */
function additionalData({ tenantId, entryId, keyId }: ContentBinding): Buffer {
  return Buffer.concat([
    magic,
    Buffer.from(hexOf(tenantId), 'hex'),
    Buffer.from(hexOf(entryId), 'hex'),
    createHash('sha256').update(keyId, 'utf8').digest(),
  ]);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function unreadable(what: string): MonagoError {
  return new MonagoError('credential_unreadable', {
    internal: `the audited content of ${what} does not open`,
  });
}
