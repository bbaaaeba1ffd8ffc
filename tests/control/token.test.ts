import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from './browser.ts';
import {
  anotherTenant,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
} from './control-site.ts';

describe('API keys', () => {
  let site: ControlSite;
  let admin: Browser;

  beforeAll(async () => {
    site = await openControlSite();
    admin = await setUpSite(site);
  });

  afterAll(() => site.close());

  const create = (name: string, change: object = {}) =>
    admin.post('/api/tokens', { name, ...change });

  test('201: the JWT is in this answer and nowhere else', async () => {
    const reply = await create('checkout');
    expect(reply.statusCode, reply.body).toBe(201);
    const { token, jwt } = reply.json();
    expect(token).toMatchObject({ name: 'checkout', status: 'active', last4: jwt.slice(-4) });
    expect(reply.headers['cache-control']).toBe('no-store');
    const listed = await admin.get('/api/tokens');
    expect(listed.json()).toEqual({ tokens: [token] });
    const signature = jwt.split('.')[2];
    expect(listed.body).not.toContain(signature);
    const rows = await site.database.asSuperuser<{ row: string }>(
      'SELECT t::text AS row FROM service_token t UNION ALL SELECT e::text FROM audit_entry e',
    );
    expect(JSON.stringify(rows)).not.toContain(signature);
    const [created] = await entriesOf(site, 'token.created');
    expect(created).toMatchObject({
      token: { id: token.id, name: 'checkout', last4: token.last4 },
      workspace: token.workspace_id,
    });
  });

  test('201: the JWT verifies, ends when the record ends, and has a record at once', async () => {
    const { token, jwt } = (await create('verified', { expires_in_days: 30 })).json();
    const verified = await site.verifier.verify(jwt);
    if (!verified.ok) throw new Error(verified.reason);
    const { claims } = verified;
    expect(claims.tokenId).toBe(token.id);
    expect(new Date(claims.expiresAt).toISOString()).toBe(token.expires_at);
    const days = (Date.parse(token.expires_at) - Date.parse(token.created_at)) / 86_400_000;
    expect(days).toBeCloseTo(30, 3);
    expect(site.directory.token(claims.tenantId, claims.tokenId)).toMatchObject({
      expiresAt: claims.expiresAt,
      isRevoked: false,
    });
  });

  test('422: a name serves one API key', async () => {
    await create('unique');
    expect((await create('unique')).json()).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'name', message: 'Another API key already has this name.' }],
    });
  });

  test.each([
    [{ expires_in_days: 0 }, 'expires_in_days'],
    [{ expires_in_days: 366 }, 'expires_in_days'],
    [{ expires_in_days: 1.5 }, 'expires_in_days'],
    [{ workspace_id: `ws_${'0'.repeat(32)}` }, 'workspace_id'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(81) }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ name: '\ud800' }, 'name'],
  ])('422: %j is refused', async (change, field) => {
    const reply = await create('refused', change);
    expect(reply.statusCode).toBe(422);
    expect(reply.json().errors).toMatchObject([{ field }]);
  });

  test('422: another organisation’s workspace does not exist here', async () => {
    const stranger = await anotherTenant(site, 'budi@other.example');
    const [theirs] = (await stranger.get('/api/workspaces')).json().workspaces;
    const reply = await create('foreign', { workspace_id: theirs.id });
    expect(reply.json().errors).toMatchObject([{ field: 'workspace_id' }]);
  });

  test('200: revocation ends it at once for the gateway, and is recorded once', async () => {
    const { token, jwt } = (await create('leaked')).json();
    const { tenant } = (await admin.get('/api/session')).json();
    const reply = await admin.post(`/api/tokens/${token.id}/revoke`);
    expect(reply.json()).toMatchObject({ id: token.id, status: 'revoked' });
    expect(site.directory.token(tenant.id, token.id)?.isRevoked ?? true).toBe(true);
    const again = await admin.post(`/api/tokens/${token.id}/revoke`);
    expect(again.json()).toEqual(reply.json());
    expect(await site.verifier.verify(jwt)).toMatchObject({ ok: true });
    expect(await entriesOf(site, 'token.revoked')).toMatchObject([
      { token: { id: token.id }, changes: [{ field: 'status', old: 'active', new: 'revoked' }] },
    ]);
  });

  test('404: what does not exist and what is another organisation’s look the same', async () => {
    const { token } = (await create('ours')).json();
    const stranger = await anotherTenant(site, 'dewi@other.example');
    for (const id of [token.id, `tok_${'0'.repeat(32)}`, 'x']) {
      const reply = await stranger.post(`/api/tokens/${id}/revoke`);
      expect(reply.statusCode).toBe(404);
      expect(reply.json()).toMatchObject({ code: 'token_not_found', title: 'API key not found' });
    }
    expect((await stranger.get('/api/tokens')).json()).toEqual({ tokens: [] });
  });

  test('an API key that is past its end is shown as expired', async () => {
    const { token } = (await create('short', { expires_in_days: 1 })).json();
    site.skip(86_400_000);
    const { tokens } = (await signedInAgain()).json();
    const shown = tokens.find(({ id }: { id: string }) => id === token.id);
    expect(shown.status).toBe('expired');
  });

  // A day later the session is over as well.
  const signedInAgain = async () => {
    await admin.post('/api/session', {
      email: 'sri@bank.example',
      password: 'a long enough passphrase',
    });
    return admin.get('/api/tokens');
  };
});
