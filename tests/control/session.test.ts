import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adminEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  password,
  setUpSite,
} from './control-site.ts';

describe('sessions', () => {
  let site: ControlSite;

  beforeAll(async () => {
    site = await openControlSite();
    await setUpSite(site);
  });

  afterAll(() => site.close());

  test('201: the right password signs in with a cookie that scripts and other sites cannot use', async () => {
    const reply = await site.browser().post('/api/session', { email: adminEmail, password });
    expect(reply.statusCode).toBe(201);
    expect(reply.cookies).toMatchObject([
      {
        name: '__Host-monago_session',
        httpOnly: true,
        secure: true,
        sameSite: 'Strict',
        path: '/',
      },
    ]);
    expect(reply.cookies[0]).not.toHaveProperty('domain');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.body).not.toContain('argon2');
  });

  test('201: the e-mail address is read without regard to case', async () => {
    const email = adminEmail.toUpperCase();
    const reply = await site.browser().post('/api/session', { email, password });
    expect(reply.statusCode).toBe(201);
  });

  test('401: a wrong password and an unknown account read the same and leave different traces', async () => {
    const browser = site.browser();
    const wrong = await browser.post('/api/session', { email: adminEmail, password: 'wrong' });
    const unknown = await browser.post('/api/session', { email: 'no@one.example', password });
    for (const reply of [wrong, unknown]) {
      expect(reply.statusCode).toBe(401);
      expect(reply.cookies).toEqual([]);
    }
    const { request_id: one, ...first } = wrong.json();
    const { request_id: two, ...second } = unknown.json();
    expect(first).toEqual(second);
    expect(one).not.toBe(two);
    const failures = await entriesOf(site, 'auth.failed');
    expect(failures).toMatchObject([
      { reason: 'wrong_password', request_id: one },
      { reason: 'unknown_account', request_id: two, tenant_of_log: 'platform' },
    ]);
    expect(failures[0]?.tenant_of_log).toMatch(/^ten_/);
    expect(JSON.stringify(failures)).not.toMatch(/one\.example|bank\.example/);
  });

  test('401: further failures are one entry a minute with their number', async () => {
    const fail = () =>
      site.browser().post('/api/session', { email: `${Math.random()}@one.example`, password });
    for (let failure = 0; failure < 3; failure++) await fail();
    const unknown = async () =>
      (await entriesOf(site, 'auth.failed')).filter(({ reason }) => reason === 'unknown_account');
    expect(await unknown()).toHaveLength(1);
    site.skip(61_000);
    await fail();
    expect(await unknown()).toMatchObject([{}, { count: 4 }]);
  });

  test('429: after five failures even the right password waits a minute', async () => {
    site.skip(61_000);
    for (let failure = 0; failure < 5; failure++) {
      await site.browser().post('/api/session', { email: adminEmail, password: 'wrong' });
    }
    const early = await site.browser().post('/api/session', { email: adminEmail, password });
    expect(early.statusCode).toBe(429);
    expect(early.json().code).toBe('rate_limited');
    site.skip(61_000);
    const late = await site.browser().post('/api/session', { email: adminEmail, password });
    expect(late.statusCode).toBe(201);
  });

  test('429: guesses at the same moment count as well', async () => {
    site.skip(61_000);
    const replies = await Promise.all(
      Array.from({ length: 12 }, () =>
        site.browser().post('/api/session', { email: adminEmail, password: 'wrong' }),
      ),
    );
    expect(replies.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    site.skip(61_000);
  });

  test('401: a disabled account does not sign in', async () => {
    await site.database.asSuperuser('UPDATE user_account SET disabled_at = now()');
    const reply = await site.browser().post('/api/session', { email: adminEmail, password });
    await site.database.asSuperuser('UPDATE user_account SET disabled_at = NULL');
    expect(reply.json().code).toBe('sign_in_failed');
    expect((await entriesOf(site, 'auth.failed')).at(-1)).toMatchObject({
      reason: 'account_disabled',
    });
  });

  test('204: signing out ends the session, the cookie and nothing else', async () => {
    const [one, two] = [site.browser(), site.browser()];
    await one.post('/api/session', { email: adminEmail, password });
    await two.post('/api/session', { email: adminEmail, password });
    const stolen = one.headers();
    const reply = await one.delete('/api/session');
    expect(reply.statusCode).toBe(204);
    expect(reply.body).toBe('');
    expect(one.cookie).toBeUndefined();
    const replay = await site.fastify.inject({ url: '/api/session', headers: stolen });
    expect(replay.statusCode).toBe(401);
    expect(replay.json().code).toBe('signed_out');
    expect((await two.get('/api/session')).statusCode).toBe(200);
    expect((await entriesOf(site, 'auth.signed_out')).length).toBe(1);
  });

  test('503: nobody signs in unseen: without the audit log there is no session', async () => {
    const before = await site.database.asSuperuser('SELECT 1 FROM session');
    await site.node.auditLog.close();
    const reply = await site.browser().post('/api/session', { email: adminEmail, password });
    expect(reply.statusCode).toBe(503);
    expect(reply.json().code).toBe('audit_unavailable');
    expect(reply.cookies).toEqual([]);
    expect(await site.database.asSuperuser('SELECT 1 FROM session')).toHaveLength(before.length);
    const wrong = await site.browser().post('/api/session', { email: adminEmail, password: 'x' });
    expect(wrong.json().code).toBe('sign_in_failed');
  });
});
