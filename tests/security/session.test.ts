import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adminEmail,
  type ControlSite,
  openControlSite,
  password,
  setUpSite,
} from '../control/control-site.ts';

const minute = 60_000;

describe('a session', () => {
  let site: ControlSite;

  beforeAll(async () => {
    site = await openControlSite();
    await setUpSite(site);
  });

  afterAll(() => site.close());

  const signIn = async () => {
    const browser = site.browser();
    const reply = await browser.post('/api/session', { email: adminEmail, password });
    expect(reply.statusCode, reply.body).toBe(201);
    return browser;
  };
  const status = async (browser: Awaited<ReturnType<typeof signIn>>) =>
    (await browser.get('/api/session')).statusCode;

  test('ends after half an hour without use', async () => {
    const browser = await signIn();
    site.skip(29 * minute);
    expect(await status(browser)).toBe(200);
    site.skip(31 * minute);
    expect(await status(browser)).toBe(401);
  });

  test('ends after twelve hours however much it is used', async () => {
    const browser = await signIn();
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      site.skip(20 * minute);
      expect(await status(browser), `${passed + 20} minutes`).toBe(200);
    }
    site.skip(21 * minute);
    expect(await status(browser)).toBe(401);
  });

  test('has a token of its own at every sign-in, and takes none that was brought along', async () => {
    const [one, two] = [await signIn(), await signIn()];
    expect(one.cookie).not.toBe(two.cookie);
    const planted = `__Host-monago_session=${'A'.repeat(43)}`;
    const reply = await site.fastify.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'monago.example', 'sec-fetch-site': 'same-origin', cookie: planted },
      payload: { email: adminEmail, password },
    });
    expect(reply.cookies[0]?.value).not.toBe('A'.repeat(43));
    expect(reply.cookies[0]?.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('is in the database as a hash only', async () => {
    const browser = await signIn();
    const token = browser.cookie?.split('=')[1] ?? '';
    const rows = await site.database.asSuperuser<{ row: string }>(
      'SELECT t::text AS row FROM session t',
    );
    const text = JSON.stringify(rows);
    expect(rows.length).toBeGreaterThan(0);
    expect(text).not.toContain(token);
    expect(text).not.toContain(Buffer.from(token).toString('hex'));
    expect(text).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  test('ends with the account', async () => {
    const browser = await signIn();
    await site.database.asSuperuser('UPDATE user_account SET disabled_at = now()');
    expect(await status(browser)).toBe(401);
    await site.database.asSuperuser('UPDATE user_account SET disabled_at = NULL');
  });

  test('of plain HTTP has a cookie without the prefix it could not keep', async () => {
    const plain = await openControlSite({ insecureTransport: true });
    const browser = await setUpSite(plain);
    expect(browser.cookie).toMatch(/^monago_session=/);
    expect((await browser.get('/api/session')).json().insecure_transport).toBe(true);
    await plain.close();
  });
});
