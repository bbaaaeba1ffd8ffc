import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { connectDatabase, type Database } from '../../src/adapters/database/open-database.ts';
import { PostgresDirectory } from '../../src/adapters/database/postgres-directory.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import { openPostgresProxy, type PostgresProxy } from '../support/postgres-proxy.ts';
import { quietLog } from '../support/quiet-log.ts';
import { random } from './audit-node.ts';
import { someVersion } from './governed.ts';
import {
  addCredential,
  openSite,
  type Site,
  setUp,
  someCredential,
  someToken,
} from './unit-of-work-site.ts';

describe('the directory of another node', () => {
  let site: Site;
  let tenant: NewTenant;
  let proxy: PostgresProxy;
  let database: Database;
  let other: PostgresDirectory;
  let aheadMs = 0;
  const clock: Clock = {
    now: () => systemClock.now(),
    monotonic: () => systemClock.monotonic() + aheadMs,
  };

  beforeEach(async () => {
    aheadMs = 0;
    site = await openSite();
    tenant = await setUp(site);
    proxy = await openPostgresProxy(inject('testServer'));
    database = await connectDatabase(socketConnections(proxy.socket, site.fresh.name), 4, quietLog);
    other = await PostgresDirectory.open({ database, clock, log: quietLog });
  });
  afterEach(async () => {
    await other.close();
    await database.close();
    await site.close();
    await proxy.close();
  });

  const token = async () => {
    const created = someToken(tenant);
    await site.unitOfWork.run(tenant.id, (tx) => tx.tokens.insert(created, site.kid));
    return created;
  };
  const seesRevoked = (id: `tok_${string}`) => other.token(tenant.id, id)?.isRevoked === true;

  test('holds everything that was there when it opened', async () => {
    expect(other.signingKey(site.kid)).toHaveLength(32);
    expect(other.signingKey('unknown')).toBeUndefined();
    expect(other.isFresh()).toBe(true);
  });

  test('follows a new credential and a revocation within a second', async () => {
    const credential = someCredential(tenant);
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    const started = performance.now();
    await vi.waitUntil(() => other.activeCredential(tenant.id, 'openai')?.id === credential.id, {
      timeout: 1_000,
      interval: 2,
    });
    await site.unitOfWork.run(tenant.id, (tx) =>
      tx.credentials.setStatus(credential.id, 'revoked'),
    );
    await vi.waitUntil(() => other.activeCredential(tenant.id, 'openai') === undefined, {
      timeout: 1_000,
      interval: 2,
    });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('follows what a tenant decides about models within a second', async () => {
    expect(other.gatewaySettings(tenant.id)).toMatchObject({ translation: 'strict' });
    expect(other.gatewaySettings(tenant.id).aliases.size).toBe(0);
    const target = { provider: 'openai', model: 'gpt-4o' } as const;
    const change = { changedAt: 1, changedBy: tenant.administrator.id };
    await site.unitOfWork.run(tenant.id, async (tx) => {
      await tx.aliases.set({ ...target, ...change, alias: 'house-model' });
      await tx.settings.write({ credentialFallback: 'never', translation: 'lenient' });
    });
    const seen = () => other.gatewaySettings(tenant.id).aliases.get('house-model');
    await vi.waitUntil(() => seen() !== undefined, { timeout: 1_000, interval: 2 });
    expect(seen()).toEqual(target);
    expect(other.gatewaySettings(tenant.id).translation).toBe('lenient');
    await site.unitOfWork.run(tenant.id, (tx) => tx.aliases.remove('house-model'));
    await vi.waitUntil(() => seen() === undefined, { timeout: 1_000, interval: 2 });
  });

  test('follows what governs a tenant within a second, and keeps the same object until it changes', async () => {
    const before = other.governance(tenant.id);
    expect(before).toMatchObject({ policies: [], timeZone: 'Etc/UTC' });
    expect(before.workspaceSlug(tenant.workspace.id)).toBe(tenant.workspace.slug);
    const { id: by } = tenant.administrator;
    const policy = { id: random.id('pol'), name: 'no-streams', scope: 'tenant' } as const;
    const document = 'name: no-streams\nwhen: request.stream\neffect: deny\n';
    const version = someVersion(tenant, document);
    const activation = { activatedAt: 1, activatedBy: by, reason: 'agreed', report: undefined };
    await site.unitOfWork.run(tenant.id, async (tx) => {
      await tx.policies.insert({ ...policy, createdAt: 1, createdBy: by, version });
      await tx.policies.activate(policy.id, { ...activation, number: 1 });
    });
    await vi.waitUntil(() => other.governance(tenant.id) !== before, {
      timeout: 1_000,
      interval: 2,
    });
    const governed = other.governance(tenant.id);
    const { hash } = version;
    expect(governed.policies).toEqual([{ name: 'no-streams', version: 1, hash, document }]);
    const { id } = await token();
    await vi.waitUntil(() => other.token(tenant.id, id), { timeout: 1_000, interval: 2 });
    expect(other.governance(tenant.id)).toBe(governed);
    await site.unitOfWork.run(tenant.id, async (tx) => {
      const record = await tx.governance.read();
      const lists = new Map([['approved_models', ['gpt-4o']]]);
      await tx.governance.write({ ...record, lists }, { at: 2, by });
      await tx.policies.activate(policy.id, { ...activation, number: undefined });
    });
    await vi.waitUntil(() => other.governance(tenant.id).lists.size === 1, {
      timeout: 1_000,
      interval: 2,
    });
    expect(other.governance(tenant.id).policies).toEqual([]);
  });

  test('has no settings, and no key, for a tenant that is not there', () => {
    for (const ask of [
      () => other.gatewaySettings('ten_nobody'),
      () => other.governance('ten_nobody'),
    ]) {
      expect(ask).toThrowError(expect.objectContaining({ code: 'internal' }));
    }
  });

  test('finds a change whose notification was lost by polling', async () => {
    const created = await token();
    await site.fresh.asSuperuser(
      'UPDATE service_token SET revoked_at = now() WHERE token_id = $1',
      [created.id],
    );
    await site.fresh.asSuperuser('UPDATE directory_epoch SET value = value + 1');
    await vi.waitUntil(() => seesRevoked(created.id), { timeout: 3_000 });
  });

  test('finds a change made while its connections were cut', async () => {
    const created = await token();
    await vi.waitUntil(() => other.token(tenant.id, created.id) !== undefined);
    proxy.cutAll();
    await site.unitOfWork.run(tenant.id, (tx) => tx.tokens.revoke(created.id, systemClock.now()));
    await vi.waitUntil(() => seesRevoked(created.id), { timeout: 3_000 });
  });

  test('is stale 5 seconds after the database was last heard of, and fresh again later', async () => {
    proxy.cutAll();
    aheadMs = 7_100;
    expect(other.isFresh()).toBe(false);
    await vi.waitUntil(() => other.isFresh(), { timeout: 5_000 });
  });

  test('starts over when the database went back in time', async () => {
    const created = await token();
    await vi.waitUntil(() => other.token(tenant.id, created.id) !== undefined);
    await site.fresh.asSuperuser('DELETE FROM service_token');
    await site.fresh.asSuperuser('UPDATE directory_epoch SET value = 1');
    await vi.waitUntil(() => other.token(tenant.id, created.id) === undefined, { timeout: 3_000 });
    expect(other.isFresh()).toBe(true);
  });

  test('shows a tenant nothing of another tenant', async () => {
    const created = await token();
    await vi.waitUntil(() => other.token(tenant.id, created.id) !== undefined);
    const stranger = await site.anotherTenant();
    expect(other.token(stranger.id, created.id)).toBeUndefined();
    expect(other.activeCredential(stranger.id, 'openai')).toBeUndefined();
    const { pseudonymKey } = other.gatewaySettings(tenant.id);
    await vi.waitFor(() => {
      expect(other.gatewaySettings(stranger.id).pseudonymKey).not.toEqual(pseudonymKey);
    });
  });
});
