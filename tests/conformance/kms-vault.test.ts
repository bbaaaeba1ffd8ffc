import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import {
  openVaultSite,
  type VaultSiteOptions,
  type VaultSiteUnderTest,
} from '../support/kms-fakes/remote-sites.ts';
import { context } from './kms.ts';

const open: VaultSiteUnderTest[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((site) => site.close()));
});

async function openSite(options: VaultSiteOptions = {}): Promise<VaultSiteUnderTest> {
  const site = await openVaultSite(options);
  open.push(site);
  return site;
}

const callsTo = (site: VaultSiteUnderTest, path: string) =>
  site.fake.calls.filter((call) => call.path.includes(path)).length;

describe('OpenBao or Vault', () => {
  test.each(['token', 'approle', 'kubernetes'] as const)(
    'is entered by %s, once',
    async (method) => {
      const site = await openSite({ method });
      const wrapped = await site.kms.wrap(randomBytes(32), context);
      await site.kms.unwrap(wrapped, context);
      await site.kms.probe();
      expect(callsTo(site, method === 'token' ? '/lookup-self' : '/login')).toBe(1);
    },
  );

  test.each(['token', 'approle'] as const)(
    'renews a %s before its lease ends, without being asked for anything',
    async (method) => {
      const site = await openSite({ method, leaseSeconds: 1, tokenSeconds: 1 });
      await site.kms.wrap(randomBytes(32), context);
      await site.fake.seen('/renew-self');
      expect(callsTo(site, '/login')).toBe(method === 'token' ? 0 : 1);
    },
  );

  test('is given up when a token from outside is not valid', async () => {
    const site = await openSite({ method: 'token' });
    site.fake.revokeTokens();
    await expect(site.kms.wrap(randomBytes(32), context)).rejects.toMatchObject({
      code: 'kms_unavailable',
    });
  });

  test('is one login for fifty who come at the same time', async () => {
    const site = await openSite();
    await Promise.all(Array.from({ length: 50 }, () => site.kms.wrap(randomBytes(32), context)));
    expect(callsTo(site, '/login')).toBe(1);
  });

  test('makes each version of a key a key of its own, and the newest one wraps', async () => {
    const site = await openSite();
    const [before] = await site.kms.probe();
    const dek = randomBytes(32);
    const old = await site.kms.wrap(dek, context);
    site.fake.rotate('monago');
    const fresh = await site.kms.wrap(dek, context);
    expect([old.kekRef, fresh.kekRef]).toEqual([
      'vault:transit/monago:v1',
      'vault:transit/monago:v2',
    ]);
    const after = await site.kms.probe();
    expect(after.map(({ kekRef }) => kekRef)).toEqual([
      'vault:transit/monago:v2',
      'vault:transit/monago:v1',
      'vault:transit/monago-old:v1',
    ]);
    expect(after[1]).toEqual(before);
    expect((await site.kms.unwrap(old, context)).equals(dek)).toBe(true);
    const swapped = { kekRef: fresh.kekRef, blob: old.blob };
    await expect(site.kms.unwrap(swapped, context)).rejects.toMatchObject({
      code: 'credential_unreadable',
    });
  });

  test('wraps under the version that it is told to, also when there is a newer one', async () => {
    const site = await openSite();
    site.fake.rotate('monago');
    site.fake.rotate('monago');
    for (const version of [2, 1, 3]) {
      const kekRef = `vault:transit/monago:v${version}`;
      expect(await site.kms.wrap(randomBytes(32), context, kekRef)).toMatchObject({ kekRef });
    }
    const unborn = site.kms.wrap(randomBytes(32), context, 'vault:transit/monago:v4');
    await expect(unborn).rejects.toMatchObject({ code: 'kms_unavailable' });
  });

  test('has to derive its key, or nothing would be bound to its context', async () => {
    const site = await openSite({ isDerived: false });
    await expect(site.kms.probe()).rejects.toThrow('derived=true');
  });

  test('sees the hash of the additional data, and no address', async () => {
    const site = await openSite();
    await site.kms.wrap(randomBytes(32), context);
    const call = await site.fake.seen('/encrypt/');
    const { context: sent } = JSON.parse(call.body.toString());
    expect(Buffer.from(sent, 'base64')).toHaveLength(32);
    expect(call.body.toString()).not.toContain('openai');
  });
});
