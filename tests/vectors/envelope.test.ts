import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { additionalData } from '../../src/adapters/kms/additional-data.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import type { SealingContext } from '../../src/domain/credential/envelope.ts';
import { Secret } from '../../src/domain/credential/secret.ts';

interface Vector {
  kid: string;
  kek: string;
  dek: string;
  nonce: string;
  wrap_nonce: string;
  secret: string;
  context: SealingContext;
  aad: string;
  wrapped_dek: string;
  ciphertext: string;
  tag: string;
}

const vector: Vector = JSON.parse(
  readFileSync(new URL('./envelope.json', import.meta.url), 'utf8'),
);
const hex = (text: string) => Buffer.from(text, 'hex');
const active = { kid: vector.kid, key: hex(vector.kek) };

/** Hands out what the vector fixes, in the order of the format: data key, nonce, nonce of the wrapping. */
function fixedRandomness(): (length: number) => Buffer {
  const queue = [hex(vector.dek), hex(vector.nonce), hex(vector.wrap_nonce)];
  return (length) => {
    const next = queue.shift();
    if (next?.length !== length) throw new Error(`the vector has no ${length} bytes here`);
    return next;
  };
}

describe('the worked example of docs/formats/envelope.md', () => {
  test('has this additional authenticated data', () => {
    expect(additionalData(vector.context).toString('hex')).toBe(vector.aad);
  });

  test('is sealed to exactly these bytes', async () => {
    const random = fixedRandomness();
    const vault = new EnvelopeVault(new LocalKms({ active, keys: [active] }, random), random);
    const sealed = await vault.seal(new Secret(Buffer.from(vector.secret)), vector.context);
    expect(sealed.kekRef).toBe(`local:${vector.kid}`);
    expect(sealed.wrappedDek.toString('hex')).toBe(vector.wrapped_dek);
    expect(sealed.nonce.toString('hex')).toBe(vector.nonce);
    expect(sealed.ciphertext.toString('hex')).toBe(vector.ciphertext);
    expect(sealed.tag.toString('hex')).toBe(vector.tag);
  });

  test('opens again', async () => {
    const none = (): Buffer => {
      throw new Error('opening needs no randomness');
    };
    const vault = new EnvelopeVault(new LocalKms({ active, keys: [active] }, none), none);
    const opened = await vault.open(
      {
        kekRef: `local:${vector.kid}`,
        wrappedDek: hex(vector.wrapped_dek),
        nonce: hex(vector.nonce),
        ciphertext: hex(vector.ciphertext),
        tag: hex(vector.tag),
      },
      vector.context,
    );
    expect(opened.reveal().toString()).toBe(vector.secret);
  });
});
