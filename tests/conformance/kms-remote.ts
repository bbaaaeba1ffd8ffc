import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FakeService, Fault } from '../support/kms-fakes/fake-service.ts';
import { context, type KmsSite } from './kms.ts';

export interface RemoteKmsSite extends KmsSite {
  readonly fake: FakeService;
  /** Every body that went to the service or came from it: the very buffers. */
  readonly bodies: readonly Buffer[];
}

/** Of the services under test; small, because some tests wait for it. */
export const timeoutMs = 700;

const replies = {
  'a page of HTML': { status: 200, body: '<html>502 Bad Gateway</html>' },
  nothing: { status: 200, body: '' },
  null: { status: 200, body: 'null' },
  'an empty object': { status: 200, body: '{}' },
  'half a JSON text': { status: 200, body: '{"Plaintext":"AAAA' },
  'fields of other types': {
    status: 200,
    body: '{"Plaintext":7,"plaintext":[],"value":{},"data":{"plaintext":null}}',
  },
  'a data key of 31 bytes': {
    status: 200,
    body: JSON.stringify({
      Plaintext: Buffer.alloc(31, 1).toString('base64'),
      plaintext: Buffer.alloc(31, 1).toString('base64'),
      value: Buffer.alloc(31, 1).toString('base64url'),
    }),
  },
  'a data key that is not base64': {
    status: 200,
    body: '{"Plaintext":"$$$$","plaintext":"$$$$","value":"$$$$"}',
  },
  'more than it should': { status: 200, body: `{"a":"${'x'.repeat(300_000)}"}` },
  'a redirect': { status: 302, body: '' },
  'a status of its own': { status: 418, body: '{}' },
} as const satisfies Record<string, Fault['does']>;

const statuses = [400, 401, 403, 404, 408, 409, 429, 500, 502, 503];

/** What every service behind HTTP does when the network or the service fails. */
export function remoteKmsConformance(name: string, open: () => Promise<RemoteKmsSite>): void {
  describe(`${name} over a bad network`, () => {
    let site: RemoteKmsSite;

    beforeAll(async () => {
      site = await open();
      await site.kms.probe();
    });

    afterEach(() => site.fake.heal());

    afterAll(() => site?.close());

    async function failWith(wrapped: Awaited<ReturnType<typeof site.kms.wrap>>): Promise<void> {
      await expect(site.kms.wrap(randomBytes(32), context)).rejects.toMatchObject({
        code: 'kms_unavailable',
      });
      await expect(site.kms.unwrap(wrapped, context)).rejects.toMatchObject({
        code: 'kms_unavailable',
      });
      await expect(site.kms.probe()).rejects.toMatchObject({ code: 'kms_unavailable' });
    }

    test('it gives up a service that does not answer', async () => {
      const wrapped = await site.kms.wrap(randomBytes(32), context);
      site.fake.fault({ does: 'hang' });
      const begun = performance.now();
      await expect(site.kms.unwrap(wrapped, context)).rejects.toMatchObject({
        code: 'kms_unavailable',
      });
      const tookMs = performance.now() - begun;
      expect(tookMs).toBeGreaterThan(timeoutMs * 0.8);
      expect(tookMs).toBeLessThan(timeoutMs + 1_000);
    });

    test('it waits for a slow one', async () => {
      site.fake.fault({ does: 'late' });
      const dek = randomBytes(32);
      const wrapped = await site.kms.wrap(dek, context);
      expect((await site.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    });

    test.each(['reset', 'truncate'] as const)(
      'it fails at a connection that does: %s',
      async (does) => {
        const wrapped = await site.kms.wrap(randomBytes(32), context);
        site.fake.fault({ does });
        await failWith(wrapped);
      },
    );

    test('it takes one broken connection for the end of an idle one, and asks again', async () => {
      const dek = randomBytes(32);
      const wrapped = await site.kms.wrap(dek, context);
      site.fake.fault({ does: 'reset', calls: 1 });
      expect((await site.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    });

    test.each(statuses)(
      'status %i without a reason is the service, not the credential',
      async (status) => {
        const wrapped = await site.kms.wrap(randomBytes(32), context);
        site.fake.fault({ does: { status, body: '{}' } });
        await failWith(wrapped);
      },
    );

    test.each([429, 500, 503])('it tries again after one status %i', async (status) => {
      const dek = randomBytes(32);
      const wrapped = await site.kms.wrap(dek, context);
      site.fake.fault({ does: { status, body: '{}' }, calls: 1 });
      expect((await site.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    });

    test.each(Object.entries(replies))('it makes nothing of %s', async (_, does) => {
      const wrapped = await site.kms.wrap(randomBytes(32), context);
      site.fake.fault({ does });
      await failWith(wrapped);
    });

    test('no failure holds the data key, not even when the service quotes it', async () => {
      const dek = randomBytes(32);
      const wrapped = await site.kms.wrap(dek, context);
      // Parsers quote the beginning of what they cannot read.
      const bare = { status: 200, body: dek.toString('base64') };
      const faults = [...Object.values(replies), bare, 'echo', 'truncate', 'reset'] as const;
      for (const does of faults) {
        site.fake.fault({ does });
        const failures = [
          await site.kms.wrap(dek, context).catch((error: unknown) => error),
          await site.kms.unwrap(wrapped, context).catch((error: unknown) => error),
        ];
        site.fake.heal();
        expect(failures.every((failure) => failure instanceof Error)).toBe(true);
        const told = failures.map(everythingIn).join();
        expect(formsOf(dek).filter((form) => told.includes(form))).toEqual([]);
      }
    });

    test('the search for the data key would find it', () => {
      const dek = randomBytes(32);
      const failure = new Error('failed', { cause: { answer: { body: dek.toString('base64') } } });
      expect(formsOf(dek).some((form) => everythingIn(failure).includes(form))).toBe(true);
      const held = Object.assign(new Error('failed'), { body: dek });
      expect(formsOf(dek).some((form) => everythingIn(held).includes(form))).toBe(true);
    });

    test('every body is zeroed when the call is over, whatever became of it', async () => {
      const wrapped = await site.kms.wrap(randomBytes(32), context);
      (await site.kms.unwrap(wrapped, context)).fill(0);
      for (const does of ['echo', replies['a data key of 31 bytes']] as const) {
        site.fake.fault({ does });
        await site.kms.wrap(randomBytes(32), context).catch(() => undefined);
        await site.kms.unwrap(wrapped, context).catch(() => undefined);
        site.fake.heal();
      }
      expect(site.bodies.length).toBeGreaterThan(8);
      expect(site.bodies.filter((body) => body.some((byte) => byte !== 0))).toEqual([]);
    });

    test('it fails at once when nobody listens any more', async () => {
      const wrapped = await site.kms.wrap(randomBytes(32), context);
      await site.fake.stop();
      const begun = performance.now();
      await failWith(wrapped);
      expect(performance.now() - begun).toBeLessThan(3 * timeoutMs + 1_000);
    });
  });
}

function everythingIn(failure: unknown): string {
  return inspect(failure, { depth: 20, showHidden: true, maxStringLength: null });
}

/** A piece of this length is no accident: that much of a base64 text holds 48 bits. */
const pieceLength = 8;

/** Pieces of the texts that bytes become. */
function formsOf(bytes: Buffer): readonly string[] {
  const texts = [
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    [...bytes].join(','),
    [...bytes].join(', '),
    bytes.toString('hex').replace(/(..)(?=.)/g, '$1 '),
  ];
  return texts.flatMap((text) =>
    Array.from({ length: text.length - pieceLength }, (_, at) => text.slice(at, at + pieceLength)),
  );
}
