import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createOperatorTransport } from '../../src/adapters/egress/operator-transport.ts';
import { createKms, type OpenKms } from '../../src/adapters/kms/create-kms.ts';
import { selfTest } from '../../src/adapters/kms/kms-selftest.ts';
import { readKmsSettings } from '../../src/adapters/kms/kms-settings.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { type FakeVault, startFakeVault } from '../support/kms-fakes/fake-vault.ts';
import { openAzureSite, openVaultSite } from '../support/kms-fakes/remote-sites.ts';
import { context } from './kms.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openVault(dekCacheMs: number): Promise<{ fake: FakeVault; open: OpenKms }> {
  const fake = await startFakeVault({ keys: ['monago'], login: { path: 'none', body: {} } });
  closing.push(() => fake.stop());
  const read = readKmsSettings({
    MONAGO_KMS: 'vault',
    MONAGO_KMS_KEY: 'transit/monago',
    MONAGO_KMS_ENDPOINT: fake.url,
    MONAGO_KMS_VAULT_TOKEN: fake.grantToken(0),
  });
  if (!read.ok) throw new Error(read.problems.join());
  const open = await createKms(
    read.settings,
    { timeoutMs: 1_000, dekCacheMs },
    {
      openLocal: () => Promise.reject(new Error('no keyring is needed')),
      openTransport: (options) =>
        createOperatorTransport({ ...options, own: () => [], connectTimeoutMs: 1_000 }),
      random: randomBytes,
      clock,
    },
  );
  closing.push(() => open.close());
  return { fake, open };
}

describe('the key management service that the settings name', () => {
  test('serves from the cache while it is away, and not after the credential was dropped', async () => {
    const { fake, open } = await openVault(300_000);
    const dek = randomBytes(32);
    const wrapped = await open.kms.wrap(dek, context);
    (await open.kms.unwrap(wrapped, context)).fill(0);
    await fake.stop();
    expect((await open.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    open.dropKeysOf(context.fields.credentialId ?? 'cred_');
    await expect(open.kms.unwrap(wrapped, context)).rejects.toMatchObject({
      code: 'kms_unavailable',
    });
  });

  test('is asked for every request when the cache is off', async () => {
    const { fake, open } = await openVault(0);
    const wrapped = await open.kms.wrap(randomBytes(32), context);
    await open.kms.unwrap(wrapped, context);
    await open.kms.unwrap(wrapped, context);
    expect(fake.calls.filter(({ path }) => path.includes('/decrypt/'))).toHaveLength(2);
  });
});

describe('the self-test', () => {
  const run = async (subject: Pick<OpenKms, 'bindsContext'> & { kms: OpenKms['kms'] }) => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const code = await selfTest(subject, { print, random: randomBytes, clock });
    return { code, lines };
  };

  test('passes a keyring', async () => {
    const active = { kid: 'k', key: randomBytes(32) };
    const kms = new LocalKms({ active, keys: [active] }, randomBytes);
    const { code, lines } = await run({ kms, bindsContext: true });
    expect(code).toBe(0);
    expect(lines).toHaveLength(7);
    expect(lines.every((line) => line.startsWith('ok '))).toBe(true);
  });

  test.each([
    ['Vault', () => openVaultSite()],
    ['Azure, which takes no context', openAzureSite],
  ])('passes %s', async (_, open) => {
    const site = await open();
    closing.push(() => site.close());
    const { code, lines } = await run(site);
    expect([code, lines.filter((line) => !line.startsWith('ok '))]).toEqual([0, []]);
  });

  test('says which step failed, and why', async () => {
    const site = await openVaultSite();
    closing.push(() => site.close());
    site.fake.fault({ does: { status: 403, body: '{}' }, path: '/decrypt/' });
    const { code, lines } = await run(site);
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(
      /^failed {2}probe: kms_unavailable \(vault .*decrypt not permitted/,
    );
  });

  test('fails a service that does not bind what it should', async () => {
    const site = await openAzureSite();
    closing.push(() => site.close());
    const { code, lines } = await run({ kms: site.kms, bindsContext: true });
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe('failed  wrong context refused: it was accepted');
  });
});
