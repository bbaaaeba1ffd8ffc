import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { SealedSecret, SealingContext } from '../../src/domain/credential/envelope.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import type { KeyVault } from '../../src/ports/key-vault.ts';

export const sealingContext: SealingContext = {
  purpose: 'provider_credential',
  tenantId: 'ten_0193a5c4b7d87e0f9a1b2c3d4e5f6071',
  provider: 'openai',
  credentialId: 'cred_0193a5c4b7d87e0f9a1b2c3d4e5f6072',
  version: 1,
  destination: 'https://api.openai.com:443/v1',
};

/** Every field of the context with another value: a ciphertext MUST open in none of them. */
export const otherContexts: Readonly<Record<string, SealingContext>> = {
  purpose: { ...sealingContext, purpose: 'token_signing_key' },
  tenant: { ...sealingContext, tenantId: 'ten_0193a5c4b7d87e0f9a1b2c3d4e5f6079' },
  provider: { ...sealingContext, provider: 'anthropic' },
  credential: { ...sealingContext, credentialId: 'cred_0193a5c4b7d87e0f9a1b2c3d4e5f6079' },
  version: { ...sealingContext, version: 2 },
  destination: { ...sealingContext, destination: 'https://evil.example:443/v1' },
};

/** What every KeyVault does, whichever key management service stands behind it. */
export function keyVaultConformance(name: string, open: () => Promise<KeyVault>): void {
  describe(`${name} as a key vault`, () => {
    test.each([0, 1, 20, 252, 253, 254, 4096, 16_000])('gives back %i bytes', async (length) => {
      const vault = await open();
      const bytes = randomBytes(length);
      const sealed = await vault.seal(new Secret(Buffer.from(bytes)), sealingContext);
      const opened = await vault.open(sealed, sealingContext);
      expect(opened.reveal().equals(bytes)).toBe(true);
    });

    test.each(Object.entries(otherContexts))('does not open under another %s', async (_, other) => {
      const vault = await open();
      const sealed = await vault.seal(new Secret(randomBytes(51)), sealingContext);
      await expect(vault.open(sealed, other)).rejects.toMatchObject({
        code: 'credential_unreadable',
      });
    });

    test('does not open under a key it does not have', async () => {
      const vault = await open();
      const sealed = await vault.seal(new Secret(randomBytes(51)), sealingContext);
      const stranger: SealedSecret = { ...sealed, kekRef: `${sealed.kekRef}-x` };
      await expect(vault.open(stranger, sealingContext)).rejects.toMatchObject({
        code: 'credential_unreadable',
      });
    });

    test('uses a new data key for each call and leaves the secret to the caller', async () => {
      const vault = await open();
      const secret = new Secret(Buffer.from('sk-proj-the-same-key-twice'));
      const [one, two] = [
        await vault.seal(secret, sealingContext),
        await vault.seal(secret, sealingContext),
      ];
      expect(one.wrappedDek.equals(two.wrappedDek)).toBe(false);
      expect(one.ciphertext.equals(two.ciphertext)).toBe(false);
      expect(secret.reveal().toString()).toBe('sk-proj-the-same-key-twice');
    });

    test('hides the length of a key', async () => {
      const vault = await open();
      const short = await vault.seal(new Secret(randomBytes(40)), sealingContext);
      const long = await vault.seal(new Secret(randomBytes(164)), sealingContext);
      expect(short.ciphertext.length).toBe(long.ciphertext.length);
    });
  });
}
