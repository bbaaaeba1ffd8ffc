import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { type Provider, providers } from '../../src/domain/credential/credential.ts';
import type { SealedSecret, SealingContext } from '../../src/domain/credential/envelope.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import type { CredentialId, TenantId } from '../../src/domain/ids.ts';

const active = { kid: 'test', key: randomBytes(32) };
const vault = new EnvelopeVault(new LocalKms({ active, keys: [active] }, randomBytes), randomBytes);

const tenants: readonly TenantId[] = [`ten_${'1'.repeat(32)}`, `ten_${'2'.repeat(32)}`];
const credentials: readonly CredentialId[] = [`cred_${'3'.repeat(32)}`, `cred_${'4'.repeat(32)}`];
const destinations = ['https://api.openai.com:443/v1', 'https://llm.example:443/v1'];

/** Every combination of two values a field: 2 tenants × 3 providers × 2 credentials × 2 versions × 2 destinations. */
function everyContext(): SealingContext[] {
  return tenants.flatMap((tenantId) =>
    providers.flatMap((provider: Provider) =>
      credentials.flatMap((credentialId) =>
        [1, 2].flatMap((version) =>
          destinations.map((destination) => ({
            purpose: 'provider_credential' as const,
            tenantId,
            provider,
            credentialId,
            version,
            destination,
          })),
        ),
      ),
    ),
  );
}

async function opens(sealed: SealedSecret, context: SealingContext): Promise<boolean> {
  try {
    (await vault.open(sealed, context)).wipe();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'credential_unreadable' });
    return false;
  }
}

describe('somebody who can write the database but not read the keyring', () => {
  test('cannot move a ciphertext to any other row: every swap of two rows is refused', async () => {
    const contexts = everyContext();
    const rows = await Promise.all(
      contexts.map((context) => vault.seal(new Secret(randomBytes(51)), context)),
    );
    const opened: string[] = [];
    for (const [from, sealed] of rows.entries()) {
      for (const [to, context] of contexts.entries()) {
        if (await opens(sealed, context)) opened.push(`${from}→${to}`);
      }
    }
    expect(contexts).toHaveLength(48);
    expect(opened).toEqual(contexts.map((_, at) => `${at}→${at}`));
  });

  test('cannot mix the columns of two rows', async () => {
    const [context] = everyContext();
    if (context === undefined) throw new Error('no context');
    const [a, b] = [
      await vault.seal(new Secret(randomBytes(51)), context),
      await vault.seal(new Secret(randomBytes(51)), context),
    ];
    for (const column of ['wrappedDek', 'nonce', 'ciphertext', 'tag'] as const) {
      expect(await opens({ ...a, [column]: b[column] }, context), column).toBe(false);
    }
  });

  test('cannot change a bit: 10,000 random flips are refused', async () => {
    const [context] = everyContext();
    if (context === undefined) throw new Error('no context');
    const sealed = await vault.seal(new Secret(randomBytes(164)), context);
    let accepted = 0;
    for (let flip = 0; flip < 10_000; flip++) {
      if (await opens(withFlippedBit(sealed), context)) accepted++;
    }
    expect(accepted).toBe(0);
    expect(await opens(sealed, context)).toBe(true);
  });

  test('never sees one nonce twice in 100,000 seals', async () => {
    const [context] = everyContext();
    if (context === undefined) throw new Error('no context');
    const seen = new Set<string>();
    const secret = new Secret(randomBytes(51));
    for (let seal = 0; seal < 100_000; seal++) {
      const { nonce, wrappedDek } = await vault.seal(secret, context);
      seen.add(nonce.toString('hex')).add(wrappedDek.toString('hex', 0, 12));
    }
    expect(seen.size).toBe(200_000);
  });

  test('cannot cut a ciphertext or a tag short', async () => {
    const [context] = everyContext();
    if (context === undefined) throw new Error('no context');
    const sealed = await vault.seal(new Secret(randomBytes(164)), context);
    for (const column of ['wrappedDek', 'nonce', 'ciphertext', 'tag'] as const) {
      for (const length of [0, 1, 4, sealed[column].length - 1]) {
        const cut = { ...sealed, [column]: sealed[column].subarray(0, length) };
        expect(await opens(cut, context), `${column} of ${length} bytes`).toBe(false);
      }
    }
  });
});

function withFlippedBit(sealed: SealedSecret): SealedSecret {
  const copy = {
    ...sealed,
    wrappedDek: Buffer.from(sealed.wrappedDek),
    nonce: Buffer.from(sealed.nonce),
    ciphertext: Buffer.from(sealed.ciphertext),
    tag: Buffer.from(sealed.tag),
  };
  const columns = [copy.wrappedDek, copy.nonce, copy.ciphertext, copy.tag];
  const column = columns[randomInt(columns.length)] ?? copy.tag;
  const at = randomInt(column.length);
  column[at] = (column[at] ?? 0) ^ (1 << randomInt(8));
  return copy;
}
