import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantId } from '../../src/domain/ids.ts';
import type { Browser } from './browser.ts';
import {
  anotherTenant,
  auditorEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
  signInAs,
} from './control-site.ts';

const nova = { provider: 'bedrock', model: 'eu.amazon.nova-pro-v1:0' } as const;
const gpt = { provider: 'openai', model: 'gpt-4o-2024-08-06' } as const;

let site: ControlSite;
let admin: Browser;
let auditor: Browser;
let stranger: Browser;
let tenantId: TenantId;
let strangerId: TenantId;

beforeAll(async () => {
  site = await openControlSite();
  admin = await setUpSite(site);
  auditor = await signInAs(site, 'auditor', auditorEmail);
  stranger = await anotherTenant(site, 'budi@other.example');
  tenantId = (await admin.get('/api/session')).json().tenant.id;
  strangerId = (await stranger.get('/api/session')).json().tenant.id;
});

afterAll(() => site.close());

const set = (alias: string, target: object, by: Browser = admin) =>
  by.post('/api/models/aliases', { alias, ...target });
const remove = (alias: string, by: Browser = admin) =>
  by.delete(`/api/models/aliases/${encodeURIComponent(alias)}`);
const listed = async (by: Browser = admin) => (await by.get('/api/models/aliases')).json().aliases;
const aliasesOf = (id: TenantId) => site.directory.gatewaySettings(id).aliases;
const entriesFor = async (type: string, alias: string) =>
  (await entriesOf(site, type)).filter((entry) => entry['alias'] === alias);

describe('a name of the tenant’s own for a model', () => {
  test('200: is set, listed, and known to the gateway when the answer is there', async () => {
    const reply = await set('house-model', nova);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json()).toMatchObject({ alias: 'house-model', ...nova, hides: null });
    expect(aliasesOf(tenantId).get('house-model')).toEqual(nova);
    expect(await listed()).toContainEqual(reply.json());
    expect(await listed(auditor)).toEqual(await listed());
  });

  test('200: comes to stand for another model, and the log says what it stood for', async () => {
    await set('moved', gpt);
    expect((await set('moved', nova)).json()).toMatchObject({ alias: 'moved', ...nova });
    expect(aliasesOf(tenantId).get('moved')).toEqual(nova);
    const [first, second, ...more] = await entriesFor('model_alias.set', 'moved');
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      tenant_of_log: tenantId,
      ...gpt,
      changes: [
        { field: 'provider', old: null, new: 'openai' },
        { field: 'model', old: null, new: gpt.model },
      ],
    });
    expect(second).toMatchObject({
      ...nova,
      changes: [
        { field: 'provider', old: 'openai', new: 'bedrock' },
        { field: 'model', old: gpt.model, new: nova.model },
      ],
    });
  });

  test('200: set by two at once, one of them replaces what the other has set', async () => {
    const replies = await Promise.all([set('contested', gpt), set('contested', nova)]);
    expect(replies.map((reply) => reply.statusCode)).toEqual([200, 200]);
    const [first, second, ...more] = await entriesFor('model_alias.set', 'contested');
    expect(more).toEqual([]);
    expect(first).toMatchObject({ changes: [{ old: null }, { old: null }] });
    expect(second).toMatchObject({
      changes: [{ old: first?.['provider'] }, { old: first?.['model'] }],
    });
    expect(aliasesOf(tenantId).get('contested')?.model).toBe(second?.['model']);
  });

  test('200: set to what it is, it writes nothing', async () => {
    const first = (await set('same', gpt)).json();
    site.skip(60_000);
    expect((await set('same', gpt)).json()).toEqual(first);
    expect(await entriesFor('model_alias.set', 'same')).toHaveLength(1);
  });

  test('200: spaces around what was pasted do not count', async () => {
    const reply = await set(' pasted ', { ...gpt, model: ` ${gpt.model}\n` });
    expect(reply.json()).toMatchObject({ alias: 'pasted', ...gpt });
  });

  test('200: one that hides a model of the catalogue says whose', async () => {
    expect((await set('gpt-4o', nova)).json()).toMatchObject({ hides: 'openai' });
    expect((await set('not-a-model', nova)).json()).toMatchObject({ hides: null });
  });

  test('200: small letters and capitals are two names', async () => {
    await set('Case', gpt);
    await set('case', nova);
    expect(aliasesOf(tenantId).get('Case')).toEqual(gpt);
    expect(aliasesOf(tenantId).get('case')).toEqual(nova);
  });

  test.each(['x', '9', 'x'.repeat(128), 'claude-sonnet[1m]', 'a.b_c-d:e', `e${'.'.repeat(9)}`])(
    '204: %s can be set and removed',
    async (alias) => {
      const reply = await set(alias, gpt);
      expect(reply.statusCode, reply.body).toBe(200);
      expect((await remove(alias)).statusCode).toBe(204);
      expect(aliasesOf(tenantId).has(alias)).toBe(false);
    },
  );

  test('204: removed, with the target in the log', async () => {
    await set('short-lived', nova);
    const reply = await remove('short-lived');
    expect([reply.statusCode, reply.body]).toEqual([204, '']);
    expect(await entriesFor('model_alias.removed', 'short-lived')).toMatchObject([
      {
        ...nova,
        changes: [
          { field: 'provider', old: 'bedrock', new: null },
          { field: 'model', old: nova.model, new: null },
        ],
      },
    ]);
    expect((await remove('short-lived')).statusCode).toBe(404);
    expect(await entriesFor('model_alias.removed', 'short-lived')).toHaveLength(1);
  });

  test('404: one that there never was', async () => {
    const reply = await remove('never');
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'not_found']);
  });

  test.each([
    [{ alias: '' }, 'alias'],
    [{ alias: 'x'.repeat(129) }, 'alias'],
    [{ alias: 'openai/gpt-4o' }, 'alias'],
    [{ alias: '..' }, 'alias'],
    [{ alias: '.hidden' }, 'alias'],
    [{ alias: 'two words' }, 'alias'],
    [{ alias: 'a\u0000b' }, 'alias'],
    [{ alias: 'módel' }, 'alias'],
    [{ alias: `sk-proj-${'aB3dE6'.repeat(6)}` }, 'alias'],
    [{ provider: 'azure' }, 'provider'],
    [{ model: '' }, 'model'],
    [{ model: 'x'.repeat(257) }, 'model'],
    [{ model: '../../v1/files' }, 'model'],
    [{ model: 'a?b' }, 'model'],
    [{ model: 'a\nb' }, 'model'],
    [{ model: 'openai/gpt-4o' }, 'model'],
    [{ model: `sk-proj-${'aB3dE6'.repeat(6)}` }, 'model'],
  ])('422: %j is refused', async (change, field) => {
    const reply = await set('refused', { ...gpt, ...change });
    expect(reply.statusCode, reply.body).toBe(422);
    const { code, errors } = reply.json();
    expect(code).toBe('invalid_input');
    expect(errors.map((error: { field: string }) => error.field)).toEqual(
      expect.arrayContaining([field]),
    );
    expect(aliasesOf(tenantId).has('refused')).toBe(false);
  });

  test('200: an ARN of Bedrock can be meant', async () => {
    const model =
      'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3d4e5f6';
    const reply = await set('by-arn', { provider: 'bedrock', model });
    expect(reply.statusCode, reply.body).toBe(200);
  });

  test('403: an auditor looks, and changes nothing', async () => {
    expect((await set('auditor', gpt, auditor)).statusCode).toBe(403);
    await set('kept', gpt);
    expect((await remove('kept', auditor)).statusCode).toBe(403);
    expect(aliasesOf(tenantId).get('kept')).toEqual(gpt);
  });

  test('is nothing to another tenant, which can have the same name for something else', async () => {
    await set('shared', gpt);
    expect(aliasesOf(strangerId).has('shared')).toBe(false);
    expect(await listed(stranger)).toEqual([]);
    expect((await remove('shared', stranger)).statusCode).toBe(404);
    await set('shared', nova, stranger);
    expect(aliasesOf(tenantId).get('shared')).toEqual(gpt);
    expect(aliasesOf(strangerId).get('shared')).toEqual(nova);
    expect((await remove('shared', stranger)).statusCode).toBe(204);
    expect(aliasesOf(tenantId).get('shared')).toEqual(gpt);
  });

  test('422: no more than 500 of them, of which any can still be changed', async () => {
    await site.database.asSuperuser(
      `INSERT INTO model_alias (tenant_id, alias, provider, model, changed_at, changed_by)
        SELECT $1, 'many-' || n, 'openai', 'gpt-4o', now(), 'usr_x' FROM generate_series(1, 500) n`,
      [strangerId],
    );
    const reply = await set('one-more', gpt, stranger);
    expect(reply.json()).toMatchObject({ code: 'invalid_input', errors: [{ field: 'alias' }] });
    expect((await set('many-7', nova, stranger)).statusCode).toBe(200);
  });
});

describe('the translation of a tenant', () => {
  const settings = async (by: Browser = admin) => (await by.get('/api/settings')).json();

  test('is strict until somebody decides otherwise', async () => {
    expect(await settings()).toEqual({ credential_fallback: 'platform', translation: 'strict' });
    expect(site.directory.gatewaySettings(tenantId).translation).toBe('strict');
  });

  test('200: changes alone, at once for the gateway, and with an entry', async () => {
    const reply = await admin.post('/api/settings', { translation: 'lenient' });
    expect(reply.json()).toEqual({ credential_fallback: 'platform', translation: 'lenient' });
    expect(site.directory.gatewaySettings(tenantId).translation).toBe('lenient');
    expect(site.directory.gatewaySettings(strangerId).translation).toBe('strict');
    expect((await entriesOf(site, 'settings.changed')).at(-1)).toMatchObject({
      tenant_of_log: tenantId,
      changes: [{ field: 'translation', old: 'strict', new: 'lenient' }],
    });
  });

  test('200: stays when only the fallback changes', async () => {
    await admin.post('/api/settings', { credential_fallback: 'never' });
    expect(await settings()).toEqual({ credential_fallback: 'never', translation: 'lenient' });
    expect((await entriesOf(site, 'settings.changed')).at(-1)).toMatchObject({
      changes: [{ field: 'credential_fallback', old: 'platform', new: 'never' }],
    });
  });

  test('200: nothing named, nothing changed and nothing written', async () => {
    const before = await entriesOf(site, 'settings.changed');
    expect((await admin.post('/api/settings', {})).statusCode).toBe(200);
    expect(await entriesOf(site, 'settings.changed')).toHaveLength(before.length);
  });

  test('422: what is neither strict nor lenient is refused', async () => {
    const reply = await admin.post('/api/settings', { translation: 'loose' });
    expect(reply.json()).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'translation' }],
    });
  });
});

test('each tenant has a pseudonym key of its own, which no page or log shows', async () => {
  const keys = [tenantId, strangerId].map((id) => site.directory.gatewaySettings(id).pseudonymKey);
  expect(keys.map((key) => key.length)).toEqual([32, 32]);
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(2);
  const shown = [
    (await admin.get('/api/settings')).body,
    (await admin.get('/api/session')).body,
    JSON.stringify(
      await site.database.asSuperuser("SELECT encode(leaf, 'escape') AS leaf FROM audit_entry"),
    ),
  ].join();
  for (const key of keys) {
    for (const encoding of ['hex', 'base64'] as const) {
      expect(shown).not.toContain(key.toString(encoding));
    }
  }
});
