import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from './browser.ts';
import { openTenant, operatorEmail, setUpOperator, tokenOf } from './cloud-site.ts';
import {
  adminEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  password,
  setUpSite,
} from './control-site.ts';

const hourMs = 3_600_000;
let people = 0;

function newEmail(): string {
  people += 1;
  return `person-${people}@bank.example`;
}

async function invite(admin: Browser, email = newEmail(), role = 'auditor') {
  const reply = await admin.post('/api/users', { email, role });
  expect(reply.statusCode, reply.body).toBe(201);
  const { user, invitation_link, expires_at } = reply.json();
  return { id: user.id, email, user, token: tokenOf(invitation_link), expires_at };
}

function accept(site: ControlSite, token: string, browser = site.browser()) {
  return browser.post('/api/invitation/accept', { token, name: 'Budi Santoso', password });
}

/** Somebody who has been invited and has joined. */
async function join(site: ControlSite, admin: Browser, role = 'auditor') {
  const invited = await invite(admin, newEmail(), role);
  const browser = site.browser();
  const reply = await accept(site, invited.token, browser);
  expect(reply.statusCode, reply.body).toBe(201);
  return { ...invited, browser };
}

describe('users', () => {
  let site: ControlSite;
  let admin: Browser;
  let adminId: string;

  beforeAll(async () => {
    site = await openControlSite();
    admin = await setUpSite(site);
    adminId = (await admin.get('/api/session')).json().user.id;
  });

  afterAll(() => site.close());

  const listed = async (id: string) => {
    const { users } = (await admin.get('/api/users')).json();
    return users.find((user: { id: string }) => user.id === id);
  };
  const entries = async (type: string, user: string) =>
    (await entriesOf(site, type)).filter((entry) => entry['user'] === user);

  test('200: the list begins with who set Monago up, and when they signed in', async () => {
    expect(await listed(adminId)).toEqual({
      id: adminId,
      name: 'Sri Wahyuni',
      email: adminEmail,
      role: 'admin',
      status: 'active',
      last_sign_in_at: expect.stringMatching(/^2\d{3}-/),
      invited_until: null,
    });
  });

  test('201: an invitation is a link for 72 hours whose token is nowhere else', async () => {
    const { id, user, token, expires_at } = await invite(admin);
    expect(user).toMatchObject({ name: null, status: 'invited', last_sign_in_at: null });
    expect(user.invited_until).toBe(expires_at);
    expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(71.9 * hourMs);
    expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(72 * hourMs);
    const rows = await site.database.asSuperuser('SELECT i::text AS row FROM user_invitation i');
    expect(JSON.stringify(rows)).toContain(id);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await admin.get('/api/users')).body).not.toContain(token);
  });

  test('200: who holds the link is told whom it is for', async () => {
    const { token, email } = await invite(admin);
    const reply = await site.browser().post('/api/invitation', { token });
    expect(reply.json()).toEqual({ organisation: 'Bank Nusantara', email, role: 'auditor' });
  });

  test('201: who joins is signed in with the role, and the link has been used up', async () => {
    const { id, email, token } = await invite(admin);
    const browser = site.browser();
    expect((await accept(site, token, browser)).json()).toMatchObject({
      user: { id, name: 'Budi Santoso', email, role: 'auditor' },
      tenant: { name: 'Bank Nusantara' },
    });
    expect((await browser.get('/api/session')).statusCode).toBe(200);
    expect(await listed(id)).toMatchObject({
      name: 'Budi Santoso',
      status: 'active',
      invited_until: null,
      last_sign_in_at: expect.any(String),
    });
    expect((await accept(site, token)).json().code).toBe('invitation_invalid');
    const signIn = await site.browser().post('/api/session', { email, password });
    expect(signIn.statusCode).toBe(201);
  });

  test('the log has what became of somebody, by id and never by address', async () => {
    const { id, email, browser } = await join(site, admin);
    await admin.post(`/api/users/${id}/role`, { role: 'admin' });
    await admin.post(`/api/users/${id}/disable`);
    await admin.post(`/api/users/${id}/enable`);
    expect((await browser.get('/api/session')).json().code).toBe('signed_out');
    expect(await entries('user.invited', id)).toMatchObject([
      {
        actor: { id: adminId },
        changes: [{ new: 'invited' }, { field: 'role', new: 'auditor' }, {}],
      },
    ]);
    expect(await entries('user.joined', id)).toMatchObject([{ actor: { type: 'user', id } }]);
    expect(await entries('user.role_changed', id)).toMatchObject([
      { changes: [{ field: 'role', old: 'auditor', new: 'admin' }] },
    ]);
    expect(await entries('user.disabled', id)).toMatchObject([
      { changes: [{ field: 'status', old: 'active', new: 'disabled' }] },
    ]);
    expect(await entries('user.enabled', id)).toMatchObject([
      { changes: [{ field: 'status', old: 'disabled', new: 'active' }] },
    ]);
    const leaves = await site.database.asSuperuser<{ found: boolean }>(
      `SELECT convert_from(leaf, 'UTF8') LIKE '%' || $1 || '%' OR convert_from(leaf, 'UTF8') LIKE '%Budi%' AS found
        FROM audit_entry`,
      [email],
    );
    expect(leaves.length).toBeGreaterThan(5);
    expect(leaves.filter(({ found }) => found)).toEqual([]);
  });

  test('409: an address is invited once, and not when somebody here has it, however it is written', async () => {
    const { email } = await invite(admin);
    for (const taken of [email, email.toUpperCase(), adminEmail, 'SRI@bank.example']) {
      const reply = await admin.post('/api/users', { email: taken, role: 'auditor' });
      expect([reply.statusCode, reply.json().code], taken).toEqual([409, 'user_email_taken']);
    }
  });

  test('422: neither an operator nor something that is no address can be invited', async () => {
    for (const body of [
      { email: newEmail(), role: 'super_admin' },
      { email: 'budi', role: 'auditor' },
      { email: newEmail() },
    ]) {
      expect((await admin.post('/api/users', body)).json().code).toBe('invalid_input');
    }
  });

  test('422: a short password keeps the link good', async () => {
    const { token } = await invite(admin);
    const weak = { token, name: 'Budi', password: 'too short' };
    const refused = await site.browser().post('/api/invitation/accept', weak);
    expect(refused.json()).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'password' }],
    });
    expect((await accept(site, token)).statusCode).toBe(201);
  });

  test('200: inviting again replaces the link, also when its time is over', async () => {
    const { id, token } = await invite(admin);
    const again = await admin.post(`/api/users/${id}/invite`);
    expect(again.statusCode, again.body).toBe(200);
    expect((await accept(site, token)).json().code).toBe('invitation_invalid');
    expect((await accept(site, tokenOf(again.json().invitation_link))).statusCode).toBe(201);
    expect(await entries('user.invited', id)).toHaveLength(2);
    expect((await admin.post(`/api/users/${id}/invite`)).json().code).toBe('user_not_invited');
  });

  test('200: sessions end at once when somebody is disabled, and stay ended', async () => {
    const { id, email, browser } = await join(site, admin);
    const disabled = await admin.post(`/api/users/${id}/disable`);
    expect(disabled.json()).toMatchObject({ id, status: 'disabled' });
    expect((await browser.get('/api/users')).json().code).toBe('signed_out');
    const refused = await site.browser().post('/api/session', { email, password });
    expect(refused.json().code).toBe('sign_in_failed');
    const left = await site.database.asSuperuser('SELECT 1 FROM session WHERE user_id = $1', [id]);
    expect(left).toEqual([]);
    await admin.post(`/api/users/${id}/disable`);
    expect(await entries('user.disabled', id)).toHaveLength(1);
    expect((await admin.post(`/api/users/${id}/enable`)).json().status).toBe('active');
    expect((await browser.get('/api/session')).json().code).toBe('signed_out');
    const again = await site.browser().post('/api/session', { email, password });
    expect(again.statusCode).toBe(201);
  });

  test('200: disabling somebody who was invited takes the link back for good', async () => {
    const { id, token } = await invite(admin);
    expect((await admin.post(`/api/users/${id}/disable`)).json().status).toBe('disabled');
    expect((await accept(site, token)).json().code).toBe('invitation_invalid');
    expect((await admin.post(`/api/users/${id}/invite`)).json().code).toBe('user_not_invited');
    expect((await admin.post(`/api/users/${id}/enable`)).json().status).toBe('invited');
    expect((await accept(site, token)).json().code).toBe('invitation_invalid');
    const again = await admin.post(`/api/users/${id}/invite`);
    site.skip(60_001);
    expect((await accept(site, tokenOf(again.json().invitation_link))).statusCode).toBe(201);
  });

  test('200: another role counts from the next request on, and for whoever has not joined', async () => {
    const { id, browser } = await join(site, admin);
    expect((await browser.post('/api/tokens', { name: 'x' })).json().code).toBe('forbidden');
    await admin.post(`/api/users/${id}/role`, { role: 'admin' });
    expect((await browser.post('/api/tokens', { name: 'by a second person' })).statusCode).toBe(
      201,
    );
    const invited = await invite(admin);
    await admin.post(`/api/users/${invited.id}/role`, { role: 'admin' });
    expect((await accept(site, invited.token)).json()).toMatchObject({ user: { role: 'admin' } });
  });

  test('409: nobody takes their own rights away', async () => {
    const calls = [
      admin.post(`/api/users/${adminId}/disable`),
      admin.post(`/api/users/${adminId}/role`, { role: 'auditor' }),
    ];
    for (const reply of await Promise.all(calls)) {
      expect([reply.statusCode, reply.json().code]).toEqual([409, 'own_account']);
    }
    expect(await listed(adminId)).toMatchObject({ role: 'admin', status: 'active' });
  });

  test('of administrators who disable each other at once, one stays', async () => {
    const second = await join(site, admin, 'admin');
    const third = await join(site, admin, 'admin');
    const both = await Promise.all([
      second.browser.post(`/api/users/${third.id}/disable`),
      third.browser.post(`/api/users/${second.id}/disable`),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, expect.any(Number)]);
    const states = await Promise.all([listed(second.id), listed(third.id)]);
    expect(states.map(({ status }) => status).sort()).toEqual(['active', 'disabled']);
  });

  test('404: nobody of another tenant, and nobody at all', async () => {
    for (const id of [`usr_${'f'.repeat(32)}`, 'x', `ten_${'f'.repeat(32)}`]) {
      for (const deed of ['disable', 'enable', 'invite']) {
        const reply = await admin.post(`/api/users/${id}/${deed}`);
        expect([reply.statusCode, reply.json().code], id).toEqual([404, 'user_not_found']);
      }
    }
  });

  test('403: an auditor reads who there is and changes nobody', async () => {
    const { browser } = await join(site, admin);
    expect((await browser.get('/api/users')).json().users.length).toBeGreaterThan(1);
    for (const path of ['/api/users', `/api/users/${adminId}/disable`]) {
      const reply = await browser.post(path, { email: newEmail(), role: 'admin' });
      expect(reply.json().code, path).toBe('forbidden');
    }
  });

  test('429: links cannot be guessed in bulk', async () => {
    const { token } = await invite(admin);
    site.skip(60_001);
    for (let guess = 0; guess < 5; guess++) await accept(site, `guess-${guess}`);
    expect((await accept(site, token)).json().code).toBe('rate_limited');
    site.skip(60_001);
    expect((await accept(site, token)).statusCode).toBe(201);
  });

  test('410: a link ends after 72 hours', async () => {
    const { id, token } = await invite(admin);
    site.skip(72 * hourMs);
    const reply = await site.browser().post('/api/invitation', { token });
    expect([reply.statusCode, reply.json().code]).toEqual([410, 'invitation_invalid']);
    expect((await accept(site, token)).json().code).toBe('invitation_invalid');
    await admin.post('/api/session', { email: adminEmail, password });
    expect(await listed(id)).toMatchObject({ status: 'invited' });
  });
});

describe('users in the cloud', () => {
  let site: ControlSite;
  let operator: Browser;

  beforeAll(async () => {
    site = await openControlSite({ mode: 'cloud' });
    operator = await setUpOperator(site);
  });

  afterAll(() => site.close());

  test('a tenant’s administrator sees and changes nobody of another tenant', async () => {
    const own = await openTenant(site, operator, 'one@bank.example');
    const foreign = await openTenant(site, operator, 'two@bank.example');
    const invited = await invite(foreign);
    const { users } = (await own.get('/api/users')).json();
    expect(users.map(({ email }: { email: string }) => email)).toEqual(['one@bank.example']);
    for (const deed of ['disable', 'enable', 'invite']) {
      const reply = await own.post(`/api/users/${invited.id}/${deed}`);
      expect(reply.json().code, deed).toBe('user_not_found');
    }
    expect((await accept(site, invited.token)).statusCode).toBe(201);
  });

  test('409: an address that another tenant has is refused to who joins, not told to who invites', async () => {
    const own = await openTenant(site, operator, 'three@bank.example');
    const { id, token } = await invite(own, operatorEmail);
    const refused = await accept(site, token);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'user_email_taken']);
    const { users } = (await own.get('/api/users')).json();
    expect(users).toContainEqual(expect.objectContaining({ id, status: 'invited' }));
  });

  test('403: the operator has no part in a tenant’s people', async () => {
    expect((await operator.get('/api/users')).json().code).toBe('forbidden');
  });
});
