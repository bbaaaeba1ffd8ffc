import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeEntryBundle } from '../../src/domain/audit/tile.ts';
import type { Browser } from './browser.ts';
import {
  anotherTenant,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
} from './control-site.ts';

let site: ControlSite;
let admin: Browser;
let key: { readonly id: string; readonly jwt: string };
let base: string;

beforeAll(async () => {
  site = await openControlSite();
  admin = await setUpSite(site);
  key = await newKey(admin, 'watcher', 'audit.read');
  base = await logOf(admin);
});
afterAll(() => site.close());

async function newKey(by: Browser, name: string, scope: string) {
  const reply = await by.post('/api/tokens', { name, scope, expires_in_days: 1 });
  expect(reply.statusCode, reply.body).toBe(201);
  const { token, jwt } = reply.json();
  return { id: String(token.id), jwt: String(jwt) };
}

async function logOf(by: Browser): Promise<string> {
  const { origin } = (await by.get('/api/audit/head')).json();
  return `/api/audit/logs/${origin.split('/').at(-1)}`;
}

function ask(
  url: string,
  jwt = key.jwt,
  more: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  return site.fastify.inject({ url, headers: { authorization: `Bearer ${jwt}`, ...more } });
}

/** The first of a kind is in the log at once; those within a minute of it wait. */
const nextMinute = () => site.skip(61_000);

async function newestEntry(type: string) {
  return (await entriesOf(site, type)).at(-1);
}

describe('an API key that reads the log', () => {
  test('is shown as one, and the log says what it is for', async () => {
    const { tokens } = (await admin.get('/api/tokens')).json();
    expect(tokens).toMatchObject([{ name: 'watcher', scope: 'audit.read' }]);
    expect(await newestEntry('token.created')).toMatchObject({
      changes: expect.arrayContaining([{ field: 'scope', old: null, new: 'audit.read' }]),
    });
  });

  test('200: is given the checkpoint, the policy, hashes and entries', async () => {
    const head = (await admin.get('/api/audit/head')).json();
    const checkpoint = await ask(`${base}/checkpoint`);
    expect([checkpoint.statusCode, checkpoint.body]).toEqual([200, head.checkpoint]);
    expect((await ask(`${base}/policy`)).body).toContain(head.vkey);
    expect((await ask(`${base}/tile/0/000.p/2`)).rawPayload).toHaveLength(64);
    const bundle = await ask(`${base}/tile/entries/000.p/2`);
    expect(decodeEntryBundle(bundle.rawPayload)).toHaveLength(2);
    expect(bundle.headers['cache-control']).toMatch(/^(no-store|private)/);
  });

  test('200: is given the receipt of an entry', async () => {
    const { entries } = (await admin.get('/api/audit/entries?limit=1')).json();
    const reply = await ask(`/api/audit/entries/${entries[0].id}/receipt`);
    expect([reply.statusCode, reply.body.split('\n')[0]]).toEqual([200, 'c2sp.org/tlog-proof@v1']);
  });

  test('is recorded where it reads entries, and not where it takes hashes', async () => {
    nextMinute();
    await ask(`${base}/checkpoint`);
    await ask(`${base}/tile/0/000.p/2`);
    const before = (await entriesOf(site, 'audit.read')).length;
    await ask(`${base}/tile/entries/000.p/2`);
    const reads = await entriesOf(site, 'audit.read');
    expect(reads.slice(before)).toMatchObject([
      { actor: { type: 'token', id: key.id }, what: 'entries', first: 0, end: 2, count: 1 },
    ]);
    await ask(`${base}/tile/entries/000.p/1`);
    expect(await entriesOf(site, 'audit.read')).toHaveLength(before + 1);
  });

  test('a person who takes entries is recorded alike', async () => {
    nextMinute();
    await admin.get(`${base}/tile/entries/000.p/3`);
    expect(await newestEntry('audit.read')).toMatchObject({
      actor: { type: 'user' },
      what: 'entries',
      end: 3,
    });
  });

  test('404: another organisation’s log does not exist for it', async () => {
    const stranger = await anotherTenant(site, 'wati@third.example');
    const theirs = await logOf(stranger);
    const [entry] = (await stranger.get('/api/audit/entries?limit=1')).json().entries;
    for (const url of [`${theirs}/checkpoint`, `/api/audit/entries/${entry.id}/receipt`]) {
      expect((await ask(url)).json()).toMatchObject({ status: 404, code: 'not_found' });
    }
    const foreign = await newKey(stranger, 'theirs', 'audit.read');
    expect((await ask(`${base}/checkpoint`, foreign.jwt)).statusCode).toBe(404);
    expect((await ask(`${theirs}/checkpoint`, foreign.jwt)).statusCode).toBe(200);
  });

  test('429: asks six hundred times a minute at most, each key for itself', async () => {
    const other = await newKey(admin, 'another watcher', 'audit.read');
    for (let count = 0; count < 600; count++) {
      const { statusCode } = await ask(`${base}/tile/9/000.p/1`, other.jwt);
      if (statusCode !== 404) throw new Error(`request ${count}: ${statusCode}`);
    }
    const reply = await ask(`${base}/tile/9/000.p/1`, other.jwt);
    expect([reply.statusCode, reply.json().code]).toEqual([429, 'rate_limited']);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(`${base}/checkpoint`)).statusCode).toBe(200);
    nextMinute();
    expect((await ask(`${base}/checkpoint`, other.jwt)).statusCode).toBe(200);
  });
});

describe('a key that is refused', () => {
  test('403: one that calls models reads no log', async () => {
    const caller = await newKey(admin, 'checkout', 'inference');
    const reply = await ask(`${base}/checkpoint`, caller.jwt);
    expect([reply.statusCode, reply.json().code]).toEqual([403, 'forbidden']);
    expect(await newestEntry('auth.failed')).toMatchObject({
      reason: 'wrong_scope',
      actor: { type: 'token', id: caller.id },
    });
  });

  test.each([
    ['malformed', () => 'not-a-token'],
    ['signature', () => `${key.jwt.slice(0, -6)}AAAAAA`],
  ])('401: %s', async (reason, jwt) => {
    nextMinute();
    const reply = await ask(`${base}/checkpoint`, jwt());
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'invalid_token']);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
    expect(await newestEntry('auth.failed')).toMatchObject({
      reason,
      actor: { type: 'anonymous', id: 'unknown' },
      tenant_of_log: 'platform',
    });
  });

  test('401: once it is revoked, and the log of its organisation says whose it was', async () => {
    const lost = await newKey(admin, 'lost', 'audit.read');
    expect((await ask(`${base}/checkpoint`, lost.jwt)).statusCode).toBe(200);
    await admin.post(`/api/tokens/${lost.id}/revoke`);
    const before = (await entriesOf(site, 'auth.failed')).length;
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await ask(`${base}/checkpoint`, lost.jwt)).statusCode).toBe(401);
    }
    // The first at once; the others wait for the minute to end, and are one entry then.
    const failures = (await entriesOf(site, 'auth.failed')).slice(before);
    expect(failures).toMatchObject([{ reason: 'revoked', actor: { type: 'token', id: lost.id } }]);
    expect(failures[0]?.tenant_of_log).toMatch(/^ten_/);
  });

  test('401: nothing at all, and a key that is no bearer token', async () => {
    for (const headers of [{}, { authorization: `Basic ${key.jwt}` }, { 'x-api-key': key.jwt }]) {
      const reply = await site.fastify.inject({ url: `${base}/checkpoint`, headers });
      expect([reply.statusCode, reply.json().code]).toEqual([401, 'signed_out']);
    }
  });

  test('a session is never traded for a token that came beside it', async () => {
    const { cookie } = admin.headers();
    const reply = await ask(`${base}/checkpoint`, 'of-some-proxy', { cookie: cookie ?? '' });
    expect(reply.statusCode).toBe(200);
    const neither = await ask(`${base}/checkpoint`, key.jwt, {
      cookie: `__Host-monago_session=${'x'.repeat(43)}`,
    });
    expect(neither.json().code).toBe('signed_out');
  });

  test('401: past its end', async () => {
    const short = await newKey(admin, 'short', 'audit.read');
    site.skip(86_400_000);
    const reply = await ask(`${base}/checkpoint`, short.jwt);
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'invalid_token']);
    expect(await newestEntry('auth.failed')).toMatchObject({ reason: 'expired' });
  });
});
