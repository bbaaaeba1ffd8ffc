import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SealingContext } from '../../domain/credential/envelope.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { Kms, WrapContext, WrappedKey } from '../../ports/kms.ts';
import { additionalData } from './additional-data.ts';
import { DekCache } from './dek-cache.ts';
import { LocalKms } from './local-kms.ts';

const fields: SealingContext = {
  purpose: 'provider_credential',
  tenantId: 'ten_0193a5c4b7d87e0f9a1b2c3d4e5f6071',
  provider: 'openai',
  credentialId: 'cred_0193a5c4b7d87e0f9a1b2c3d4e5f6072',
  version: 1,
  destination: 'https://api.openai.com:443/v1',
};
const contextOf = (changes: Partial<SealingContext> = {}): WrapContext => {
  const all = { ...fields, ...changes };
  return { aad: additionalData(all), fields: all };
};
const context = contextOf();
const otherId = 'cred_0193a5c4b7d87e0f9a1b2c3d4e5f6079';
const clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** A service that counts, can be down, and hands out buffers that the test can look at afterwards. */
class WatchedKms implements Kms {
  readonly given: Buffer[] = [];
  calls = 0;
  isDown = false;
  gate: Promise<void> = Promise.resolve();
  readonly #kms: Kms;

  constructor() {
    const active = { kid: 'k', key: randomBytes(32) };
    this.#kms = new LocalKms({ active, keys: [active] }, randomBytes);
  }

  wrap(dek: Buffer, of: WrapContext): Promise<WrappedKey> {
    return this.#kms.wrap(dek, of);
  }

  async unwrap(wrapped: WrappedKey, of: WrapContext): Promise<Buffer> {
    this.calls += 1;
    await this.gate;
    if (this.isDown) throw new MonagoError('kms_unavailable');
    const dek = await this.#kms.unwrap(wrapped, of);
    this.given.push(dek);
    return dek;
  }

  probe() {
    return this.#kms.probe();
  }
}

describe('the cache of data keys', () => {
  let kms: WatchedKms;
  let cache: DekCache;
  const dek = randomBytes(32);
  let wrapped: WrappedKey;

  beforeEach(async () => {
    vi.useFakeTimers();
    kms = new WatchedKms();
    cache = new DekCache(kms, { ttlMs: 300_000, clock });
    wrapped = await cache.wrap(dek, context);
  });

  afterEach(() => {
    cache.close();
    vi.useRealTimers();
  });

  test('asks the service once for its time to live, and then again', async () => {
    for (let second = 0; second < 300; second += 1) {
      expect((await cache.unwrap(wrapped, context)).equals(dek)).toBe(true);
      vi.advanceTimersByTime(1_000);
    }
    expect(kms.calls).toBe(1);
    await cache.unwrap(wrapped, context);
    expect(kms.calls).toBe(2);
  });

  test('gives each caller a copy: zeroing it harms nobody else', async () => {
    (await cache.unwrap(wrapped, context)).fill(0);
    const two = await Promise.all([cache.unwrap(wrapped, context), cache.unwrap(wrapped, context)]);
    two[0].fill(0);
    expect(two[1].equals(dek)).toBe(true);
    expect(kms.calls).toBe(1);
  });

  test('asks once for a hundred who come at the same time, and zeroes what it was given', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, () => cache.unwrap(wrapped, context)),
    );
    expect(all.every((one) => one.equals(dek))).toBe(true);
    expect(kms.calls).toBe(1);
    expect(kms.given.every((one) => one.every((byte) => byte === 0))).toBe(true);
  });

  test('serves on while the service is down, until the key is too old', async () => {
    await cache.unwrap(wrapped, context);
    kms.isDown = true;
    vi.advanceTimersByTime(299_999);
    expect((await cache.unwrap(wrapped, context)).equals(dek)).toBe(true);
    vi.advanceTimersByTime(1);
    await expect(cache.unwrap(wrapped, context)).rejects.toMatchObject({ code: 'kms_unavailable' });
  });

  test('does not remember a failure', async () => {
    kms.isDown = true;
    const failed = [cache.unwrap(wrapped, context), cache.unwrap(wrapped, context)];
    for (const one of failed) await expect(one).rejects.toMatchObject({ code: 'kms_unavailable' });
    expect(kms.calls).toBe(1);
    kms.isDown = false;
    expect((await cache.unwrap(wrapped, context)).equals(dek)).toBe(true);
  });

  test('never answers for another context, blob or key', async () => {
    await cache.unwrap(wrapped, context);
    const blob = Buffer.from(wrapped.blob);
    blob.writeUInt8(blob.readUInt8(20) ^ 1, 20);
    const refused = [
      cache.unwrap(wrapped, contextOf({ version: 2 })),
      cache.unwrap(wrapped, contextOf({ destination: 'https://evil.example:443' })),
      cache.unwrap({ ...wrapped, blob }, context),
      cache.unwrap({ ...wrapped, kekRef: 'local:x' }, context),
    ];
    for (const one of refused) {
      await expect(one).rejects.toMatchObject({ code: 'credential_unreadable' });
    }
  });

  test('forgets a dropped credential, and only that one', async () => {
    const other = contextOf({ credentialId: otherId });
    const ofOther = await cache.wrap(dek, other);
    await cache.unwrap(wrapped, context);
    await cache.unwrap(ofOther, other);
    cache.drop(fields.credentialId ?? otherId);
    await cache.unwrap(ofOther, other);
    expect(kms.calls).toBe(2);
    await cache.unwrap(wrapped, context);
    expect(kms.calls).toBe(3);
  });

  test('does not keep what was on its way when the credential was dropped', async () => {
    let open = (): void => undefined;
    kms.gate = new Promise((resolve) => {
      open = resolve;
    });
    const late = cache.unwrap(wrapped, context);
    cache.drop(fields.credentialId ?? otherId);
    open();
    expect((await late).equals(dek)).toBe(true);
    expect(kms.given[0]?.every((byte) => byte === 0)).toBe(true);
    await cache.unwrap(wrapped, context);
    expect(kms.calls).toBe(2);
  });

  test('keeps no more than its bound', async () => {
    const small = new DekCache(kms, { ttlMs: 1_000, clock, entriesMax: 3 });
    const contexts = [1, 2, 3, 4].map((version) => contextOf({ version }));
    const keys = await Promise.all(contexts.map((one) => small.wrap(dek, one)));
    const unwrapAll = async (from: number) => {
      for (const [at, one] of contexts.entries()) {
        const key = keys[at];
        if (key !== undefined && at >= from) await small.unwrap(key, one);
      }
    };
    await unwrapAll(0);
    expect(kms.calls).toBe(4);
    await unwrapAll(1);
    expect(kms.calls).toBe(4);
    await unwrapAll(0);
    expect(kms.calls).toBeGreaterThan(4);
    small.close();
  });

  test('does not keep signing keys', async () => {
    const { credentialId: _, ...bare } = fields;
    const signing: SealingContext = { ...bare, purpose: 'token_signing_key' };
    const of = { aad: additionalData(signing), fields: signing };
    const key = await cache.wrap(dek, of);
    await cache.unwrap(key, of);
    await cache.unwrap(key, of);
    expect(kms.calls).toBe(2);
  });

  test.each(['expiry', 'drop', 'close', 'eviction'])(
    'zeroes the bytes it kept at %s',
    async (how) => {
      const own = new DekCache(kms, { ttlMs: 1_000, clock, entriesMax: 1 });
      const kept = vi.spyOn(Buffer, 'from');
      await own.unwrap(wrapped, context);
      const copies = kept.mock.results.map(({ value }) => value).filter(Buffer.isBuffer);
      kept.mockRestore();
      const alive = () => copies.filter((copy) => copy.equals(dek)).length;
      const before = alive();
      if (how === 'expiry') vi.advanceTimersByTime(1_001);
      if (how === 'drop') own.drop(fields.credentialId ?? otherId);
      if (how === 'close') own.close();
      if (how === 'eviction') {
        const other = contextOf({ version: 2 });
        await own.unwrap(await own.wrap(randomBytes(32), other), other);
      }
      // One copy belongs to the caller.
      expect([before, alive()]).toEqual([2, 1]);
      own.close();
    },
  );

  test.each([0, -1, 300_001, Number.NaN])('refuses %s ms', (ttlMs) => {
    expect(() => new DekCache(kms, { ttlMs, clock })).toThrow(RangeError);
  });
});
