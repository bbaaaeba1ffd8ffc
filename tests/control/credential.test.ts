import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providerKeyContext } from '../../src/domain/credential/envelope.ts';
import type { Browser } from './browser.ts';
import {
  anotherTenant,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
} from './control-site.ts';

describe('credentials', () => {
  let site: ControlSite;
  let admin: Browser;
  let baseUrl = '';

  beforeAll(async () => {
    site = await openControlSite();
    admin = await setUpSite(site);
    baseUrl = `${site.emulator.url}/v1`;
  });

  afterAll(() => site.close());

  beforeEach(() => {
    // Each test has its five validations.
    site.skip(61_000);
    site.emulator.reset();
  });

  const add = (name: string, change: object = {}) =>
    admin.post('/api/credentials', {
      provider: 'openai',
      name,
      api_key: site.providerKey,
      base_url: baseUrl,
      ...change,
    });

  const addedId = async (name: string): Promise<string> => {
    const reply = await add(name);
    expect(reply.statusCode, reply.body).toBe(201);
    return reply.json().id;
  };

  test('201: a key that the provider accepts is stored sealed and shown masked', async () => {
    const reply = await add('production-openai');
    expect(reply.statusCode, reply.body).toBe(201);
    const credential = reply.json();
    expect(credential).toMatchObject({
      provider: 'openai',
      name: 'production-openai',
      base_url: baseUrl,
      last4: 'WXYZ',
      masked_key: 'sk-…-WXYZ',
      status: 'active',
      in_use: true,
      version: 1,
      rotated_at: null,
    });
    expect(site.emulator.requests).toMatchObject([{ method: 'GET', path: '/v1/models' }]);
    const listed = await admin.get('/api/credentials');
    expect(listed.json()).toEqual({ credentials: [credential] });
    for (const { body } of [reply, listed]) expect(body).not.toContain(site.providerKey);
    const [created] = await entriesOf(site, 'credential.created');
    expect(created).toMatchObject({
      actor: { type: 'user', id: credential.created_by },
      credential: { id: credential.id, provider: 'openai', last4: 'WXYZ', version: 1 },
    });
    expect(created?.['changes']).toContainEqual({ field: 'status', old: null, new: 'active' });
  });

  test('201: the gateway of this node has the key as soon as the answer is there', async () => {
    const id = await addedId('seen-at-once');
    const { tenant } = (await admin.get('/api/session')).json();
    expect(site.directory.activeCredential(tenant.id, 'openai')?.id).toBe(id);
  });

  test('201: what is stored opens to the very characters that were typed, and only where it belongs', async () => {
    await addedId('opens');
    const { tenant } = (await admin.get('/api/session')).json();
    const stored = site.directory.activeCredential(tenant.id, 'openai');
    if (stored === undefined) throw new Error('the directory has no credential');
    const context = providerKeyContext(stored);
    const opened = await site.ports.vault.open(stored.sealed, context);
    expect(opened.reveal().toString('latin1')).toBe(site.providerKey);
    const elsewhere = { ...context, destination: 'https://evil.example:443/v1' };
    await expect(site.ports.vault.open(stored.sealed, elsewhere)).rejects.toMatchObject({
      code: 'credential_unreadable',
    });
  });

  test('201: nothing of the key is in any row of the database', async () => {
    await addedId('canary');
    const tables = await site.database.asSuperuser<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const rows = await site.database.asSuperuser<{ row: string }>(
        `SELECT t::text AS row FROM ${name} t`,
      );
      const text = rows.map(({ row }) => row).join('\n');
      for (const form of formsOf(site.providerKey)) expect(text, name).not.toContain(form);
    }
  });

  test.each([
    ['a trailing line feed', (key: string) => `${key}\n`],
    ['a leading blank', (key: string) => ` ${key}`],
  ])('422: a key with %s is invalid, says so, and is tried nowhere', async (_, spoil) => {
    const reply = await add('spoilt', { api_key: spoil(site.providerKey) });
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({
      code: 'invalid_api_key',
      title: 'Invalid API key',
      param: 'api_key',
    });
    expect(reply.json().detail).toMatch(/begins or ends with a blank or a line break/);
    expect(site.emulator.requests).toHaveLength(0);
    expect((await entriesOf(site, 'credential.rejected')).at(-1)).toMatchObject({
      name: 'spoilt',
      reason: 'invalid_api_key',
    });
  });

  test('422: a key that the provider refuses comes with the provider’s words, scrubbed', async () => {
    const wrong = `sk-proj-${randomBytes(24).toString('hex')}`;
    const reply = await add('refused', { api_key: wrong });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().code).toBe('invalid_api_key');
    expect(reply.json().provider_detail).toMatch(/Incorrect API key provided/);
    expect(reply.body).not.toContain(wrong.slice(-4));
    expect(await names()).not.toContain('refused');
    expect((await entriesOf(site, 'credential.rejected')).at(-1)).toMatchObject({
      provider: 'openai',
      name: 'refused',
      reason: 'invalid_api_key',
    });
  });

  test('409: a name that is taken is refused before the provider is asked', async () => {
    await addedId('twice');
    site.emulator.reset();
    const reply = await add('twice');
    expect(reply.statusCode).toBe(409);
    expect(reply.json()).toMatchObject({
      code: 'credential_name_taken',
      title: 'Credential name already used',
      errors: [{ field: 'name' }],
    });
    expect(site.emulator.requests).toHaveLength(0);
  });

  test('409: of two at the same moment one gets the name', async () => {
    const replies = await Promise.all([add('race'), add('race'), add('race')]);
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
  });

  test.each([
    ['file:///etc/passwd'],
    ['http://169.254.169.254/latest'],
    ['http://localhost:1/v1'],
    ['https://user:pass@api.openai.com/v1'],
    ['not a url'],
  ])('422: the base URL %s cannot be used', async (base_url) => {
    const reply = await add('elsewhere', { base_url });
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({ code: 'bad_base_url', errors: [{ field: 'base_url' }] });
    expect((await entriesOf(site, 'credential.rejected')).at(-1)?.['reason']).toBe('bad_base_url');
  });

  test('422: a place that is not the provider is a bad base URL', async () => {
    site.emulator.script({ garbage: 'text' });
    expect((await add('garbage')).json().code).toBe('bad_base_url');
  });

  test('502: a provider that does not answer leaves nothing behind', async () => {
    for (let fault = 0; fault < 2; fault++) site.emulator.script({ reset: 'before-headers' });
    const reply = await add('unreachable');
    expect(reply.statusCode).toBe(502);
    expect(reply.json().code).toBe('provider_unreachable');
    expect(await names()).not.toContain('unreachable');
  });

  test('504: a provider that hangs is given up after five seconds', async () => {
    site.emulator.script({ hang: 'before-headers' });
    const reply = await add('slow');
    expect(reply.statusCode).toBe(504);
    expect(reply.json().code).toBe('validation_timeout');
    expect(await names()).not.toContain('slow');
  });

  test('429: a tenant validates five keys a minute', async () => {
    for (let at = 0; at < 5; at++) {
      expect((await add(`limit-${at}`, { api_key: 'x'.repeat(40) })).statusCode).toBe(422);
    }
    const reply = await add('limit-5');
    expect(reply.statusCode).toBe(429);
    expect(reply.json().code).toBe('rate_limited');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    site.skip(61_000);
    expect((await add('limit-5')).statusCode).toBe(201);
  });

  test('422: an address that cannot be used costs no validation, however often it is tried', async () => {
    for (let at = 0; at < 8; at++) {
      const reply = await add('mistyped', { base_url: 'file:///etc/passwd' });
      expect(reply.json().code).toBe('bad_base_url');
    }
    expect((await add('right-at-last')).statusCode).toBe(201);
  });

  test('422: a provider that does not exist is an error of that field', async () => {
    const reply = await add('other', { provider: 'other' });
    expect(reply.json()).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'provider' }],
    });
  });

  test('200: rotation swaps the key, keeps the credential and says what changed', async () => {
    const before = (await add('rotated')).json();
    const fresh = `sk-proj-${randomBytes(24).toString('hex')}`;
    site.emulator.script({ replay: acceptance });
    const reply = await admin.post(`/api/credentials/${before.id}/rotate`, { api_key: fresh });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json()).toMatchObject({
      id: before.id,
      created_at: before.created_at,
      version: 2,
      last4: fresh.slice(-4),
    });
    expect(reply.json().rotated_at).not.toBeNull();
    const versions = await site.database.asSuperuser<{ version: number }>(
      'SELECT version FROM credential_version WHERE credential_id = $1',
      [before.id],
    );
    expect(versions).toEqual([{ version: 2 }]);
    expect((await entriesOf(site, 'credential.rotated')).at(-1)?.['changes']).toEqual([
      { field: 'version', old: 1, new: 2 },
      { field: 'last4', old: 'WXYZ', new: fresh.slice(-4) },
    ]);
  });

  test('422: a rotation that the provider refuses leaves the old key in place', async () => {
    const id = await addedId('kept');
    const sealed = () =>
      site.database.asSuperuser('SELECT * FROM credential_version WHERE credential_id = $1', [id]);
    const before = await sealed();
    const reply = await admin.post(`/api/credentials/${id}/rotate`, { api_key: 'x'.repeat(40) });
    expect(reply.json().code).toBe('invalid_api_key');
    expect(await sealed()).toEqual(before);
  });

  test('200: disabling pauses and enabling resumes, each recorded once', async () => {
    const id = await addedId('paused');
    const disabled = await admin.post(`/api/credentials/${id}/disable`);
    expect(disabled.json()).toMatchObject({ status: 'disabled', in_use: false });
    expect((await admin.post(`/api/credentials/${id}/disable`)).statusCode).toBe(200);
    const enabled = await admin.post(`/api/credentials/${id}/enable`);
    expect(enabled.json()).toMatchObject({ status: 'active', in_use: true });
    const of = async (type: string) =>
      (await entriesOf(site, type)).filter((entry) =>
        JSON.stringify(entry['credential']).includes(id),
      );
    expect(await of('credential.disabled')).toHaveLength(1);
    expect(await of('credential.enabled')).toMatchObject([
      { changes: [{ field: 'status', old: 'disabled', new: 'active' }] },
    ]);
  });

  test('422: revocation asks for the exact name', async () => {
    const id = await addedId('Exact-Name');
    for (const confirm_name of ['exact-name', 'Exact-Name ', '', 'Exact-Nam']) {
      const reply = await admin.post(`/api/credentials/${id}/revoke`, { confirm_name });
      expect(reply.statusCode).toBe(422);
      expect(reply.json().code).toBe('confirmation_mismatch');
    }
    expect(await entriesOf(site, 'credential.revoked')).toHaveLength(0);
  });

  test('200: revocation destroys the ciphertext and names who did it', async () => {
    const id = await addedId('gone');
    const reply = await admin.post(`/api/credentials/${id}/revoke`, { confirm_name: 'gone' });
    expect(reply.json()).toMatchObject({ status: 'revoked', in_use: false, last4: 'WXYZ' });
    const left = await site.database.asSuperuser(
      'SELECT 1 FROM credential_version WHERE credential_id = $1',
      [id],
    );
    expect(left).toHaveLength(0);
    expect((await entriesOf(site, 'credential.revoked')).at(-1)).toMatchObject({
      confirm: 'typed_name',
      credential: { name: 'gone', last4: 'WXYZ' },
      changes: [{ field: 'status', old: 'active', new: 'revoked' }],
    });
  });

  test('409: a revoked credential cannot be changed in any way, and keeps its name', async () => {
    const id = await addedId('final');
    await admin.post(`/api/credentials/${id}/revoke`, { confirm_name: 'final' });
    site.emulator.reset();
    const replies = [
      await admin.post(`/api/credentials/${id}/enable`),
      await admin.post(`/api/credentials/${id}/disable`),
      await admin.post(`/api/credentials/${id}/revoke`, { confirm_name: 'final' }),
      await admin.post(`/api/credentials/${id}/rotate`, { api_key: site.providerKey }),
    ];
    expect(replies.map((reply) => reply.json().code)).toEqual(
      replies.map(() => 'credential_revoked'),
    );
    expect((await add('final')).json().code).toBe('credential_name_taken');
    expect(site.emulator.requests).toHaveLength(0);
  });

  test('404: what does not exist and what is another organisation’s look the same', async () => {
    const id = await addedId('ours');
    const stranger = await anotherTenant(site, 'budi@other.example');
    const attempts = (browser: Browser, target: string) => [
      browser.post(`/api/credentials/${target}/rotate`, { api_key: site.providerKey }),
      browser.post(`/api/credentials/${target}/disable`),
      browser.post(`/api/credentials/${target}/enable`),
      browser.post(`/api/credentials/${target}/revoke`, { confirm_name: 'ours' }),
    ];
    const nobodys = `cred_${'0'.repeat(32)}`;
    const [foreign, missing, malformed] = [
      await Promise.all(attempts(stranger, id)),
      await Promise.all(attempts(stranger, nobodys)),
      await Promise.all(attempts(stranger, "x'--")),
    ];
    for (const reply of [...foreign, ...missing, ...malformed]) {
      expect(reply.statusCode).toBe(404);
      expect({ ...reply.json(), request_id: '' }).toEqual({
        type: 'urn:monago:error:credential_not_found',
        title: 'AI provider credential not found',
        status: 404,
        code: 'credential_not_found',
        request_id: '',
      });
    }
    expect((await stranger.get('/api/credentials')).json()).toEqual({ credentials: [] });
  });

  test('503: without the audit log nothing is stored, not even a refusal', async () => {
    const alone = await openControlSite();
    const person = await setUpSite(alone);
    await alone.database.asSuperuser("UPDATE audit_log SET state = 'frozen'");
    const reply = await person.post('/api/credentials', {
      provider: 'openai',
      name: 'unaudited',
      api_key: alone.providerKey,
      base_url: `${alone.emulator.url}/v1`,
    });
    expect(reply.statusCode).toBe(503);
    expect(reply.json().code).toBe('audit_unavailable');
    expect(await alone.database.asSuperuser('SELECT 1 FROM credential')).toHaveLength(0);
    await alone.close();
  });

  const names = async (): Promise<string[]> => {
    const { credentials } = (await admin.get('/api/credentials')).json();
    return credentials.map(({ name }: { name: string }) => name);
  };
});

const acceptance = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ object: 'list', data: [] }),
};

function formsOf(key: string): string[] {
  const bytes = Buffer.from(key);
  return [key, bytes.toString('hex'), bytes.toString('base64').slice(0, 40)];
}
