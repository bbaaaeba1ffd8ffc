import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresErasureRepository } from '../../src/adapters/database/audit/content/erasure-repository.ts';
import { PostgresRetentionRepository } from '../../src/adapters/database/audit/content/retention-repository.ts';
import type { TenantScope } from '../../src/adapters/database/tenant-scope.ts';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { type AuditNode, intent, outcome, random } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

/** While retention holds the head of a log, nobody is served: what it looks at must not grow with the log. */
const calls = 600;
let site: AuditSite;
let node: AuditNode;
let tenantId: TenantId;

beforeAll(async () => {
  site = await openAuditSite();
  await site.fresh.asSuperuser(`ALTER DATABASE ${site.fresh.name} SET track_functions = 'pl'`);
  // As of a log that grows faster than its tables are analysed.
  await site.fresh.asSuperuser('ALTER TABLE audit_entry SET (autovacuum_enabled = false)');
  await site.fresh.asSuperuser('ALTER TABLE audit_content SET (autovacuum_enabled = false)');
  node = await site.node();
  tenantId = await site.tenant(node);
  const callers = Array.from({ length: 50 }, async () => {
    for (let call = 0; call < calls / 50; call++) {
      const { entryId } = await node.auditLog.append(intent(tenantId));
      await node.auditLog.append(outcome(tenantId, entryId));
    }
  });
  await Promise.all(callers);
});
afterAll(() => site.close());

/** One transaction of the tenant, with what it did counted at once. */
function within<T>(work: (scope: TenantScope) => Promise<T>): Promise<T> {
  return inTransaction(node.database.app, { tenantId }, async (execute) => {
    const scope = { tenantId, execute, isReadOnly: false, directoryChanged: () => undefined };
    const result = await work(scope);
    await execute('SELECT pg_stat_force_next_flush()');
    return result;
  });
}

async function count(select: string): Promise<number> {
  const [row] = await site.fresh.asSuperuser<{ count: string | null }>(select);
  return Number(row?.count ?? 0);
}

const searches = () =>
  count(`SELECT calls AS count FROM pg_stat_user_functions WHERE funcname = 'audit_index_at'`);
const fetched = () =>
  count(`SELECT idx_tup_fetch + seq_tup_read AS count FROM pg_stat_user_tables
    WHERE relname = 'audit_entry'`);

test('an index is searched for by its time once, and not for every row of content', async () => {
  const erased = await within((scope) =>
    new PostgresErasureRepository(scope).eraseOlder(Date.now() + 1_000, 4 * calls),
  );
  expect(erased?.count).toBe(2 * calls);
  expect(await searches()).toBeGreaterThan(0);
  expect(await searches()).toBeLessThan(5);
});

test('pruning looks at what it prunes, and not at the log for each of it', async () => {
  const point = await within((scope) =>
    new PostgresRetentionRepository(scope).nextPrunePoint(Date.now() + 1_000),
  );
  if (point === undefined) throw new Error('there is nothing to prune');
  const actor = { type: 'system', id: 'monago' } as const;
  const fact: AuditFact = { type: 'retention.pruned', actor, ...point, days: 1 };
  await node.auditLog.append({ tenantId, entryId: random.id('aud'), fact });
  const before = await fetched();
  const most = 2 * calls;
  const pruned = await within((scope) =>
    new PostgresRetentionRepository(scope).pruneAnnounced(most),
  );
  expect(pruned).toBe(point.below);
  expect(pruned).toBeGreaterThan(calls);
  expect((await fetched()) - before).toBeLessThan(10 * calls);
});
