import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { additionalData } from '../../src/adapters/kms/additional-data.ts';
import type { SealingContext } from '../../src/domain/credential/envelope.ts';
import type { Kms, WrapContext } from '../../src/ports/kms.ts';
import { otherContexts, sealingContext } from './key-vault.ts';

export interface KmsSite {
  /** Wraps under a first key and still unwraps what a second one wrapped. */
  readonly kms: Kms;
  /** The same service, with the second key alone. */
  readonly other: Kms;
  /** Whether the service itself refuses a data key in another context. */
  readonly bindsContext: boolean;
  close(): Promise<void>;
}

const contextOf = (fields: SealingContext): WrapContext => ({
  aad: additionalData(fields),
  fields,
});
export const context = contextOf(sealingContext);

/** What every key management service does, wherever its keys are. */
export function kmsConformance(name: string, open: () => Promise<KmsSite>): void {
  describe(`${name} as a key management service`, () => {
    let site: KmsSite;

    beforeAll(async () => {
      site = await open();
    });

    afterAll(() => site?.close());

    test('gives back the data key, and leaves the one it was given as it is', async () => {
      const dek = randomBytes(32);
      const copy = Buffer.from(dek);
      const wrapped = await site.kms.wrap(dek, context);
      expect(dek.equals(copy)).toBe(true);
      expect(wrapped.blob.includes(dek)).toBe(false);
      expect((await site.kms.unwrap(wrapped, context)).equals(copy)).toBe(true);
    });

    test('wraps one data key differently each time', async () => {
      const dek = randomBytes(32);
      const one = await site.kms.wrap(dek, context);
      const two = await site.kms.wrap(dek, context);
      expect(one.kekRef).toBe(two.kekRef);
      expect(one.blob.equals(two.blob)).toBe(false);
    });

    test.each(Object.entries(otherContexts))('is or is not bound to the %s', async (_, other) => {
      const dek = randomBytes(32);
      const unwrapped = site.kms.unwrap(await site.kms.wrap(dek, context), contextOf(other));
      if (site.bindsContext) {
        await expect(unwrapped).rejects.toMatchObject({ code: 'credential_unreadable' });
      } else expect((await unwrapped).equals(dek)).toBe(true);
    });

    test('takes a context without provider and credential, and tells it from one with them', async () => {
      const { provider, credentialId, ...bare } = sealingContext;
      const fields: SealingContext = { ...bare, purpose: 'token_signing_key', version: 0 };
      const dek = randomBytes(32);
      const wrapped = await site.kms.wrap(dek, contextOf(fields));
      expect((await site.kms.unwrap(wrapped, contextOf(fields))).equals(dek)).toBe(true);
      if (!site.bindsContext) return;
      await expect(
        site.kms.unwrap(wrapped, contextOf({ ...fields, ...(provider && { provider }) })),
      ).rejects.toMatchObject({ code: 'credential_unreadable' });
      expect(credentialId).toBeDefined();
    });

    test('refuses a blob with one bit changed, wherever it is', async () => {
      const { kekRef, blob } = await site.kms.wrap(randomBytes(32), context);
      for (const at of [0, 5, blob.length >> 1, blob.length - 5]) {
        const tampered = Buffer.from(blob);
        tampered.writeUInt8(tampered.readUInt8(at) ^ 1, at);
        await expect(site.kms.unwrap({ kekRef, blob: tampered }, context)).rejects.toMatchObject({
          code: 'credential_unreadable',
        });
      }
    });

    test.each([
      ['nothing', Buffer.alloc(0)],
      ['one byte', Buffer.of(1)],
      ['noise', randomBytes(60)],
    ])('refuses a blob that is %s', async (_, blob) => {
      const { kekRef } = await site.kms.wrap(randomBytes(32), context);
      await expect(site.kms.unwrap({ kekRef, blob }, context)).rejects.toMatchObject({
        code: 'credential_unreadable',
      });
    });

    test('refuses a key it does not have', async () => {
      const { kekRef, blob } = await site.kms.wrap(randomBytes(32), context);
      for (const stranger of [`${kekRef}-x`, kekRef.slice(0, -1), '', 'other:key', '__proto__']) {
        await expect(site.kms.unwrap({ kekRef: stranger, blob }, context)).rejects.toMatchObject({
          code: 'credential_unreadable',
        });
      }
    });

    test('unwraps what an old key wrapped; a node without that key does not', async () => {
      const dek = randomBytes(32);
      const byOld = await site.other.wrap(dek, context);
      const byNew = await site.kms.wrap(dek, context);
      expect(byOld.kekRef).not.toBe(byNew.kekRef);
      expect((await site.kms.unwrap(byOld, context)).equals(dek)).toBe(true);
      await expect(site.other.unwrap(byNew, context)).rejects.toMatchObject({
        code: 'credential_unreadable',
      });
    });

    test('wraps under the key that it is told to, and under no other', async () => {
      const checks = await site.kms.probe();
      for (const { kekRef } of checks) {
        const dek = randomBytes(32);
        const wrapped = await site.kms.wrap(dek, context, kekRef);
        expect(wrapped.kekRef).toBe(kekRef);
        expect((await site.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
      }
      const [first] = checks;
      for (const stranger of [`${first?.kekRef}-x`, `${first?.kekRef}9`, '', 'other:key']) {
        await expect(site.kms.wrap(randomBytes(32), context, stranger)).rejects.toMatchObject({
          code: 'kms_unavailable',
        });
      }
    });

    test('does not unwrap under one key what claims to be of another', async () => {
      const byOld = await site.other.wrap(randomBytes(32), context);
      const byNew = await site.kms.wrap(randomBytes(32), context);
      await expect(
        site.kms.unwrap({ kekRef: byNew.kekRef, blob: byOld.blob }, context),
      ).rejects.toMatchObject({ code: 'credential_unreadable' });
    });

    test('shows the same check value at each probe, the active key first, and another for each key', async () => {
      const first = await site.kms.probe();
      const again = await site.kms.probe();
      const { kekRef } = await site.kms.wrap(randomBytes(32), context);
      expect(again).toEqual(first);
      expect(first[0]?.kekRef).toBe(kekRef);
      expect(first).toHaveLength(2);
      expect(new Set(first.map(({ value }) => value.toString('hex'))).size).toBe(2);
      const [old] = await site.other.probe();
      expect(first.find((check) => check.kekRef === old?.kekRef)).toEqual(old);
      for (const { value } of first) expect(value).toHaveLength(16);
    });

    test('keeps 60 data keys apart that are in use at once', async () => {
      const deks = Array.from({ length: 60 }, () => randomBytes(32));
      const opened = await Promise.all(
        deks.map(async (dek, version) => {
          const own = contextOf({ ...sealingContext, version });
          return site.kms.unwrap(await site.kms.wrap(dek, own), own);
        }),
      );
      expect(opened.every((dek, at) => deks[at]?.equals(dek))).toBe(true);
    });
  });
}
