import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorTable } from '../../src/domain/error-table.ts';
import type { Browser } from './browser.ts';
import { type ControlSite, openControlSite, publicUrl, setUpSite } from './control-site.ts';

describe('the control plane', () => {
  let site: ControlSite;
  let admin: Browser;

  beforeAll(async () => {
    site = await openControlSite();
    admin = await setUpSite(site);
  });

  afterAll(() => site.close());

  const raw = (payload: string | Buffer) =>
    site.fastify.inject({
      method: 'POST',
      url: '/api/tokens',
      headers: { ...admin.headers(), 'content-type': 'application/json' },
      payload,
    });

  test.each(['{', '', '{"name":', '[1', 'name=x', '\ufeff{}', '{"name":"a"}}'])(
    '400 or 422: %j is no body',
    async (payload) => {
      const reply = await raw(payload);
      expect([400, 422]).toContain(reply.statusCode);
      expect(['invalid_request', 'invalid_input']).toContain(reply.json().code);
    },
  );

  test('400: malformed JSON is not quoted back', async () => {
    const reply = await raw('{"name": sk-proj-secretsecretsecret');
    expect(reply.statusCode).toBe(400);
    expect(reply.json().code).toBe('invalid_request');
    expect(reply.body).not.toContain('secret');
  });

  test.each(['null', '[]', '"x"', '1', '{"name":["x"]}', '{"name":{"a":1}}', '{"__proto__":{}}'])(
    '422: %s is of another shape',
    async (payload) => {
      const reply = await raw(payload);
      expect(reply.statusCode).toBe(422);
      expect(reply.json().code).toBe('invalid_input');
      expect(reply.json().errors.length).toBeGreaterThan(0);
    },
  );

  test('413: a body of more than 64 KB is not read', async () => {
    const reply = await raw(JSON.stringify({ name: 'x'.repeat(70_000) }));
    expect(reply.statusCode).toBe(413);
    expect(reply.json().code).toBe('request_too_large');
  });

  test('422: JSON nested 30,000 deep is refused, not died of', async () => {
    const reply = await raw(`{"name":${'['.repeat(30_000)}${']'.repeat(30_000)}}`);
    expect(reply.statusCode).toBe(422);
  });

  test('every error is a problem with the same members, and is never cached', async () => {
    const replies = [
      await raw('{'),
      await admin.get('/api/none'),
      await site.browser().get('/api/session'),
      await admin.post('/api/tokens', {}),
      await admin.send('PUT', '/api/session'),
    ];
    for (const reply of replies) {
      const problem = reply.json();
      expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(reply.headers['cache-control']).toBe('no-store');
      expect(problem).toMatchObject({
        type: `urn:monago:error:${problem.code}`,
        status: reply.statusCode,
        request_id: expect.stringMatching(/^req_[0-9a-f]{32}$/),
      });
      expect(Object.values(errorTable).map(({ message }) => message)).toContain(problem.title);
    }
  });

  test('500: what goes wrong inside is not told', async () => {
    const broken = await openControlSite();
    await broken.database.asSuperuser('REVOKE SELECT ON user_account FROM monago_reader');
    const reply = await broken.browser().get('/api/setup');
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toMatchObject({ code: 'internal', title: errorTable.internal.message });
    expect(reply.body).not.toMatch(/user_account|denied/);
    await broken.close();
  });

  test('a field that is not in the contract does not leave', async () => {
    const leaky = await openControlSite({
      ports: (ports) => ({
        ...ports,
        auditReader: {
          head: async (tenantId) => ({
            ...(await ports.auditReader.head(tenantId)),
            ...{ signing_key: 'leaked' },
          }),
          entries: (tenantId, query) => ports.auditReader.entries(tenantId, query),
          entry: (tenantId, entryId) => ports.auditReader.entry(tenantId, entryId),
          status: (tenantId) => ports.auditReader.status(tenantId),
          reach: (tenantId) => ports.auditReader.reach(tenantId),
          file: (tenantId, name) => ports.auditReader.file(tenantId, name),
          receipt: (tenantId, entryId) => ports.auditReader.receipt(tenantId, entryId),
          leaves: (tenantId, range) => ports.auditReader.leaves(tenantId, range),
          bundle: (tenantId) => ports.auditReader.bundle(tenantId),
        },
      }),
    });
    const person = await setUpSite(leaky);
    const reply = await person.get('/api/audit/head');
    expect(reply.statusCode).toBe(200);
    expect(reply.body).not.toContain('leaked');
    await leaky.close();
  });

  test('the contract is served as OpenAPI', async () => {
    const reply = await site.fastify.inject({ url: '/openapi.json' });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().openapi).toBe('3.1.0');
  });

  test('the public address is where clients are sent', async () => {
    expect((await admin.get('/api/session')).json().gateway_url).toBe(`${publicUrl}/v1`);
  });
});
