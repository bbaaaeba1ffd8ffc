import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { connectDatabase } from '../../src/adapters/database/open-database.ts';
import { PostgresStoredResponses } from '../../src/adapters/database/postgres-stored-responses.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { WorkspaceId } from '../../src/domain/ids.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import { openPostgresProxy } from '../support/postgres-proxy.ts';
import { quietLog } from '../support/quiet-log.ts';
import { random } from './audit-node.ts';
import { codeOf, openSite, type Site, setUp } from './unit-of-work-site.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('who made a stored response', () => {
  let site: Site;
  let tenant: NewTenant;
  let stranger: NewTenant;
  let staging: WorkspaceId;
  let aheadMs = 0;
  let responses: PostgresStoredResponses;
  const credentialId = random.id('cred');
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
    stranger = await site.anotherTenant();
    staging = random.id('ws');
    await site.fresh.asSuperuser(
      `INSERT INTO workspace (tenant_id, workspace_id, slug, name, is_default, created_at)
        VALUES ($1, $2, 'staging', 'Staging', false, now())`,
      [tenant.id, staging],
    );
    const { database } = site.node;
    responses = new PostgresStoredResponses({ database, clock, log: quietLog });
  });
  afterAll(() => site.close());

  const remember = (responseId: string, of = { credentialId }) =>
    responses.remember({
      tenantId: tenant.id,
      workspaceId: tenant.workspace.id,
      responseId,
      ...of,
    });
  const find = (responseId: string) => responses.find(tenant.id, tenant.workspace.id, responseId);
  const stored = () =>
    site.fresh.asSuperuser<{ row: string; response_hash: Buffer }>(
      'SELECT stored_response::text AS row, response_hash FROM stored_response',
    );

  test('is found by the workspace that made it, with the credential', async () => {
    await remember('resp_1');
    expect(await find('resp_1')).toEqual({ credentialId });
    expect(await find('resp_2')).toBeUndefined();
  });

  test('is nobody else’s: neither another workspace nor another tenant finds or forgets it', async () => {
    await remember('resp_own');
    expect(await responses.find(tenant.id, staging, 'resp_own')).toBeUndefined();
    for (const [tenantId, workspaceId] of [
      [stranger.id, stranger.workspace.id],
      [stranger.id, tenant.workspace.id],
    ] as const) {
      expect(await responses.find(tenantId, workspaceId, 'resp_own')).toBeUndefined();
      await responses.forget(tenantId, workspaceId, 'resp_own');
    }
    await responses.forget(tenant.id, staging, 'resp_own');
    expect(await find('resp_own')).toEqual({ credentialId });
  });

  test('is known among many, in one look', async () => {
    await remember('resp_a');
    await remember('resp_b');
    const known = (ids: readonly string[], at = tenant.workspace.id) =>
      responses.known(tenant.id, at, ids);
    expect(await known(['resp_b', 'resp_never', 'resp_a', 'resp_b'])).toEqual(
      new Set(['resp_a', 'resp_b']),
    );
    expect(await known([])).toEqual(new Set());
    expect(await known(['resp_a'], staging)).toEqual(new Set());
    expect(await responses.known(stranger.id, tenant.workspace.id, ['resp_a'])).toEqual(new Set());
  });

  test('is remembered of each workspace by itself', async () => {
    const other = random.id('cred');
    const record = { tenantId: tenant.id, responseId: 'resp_both' };
    await remember('resp_both');
    await responses.remember({ ...record, workspaceId: staging, credentialId: other });
    await responses.forget(tenant.id, tenant.workspace.id, 'resp_both');
    expect(await find('resp_both')).toBeUndefined();
    expect(await responses.find(tenant.id, staging, 'resp_both')).toEqual({ credentialId: other });
  });

  test('cannot be remembered into a workspace of another tenant', async () => {
    const record = { tenantId: tenant.id, workspaceId: stranger.workspace.id };
    const foreign = responses.remember({ ...record, responseId: 'resp_x', credentialId });
    expect(await codeOf(foreign)).toBe('internal');
  });

  test('is the same when remembered twice, at once or later', async () => {
    await Promise.all([remember('resp_twice'), remember('resp_twice')]);
    expect(await find('resp_twice')).toEqual({ credentialId });
    const other = random.id('cred');
    await remember('resp_twice', { credentialId: other });
    expect(await find('resp_twice')).toEqual({ credentialId: other });
    await responses.forget(tenant.id, tenant.workspace.id, 'resp_twice');
    await responses.forget(tenant.id, tenant.workspace.id, 'resp_twice');
    expect(await find('resp_twice')).toBeUndefined();
  });

  test('is kept by its hash only', async () => {
    await remember('resp_0123456789abcdef');
    const rows = await stored();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => row.includes('resp_'))).toEqual([]);
    const hash = createHash('sha256').update('resp_0123456789abcdef').digest();
    expect(rows.some(({ response_hash }) => response_hash.equals(hash))).toBe(true);
  });

  test('is forgotten after the 30 days that the provider keeps it, and not a day before', async () => {
    await remember('resp_old');
    aheadMs = 29 * dayMs;
    await responses.sweep();
    expect(await find('resp_old')).toEqual({ credentialId });
    await remember('resp_young');
    aheadMs = 31 * dayMs;
    expect(await find('resp_old')).toBeUndefined();
    expect(await responses.known(tenant.id, tenant.workspace.id, ['resp_old'])).toEqual(new Set());
    await responses.sweep();
    expect(await find('resp_young')).toEqual({ credentialId });
    expect(await stored()).toHaveLength(1);
    aheadMs = 0;
  });

  test('is not said to be remembered when the database does not answer', async () => {
    const proxy = await openPostgresProxy(inject('testServer'));
    const connections = socketConnections(proxy.socket, site.fresh.name);
    const database = await connectDatabase(connections, 2, quietLog);
    const cut = new PostgresStoredResponses({ database, clock, log: quietLog });
    const record = { tenantId: tenant.id, workspaceId: tenant.workspace.id };
    await cut.remember({ ...record, responseId: 'resp_before', credentialId });
    await proxy.close();
    const lost = cut.remember({ ...record, responseId: 'resp_lost', credentialId });
    expect(await codeOf(lost)).toBe('internal');
    expect(await codeOf(cut.find(tenant.id, tenant.workspace.id, 'resp_before'))).toBe('internal');
    expect(await codeOf(cut.known(tenant.id, tenant.workspace.id, ['resp_before']))).toBe(
      'internal',
    );
    await cut.sweep();
    await database.close();
    expect(await find('resp_before')).toEqual({ credentialId });
    expect(await find('resp_lost')).toBeUndefined();
  });
});
