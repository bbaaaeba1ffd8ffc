import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostgresCredentialUsage } from '../../src/adapters/database/postgres-credential-usage.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { Credential } from '../../src/domain/credential/credential.ts';
import type { CredentialUse } from '../../src/ports/credential-usage.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import { quietLog } from '../support/quiet-log.ts';
import { addCredential, openSite, type Site, setUp, someCredential } from './unit-of-work-site.ts';

describe('what gateway nodes report of a key', () => {
  let site: Site;
  let tenant: NewTenant;
  let credential: Credential;
  let use: CredentialUse;
  let nodes: readonly [PostgresCredentialUsage, PostgresCredentialUsage];

  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
    credential = someCredential(tenant);
    use = { tenantId: tenant.id, credential };
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    nodes = [newNode('node-1'), newNode('node-2')];
  });

  afterAll(() => site.close());

  function newNode(node: string): PostgresCredentialUsage {
    const { database } = site.node;
    return new PostgresCredentialUsage({ database, clock: systemClock, log: quietLog, node });
  }

  const state = async () => {
    const states = await site.unitOfWork.read(tenant.id, (tx) => tx.credentials.states());
    return states.get(credential.id);
  };
  const writeAll = () => Promise.all(nodes.map((node) => node.write()));

  test('is nothing before anybody has used it', async () => {
    await writeAll();
    expect(await state()).toBeUndefined();
  });

  test('counts the requests of all of them', async () => {
    for (const node of nodes) node.began(use);
    await writeAll();
    expect(await state()).toMatchObject({ versionsInUse: [1] });
    nodes[0].ended(use, undefined);
    await writeAll();
    expect(await state()).toMatchObject({ versionsInUse: [1] });
    nodes[1].ended(use, undefined);
    await writeAll();
    expect(await state()).toMatchObject({ versionsInUse: [], lastFault: undefined });
  });

  test('ends with a node that closes', async () => {
    const node = newNode('node-3').start();
    node.began(use);
    await node.write();
    expect(await state()).toMatchObject({ versionsInUse: [1] });
    node.ended(use, { code: 'rejected', status: 401 });
    await node.close();
    expect(await state()).toMatchObject({
      versionsInUse: [],
      lastFault: { code: 'rejected', status: 401, version: 1 },
    });
  });

  test('is said again when it could not be written', async () => {
    const before = Date.now();
    await site.fresh.asSuperuser('ALTER TABLE credential_usage RENAME TO away');
    nodes[0].began(use);
    nodes[0].ended(use, { code: 'timeout', status: undefined });
    await nodes[0].write();
    await site.fresh.asSuperuser('ALTER TABLE away RENAME TO credential_usage');
    await nodes[0].write();
    const found = await state();
    expect(found?.lastUsedAt).toBeGreaterThanOrEqual(before);
    expect(found?.lastFault).toMatchObject({ code: 'timeout', status: undefined });
  });

  test('comes together from nodes that write at once', async () => {
    const others = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => {
        const other = someCredential(tenant, name);
        await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, other));
        return { tenantId: tenant.id, credential: other };
      }),
    );
    for (let round = 0; round < 20; round++) {
      nodes[0].began(use);
      for (const other of others) nodes[0].began(other);
      for (const other of others.toReversed()) nodes[1].began(other);
      nodes[1].began(use);
      await writeAll();
    }
    const rows = await site.fresh.asSuperuser<{ in_flight: number }>(
      'SELECT in_flight FROM credential_in_use',
    );
    expect(rows.map((row) => row.in_flight)).toEqual(Array.from({ length: 10 }, () => 20));
  });

  test('of a node that died is swept away by those that live', async () => {
    await site.fresh.asSuperuser(
      `UPDATE credential_in_use SET reported_at = now() - interval '61 minutes', node = 'dead'
        WHERE node = 'node-2'`,
    );
    nodes[0].began(use);
    await nodes[0].write();
    const dead = await site.fresh.asSuperuser(
      "SELECT 1 FROM credential_in_use WHERE node = 'dead'",
    );
    expect(dead).toEqual([]);
  });
});
