import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { SealedSecret, SealingContext } from '../../domain/credential/envelope.ts';
import { Secret } from '../../domain/credential/secret.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import type { Ed25519Sign, NewSigningKey, SigningKeyVault } from '../../ports/signing-key-vault.ts';
import type { RandomBytes } from './envelope-vault.ts';

// Fixed DER heads of RFC 8410; the raw 32 bytes follow.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiHeadBytes = 12;
const seedBytes = 32;

/** Ed25519 signing keys whose private half is sealed in the vault as its 32-byte seed (RFC 8032). */
export class Ed25519KeyVault implements SigningKeyVault {
  readonly #vault: KeyVault;
  readonly #random: RandomBytes;

  constructor(vault: KeyVault, random: RandomBytes) {
    this.#vault = vault;
    this.#random = random;
  }

  async create(context: SealingContext): Promise<NewSigningKey> {
    const seed = new Secret(this.#random(seedBytes));
    try {
      const key = privateKey(seed.reveal());
      const sealed = await this.#vault.seal(seed, context);
      const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
      return { publicKey: spki.subarray(spkiHeadBytes), sealed, sign: signer(key) };
    } finally {
      seed.wipe();
    }
  }

  async open(sealed: SealedSecret, context: SealingContext): Promise<Ed25519Sign> {
    const seed = await this.#vault.open(sealed, context);
    try {
      return signer(privateKey(seed.reveal()));
    } finally {
      seed.wipe();
    }
  }
}

function privateKey(seed: Buffer): KeyObject {
  if (seed.length !== seedBytes) {
    throw new MonagoError('credential_unreadable', { internal: 'not an Ed25519 seed' });
  }
  const der = Buffer.concat([pkcs8Head, seed]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

function signer(key: KeyObject): Ed25519Sign {
  return (message) => sign(null, message, key);
}
