import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresSessionStore } from '../../src/adapters/database/postgres-session-store.ts';
import type { User } from '../../src/ports/unit-of-work.ts';
import { openSite, type Site, setUp } from './unit-of-work-site.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = Date.UTC(2026, 10, 21, 9, 0, 0);

let site: Site;
let sessions: PostgresSessionStore;
let user: User;

beforeAll(async () => {
  site = await openSite();
  sessions = new PostgresSessionStore(site.node.database);
  const { passwordHash: _, ...administrator } = (await setUp(site)).administrator;
  user = administrator;
});
afterAll(() => site.close());

async function signedIn(expiresAt = start + 12 * hourMs): Promise<Buffer> {
  const hash = createHash('sha256').update(randomBytes(32)).digest();
  await sessions.create(hash, user, { now: start, expiresAt });
  return hash;
}

test('a session is found with its user and tenant', async () => {
  const hash = await signedIn();
  const session = await sessions.find(hash, start + 1);
  expect(session).toEqual({ user, tenantName: 'Example Bank', createdAt: start });
  expect(await sessions.find(randomBytes(32), start + 1)).toBeUndefined();
});

test('a session ends after 30 idle minutes', async () => {
  const hash = await signedIn();
  expect(await sessions.find(hash, start + 30 * minuteMs)).toBeUndefined();
});

test('a session in use lives on, but not past its end', async () => {
  const hash = await signedIn(start + hourMs);
  for (let minutes = 20; minutes < 60; minutes += 20) {
    expect(await sessions.find(hash, start + minutes * minuteMs)).toBeDefined();
  }
  expect(await sessions.find(hash, start + hourMs - 1)).toBeDefined();
  expect(await sessions.find(hash, start + hourMs)).toBeUndefined();
});

test('being seen is written at most once a minute', async () => {
  const hash = await signedIn();
  const version = async () => {
    const rows = await site.fresh.asSuperuser<{ xmin: string }>(
      'SELECT xmin::text FROM session WHERE session_hash = $1',
      [hash],
    );
    return rows[0]?.xmin;
  };
  const created = await version();
  await sessions.find(hash, start + minuteMs - 1);
  expect(await version()).toBe(created);
  await sessions.find(hash, start + minuteMs);
  expect(await version()).not.toBe(created);
});

test('a removed session is gone', async () => {
  const hash = await signedIn();
  await sessions.remove(hash, user.tenantId);
  expect(await sessions.find(hash, start + 1)).toBeUndefined();
});

test('the address finds its user in any case', async () => {
  const found = await sessions.userByEmail(user.email.toUpperCase());
  expect(found).toMatchObject({ ...user, isDisabled: false, passwordHash: '$argon2id$test' });
  expect(await sessions.userByEmail('nobody@example.com')).toBeUndefined();
});

test('a disabled user has no session', async () => {
  const hash = await signedIn();
  const disable = 'UPDATE user_account SET disabled_at = $2 WHERE user_id = $1';
  await site.fresh.asSuperuser(disable, [user.id, new Date(start)]);
  expect(await sessions.find(hash, start + 1)).toBeUndefined();
  expect((await sessions.userByEmail(user.email))?.isDisabled).toBe(true);
  await site.fresh.asSuperuser(disable, [user.id, null]);
});

test('nobody who is disabled while they sign in gets a session', async () => {
  const disable = 'UPDATE user_account SET disabled_at = $2 WHERE user_id = $1';
  await site.fresh.asSuperuser(disable, [user.id, new Date(start)]);
  const creation = sessions.create(randomBytes(32), user, {
    now: start,
    expiresAt: start + hourMs,
  });
  await expect(creation).rejects.toMatchObject({ code: 'sign_in_failed' });
  await site.fresh.asSuperuser(disable, [user.id, null]);
});

test('the database has only a hash of what the browser holds', async () => {
  const cookie = randomBytes(32);
  const hash = createHash('sha256').update(cookie).digest();
  await sessions.create(hash, user, { now: start, expiresAt: start + hourMs });
  const rows = await site.fresh.asSuperuser<{ row: string }>(
    'SELECT session::text AS row FROM session',
  );
  expect(JSON.stringify(rows)).toContain(hash.toString('hex'));
  expect(JSON.stringify(rows)).not.toContain(cookie.toString('hex'));
});
