import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adminEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  password,
  publicUrl,
  setUpSite,
} from './control-site.ts';

const form = {
  organisation: 'Bank Nusantara',
  name: 'Sri Wahyuni',
  email: adminEmail,
  password,
};

describe('set-up', () => {
  let site: ControlSite;

  beforeAll(async () => {
    site = await openControlSite();
  });

  afterAll(() => site.close());

  test('200: is open until somebody has done it', async () => {
    expect((await site.browser().get('/api/setup')).json()).toEqual({ state: 'open' });
  });

  test('422: names every field that is not right, without repeating the password', async () => {
    const reply = await site.browser().post('/api/setup', {
      token: 'x',
      organisation: '  ',
      name: 'Sri\u202eWahyuni',
      email: 'sri',
      password: 'correct horse',
    });
    expect(reply.statusCode).toBe(422);
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = reply.json();
    expect(problem.code).toBe('invalid_input');
    expect(problem.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'email',
      'name',
      'organisation',
      'password',
    ]);
    expect(reply.body).not.toContain('correct horse');
  });

  test('410: a link that was never given out sets nothing up', async () => {
    const reply = await site.browser().post('/api/setup', { ...form, token: 'guess' });
    expect(reply.statusCode).toBe(410);
    expect(reply.json()).toMatchObject({ code: 'setup_link_invalid', status: 410 });
    expect((await site.browser().get('/api/setup')).json()).toEqual({ state: 'open' });
  });

  test('410: a link that a later one replaced sets nothing up', async () => {
    const early = await site.newSetupToken();
    await site.newSetupToken();
    const reply = await site.browser().post('/api/setup', { ...form, token: early });
    expect(reply.json().code).toBe('setup_link_invalid');
  });

  test('429: links cannot be guessed in bulk', async () => {
    for (let guess = 0; guess < 5; guess++) {
      await site.browser().post('/api/setup', { ...form, token: `guess-${guess}` });
    }
    const reply = await site.browser().post('/api/setup', { ...form, token: 'guess' });
    expect(reply.statusCode).toBe(429);
    expect(reply.json().code).toBe('rate_limited');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    site.skip(61_000);
  });

  test('201: the link creates the organisation and its administrator, signed in', async () => {
    const browser = await setUpSite(site);
    const session = (await browser.get('/api/session')).json();
    expect(session).toMatchObject({
      user: { name: 'Sri Wahyuni', email: adminEmail, role: 'admin' },
      tenant: { name: 'Bank Nusantara' },
      mode: 'onprem',
      insecure_transport: false,
      gateway_url: `${publicUrl}/v1`,
    });
    const workspaces = (await browser.get('/api/workspaces')).json().workspaces;
    expect(workspaces).toMatchObject([{ slug: 'default', is_default: true }]);
    const [created] = await entriesOf(site, 'tenant.created');
    expect(created).toMatchObject({ tenant: session.tenant.id, administrator: session.user.id });
    expect(created?.tenant_of_log).toBe(session.tenant.id);
  });

  test('409: is done once', async () => {
    const token = await site.newSetupToken();
    const reply = await site.browser().post('/api/setup', { ...form, token });
    expect(reply.statusCode).toBe(409);
    expect(reply.json().code).toBe('setup_done');
    expect((await site.browser().get('/api/setup')).json()).toEqual({ state: 'done' });
  });

  test('the password is kept as argon2id and in no other form', async () => {
    const [row] = await site.database.asSuperuser<{ password_hash: string }>(
      'SELECT password_hash FROM user_account',
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
  });
});
