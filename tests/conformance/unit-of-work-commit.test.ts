import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import type { PostgresUnitOfWork } from '../../src/adapters/database/postgres-unit-of-work.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import { openPostgresProxy, type PostgresProxy } from '../support/postgres-proxy.ts';
import {
  addCredential,
  codeOf,
  entryTypes,
  openSite,
  type Site,
  setUp,
  someCredential,
} from './unit-of-work-site.ts';

describe('a connection that breaks at COMMIT', () => {
  let site: Site;
  let tenant: NewTenant;
  let proxy: PostgresProxy;
  let unitOfWork: PostgresUnitOfWork;

  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
    proxy = await openPostgresProxy(inject('testServer'));
    const connections = socketConnections(proxy.socket, site.fresh.name);
    unitOfWork = await site.unitOfWorkWith({ connections });
  });
  afterAll(async () => {
    await site.close();
    await proxy.close();
  });

  const names = () =>
    site.unitOfWork.read(tenant.id, async (tx) => (await tx.credentials.list()).map((c) => c.name));

  test('before the server hears of it fails, and nothing is there', async () => {
    const before = await entryTypes(site, tenant.id);
    proxy.cutNextCommit('before');
    const adding = unitOfWork.run(tenant.id, (tx) =>
      addCredential(tx, someCredential(tenant, 'never')),
    );
    expect(await codeOf(adding)).toBe('internal');
    expect(await names()).not.toContain('never');
    expect(await entryTypes(site, tenant.id)).toEqual(before);
  });

  test('after the server has committed succeeds, once', async () => {
    const before = await entryTypes(site, tenant.id);
    proxy.cutNextCommit('answer');
    const credential = someCredential(tenant, 'answer-lost');
    await unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    expect(await names()).toContain('answer-lost');
    expect(await entryTypes(site, tenant.id)).toEqual([...before, 'credential.created']);
    expect(site.directory.activeCredential(tenant.id, 'openai')?.id).toBe(credential.id);
  });

  test('while the server is still committing waits for the truth', async () => {
    // A deferred trigger makes COMMIT itself take a second.
    await site.fresh.asSuperuser(`
      CREATE FUNCTION commit_slowly() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON credential
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commit_slowly()`);
    proxy.cutNextCommit('at-once');
    await unitOfWork.run(tenant.id, (tx) => addCredential(tx, someCredential(tenant, 'slow')));
    expect(await names()).toContain('slow');
  });
});
