import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformTenantId } from '../../src/domain/ids.ts';
import type { Browser } from './browser.ts';
import { openTenant, operatorEmail, setUpOperator, tokenOf, useSetupLink } from './cloud-site.ts';
import {
  adminEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  password,
} from './control-site.ts';

describe('a cloud deployment', () => {
  let site: ControlSite;
  let operator: Browser;

  beforeAll(async () => {
    site = await openControlSite({ mode: 'cloud' });
    operator = await setUpOperator(site);
  });

  afterAll(() => site.close());

  const create = async (name: string) => {
    const reply = await operator.post('/api/platform/tenants', { name });
    expect(reply.statusCode, reply.body).toBe(201);
    return reply.json();
  };
  const setUpReply = (token: string, email: string) =>
    site.browser().post('/api/setup', { token, organisation: 'Bank', name: 'X', email, password });
  const state = async () => (await site.browser().get('/api/setup')).json().state;

  test('its first set-up link makes the operator, in the platform’s own tenant', async () => {
    const session = (await operator.get('/api/session')).json();
    expect(session).toMatchObject({
      user: { role: 'super_admin', email: operatorEmail },
      tenant: { id: platformTenantId },
      mode: 'cloud',
      fallback_used_at: null,
    });
    const [created] = await entriesOf(site, 'tenant.created');
    expect(created).toMatchObject({ tenant: platformTenantId, tenant_of_log: 'platform' });
    expect(await state()).toBe('done');
  });

  test('410: a link that nobody was given makes nobody', async () => {
    const reply = await setUpReply('guess', 'guess@x.example');
    expect(reply.json()).toMatchObject({ code: 'setup_link_invalid' });
    expect(reply.json().detail).toContain('operator of the platform');
  });

  test('201: a tenant is opened with its own log and a link that is nowhere else', async () => {
    const { tenant, setup_link } = await create('Bank Nusantara');
    expect(tenant).toMatchObject({ name: 'Bank Nusantara', status: 'invited' });
    const listed = await operator.get('/api/platform/tenants');
    expect(listed.json().tenants).toContainEqual(tenant);
    expect(listed.body).not.toContain(tokenOf(setup_link));
    const rows = await site.database.asSuperuser<{ row: string }>(
      'SELECT tenant_invitation::text AS row FROM tenant_invitation',
    );
    expect(JSON.stringify(rows)).not.toContain(tokenOf(setup_link));
    const opened = (await entriesOf(site, 'tenant.opened')).filter(
      (e) => e['tenant'] === tenant.id,
    );
    expect(opened.map((entry) => entry.tenant_of_log).sort()).toEqual(
      ['platform', tenant.id].sort(),
    );
    expect(await state()).toBe('open');
  });

  test('201: its first administrator comes by the link, once, and names the organisation', async () => {
    const { tenant, setup_link } = await create('Provisional');
    const admin = await useSetupLink(site, tokenOf(setup_link), adminEmail);
    expect((await admin.get('/api/session')).json()).toMatchObject({
      user: { role: 'admin' },
      tenant: { id: tenant.id, name: `Organisation of ${adminEmail}` },
    });
    expect((await admin.get('/api/workspaces')).json().workspaces).toMatchObject([
      { slug: 'default', is_default: true },
    ]);
    const again = await setUpReply(tokenOf(setup_link), 'second@bank.example');
    expect(again.json().code).toBe('setup_link_invalid');
    const invite = await operator.post(`/api/platform/tenants/${tenant.id}/invite`);
    expect(invite.json().code).toBe('setup_done');
  });

  test('422: an address that somebody has cannot be used twice, and the link stays good', async () => {
    const { setup_link } = await create('Same Address');
    const taken = await setUpReply(tokenOf(setup_link), operatorEmail);
    expect(taken.json()).toMatchObject({ code: 'invalid_input', param: 'email' });
    expect((await setUpReply(tokenOf(setup_link), 'free@bank.example')).statusCode).toBe(201);
  });

  test('410: a link ends after 30 minutes, and when it is replaced', async () => {
    const { tenant, setup_link } = await create('Late');
    const renewed = await operator.post(`/api/platform/tenants/${tenant.id}/invite`);
    expect(renewed.statusCode, renewed.body).toBe(200);
    const replaced = await setUpReply(tokenOf(setup_link), 'late@bank.example');
    expect(replaced.json().code).toBe('setup_link_invalid');
    const invited = await entriesOf(site, 'tenant.invited');
    expect(invited).toHaveLength(2);
    site.skip(29 * 60_000);
    // Half an hour of silence would end the operator's session.
    await operator.get('/api/session');
    site.skip(61_000);
    const expired = await setUpReply(tokenOf(renewed.json().setup_link), 'late@bank.example');
    expect(expired.json().code).toBe('setup_link_invalid');
  });

  test('404: no other tenant can be invited, and the platform is none', async () => {
    for (const id of [`ten_${'f'.repeat(32)}`, platformTenantId, 'x']) {
      const reply = await operator.post(`/api/platform/tenants/${id}/invite`);
      expect(reply.json().code, id).toBe('tenant_not_found');
    }
  });

  test('the operator keeps the platform’s keys, and sees none of a tenant’s', async () => {
    const admin = await openTenant(site, operator, 'other@bank.example');
    const key = { provider: 'openai', name: 'default', api_key: site.providerKey };
    // Cloud mode has no internal destinations, so the key is tried at the emulator by way of the tests' own rules.
    const body = { ...key, base_url: `${site.emulator.url}/v1` };
    const added = await operator.post('/api/platform/credentials', body);
    expect(added.statusCode, added.body).toBe(201);
    expect((await operator.get('/api/platform/credentials')).json().credentials).toHaveLength(1);
    expect((await admin.get('/api/credentials')).json().credentials).toEqual([]);
    const foreign = await admin.post(`/api/credentials/${added.json().id}/disable`);
    expect(foreign.json().code).toBe('credential_not_found');
    for (const path of ['/api/credentials', '/api/tokens', '/api/workspaces', '/api/settings']) {
      expect((await operator.get(path)).json().code, path).toBe('forbidden');
    }
    const [created] = await entriesOf(site, 'credential.created');
    expect(created).toMatchObject({ actor: { type: 'user' }, tenant_of_log: 'platform' });
  });

  test('the operator’s audit log is the platform’s', async () => {
    const { entries } = (await operator.get('/api/audit/entries')).json();
    const types = new Set(entries.map(({ type }: { type: string }) => type));
    expect(types).toContain('tenant.opened');
    const own = await site.database.asSuperuser<{ size: number }>(
      'SELECT size FROM audit_head WHERE tenant_id = $1',
      [platformTenantId],
    );
    expect((await operator.get('/api/audit/head')).json().size).toBe(own[0]?.size);
  });

  test('nobody but the operator can be in the platform’s tenant, and the operator in no other', async () => {
    const insert = (tenantId: string, role: string) =>
      site.database.asSuperuser(
        `INSERT INTO user_account (tenant_id, user_id, email, name, role, password_hash, created_at)
          VALUES ($1, 'usr_' || md5(random()::text), md5(random()::text), 'X', $2, 'x', now())`,
        [tenantId, role],
      );
    const [tenant] = (await operator.get('/api/platform/tenants')).json().tenants;
    const violation = { constraint: 'user_account_operator_of_platform' };
    await expect(insert(platformTenantId, 'admin')).rejects.toMatchObject(violation);
    await expect(insert(tenant.id, 'super_admin')).rejects.toMatchObject(violation);
  });
});

describe('on-premise', () => {
  test('401: an operator’s account signs nobody in, and an operator’s session is none', async () => {
    const cloud = await openControlSite({ mode: 'cloud' });
    const operator = await setUpOperator(cloud);
    const onPremise = await cloud.reopened('onprem');
    const signIn = await onPremise
      .browser()
      .post('/api/session', { email: operatorEmail, password });
    expect(signIn.statusCode).toBe(401);
    expect(signIn.json().code).toBe('sign_in_failed');
    expect((await entriesOf(cloud, 'auth.failed')).at(-1)).toMatchObject({
      reason: 'role_not_offered',
    });
    const session = await onPremise.fastify.inject({
      url: '/api/session',
      headers: { cookie: operator.cookie ?? '' },
    });
    expect(session.json().code).toBe('signed_out');
    await onPremise.close();
    await cloud.close();
  });
});
