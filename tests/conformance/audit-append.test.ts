import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseBody } from '../../src/domain/audit/entry.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { type AuditNode, intent, outcome, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

let site: AuditSite;
let node: AuditNode;

beforeAll(async () => {
  site = await openAuditSite();
  node = await site.node();
});
afterAll(() => site.close());

async function leaves(tenantId: TenantId): Promise<ReturnType<typeof parseLeaf>[]> {
  const rows = await site.fresh.asSuperuser<{ leaf: Buffer }>(
    'SELECT leaf FROM audit_entry WHERE tenant_id = $1 ORDER BY idx',
    [tenantId],
  );
  return rows.map((row) => parseLeaf(row.leaf));
}

/** How many transactions have written to the log. */
async function commits(tenantId: TenantId): Promise<number> {
  const [row] = await site.fresh.asSuperuser<{ count: string }>(
    'SELECT count(DISTINCT xmin::text) AS count FROM audit_entry WHERE tenant_id = $1',
    [tenantId],
  );
  return Number(row?.count);
}

describe('appending', () => {
  test('64 writers on 3 tenants get gapless indexes, each entry once', async () => {
    const tenants = [await site.tenant(node), await site.tenant(node), await site.tenant(node)];
    const writers = Array.from({ length: 64 }, async (_, writer) => {
      const receipts = [];
      for (let turn = 0; turn < 12; turn++) {
        const tenantId = tenants[(writer + turn) % 3];
        if (tenantId === undefined) continue;
        const opened = intent(tenantId);
        receipts.push(await node.auditLog.append(opened));
        receipts.push(await node.auditLog.append(outcome(tenantId, opened.entryId)));
      }
      return receipts;
    });
    const receipts = (await Promise.all(writers)).flat();
    expect(receipts).toHaveLength(64 * 12 * 2);
    for (const tenantId of tenants) {
      const stored = await leaves(tenantId);
      expect(stored).toHaveLength((64 * 12 * 2) / 3);
      expect(stored.map((leaf) => leaf.index)).toEqual(stored.map((_, at) => at));
      expect(stored.map((leaf) => leaf.classIndex)).toEqual(stored.map((_, at) => at));
      const times = stored.map((leaf) => leaf.time);
      expect(times).toEqual([...times].sort());
      const own = receipts.filter((receipt) => receipt.log === stored[0]?.origin);
      const byIndex = new Map(own.map((receipt) => [receipt.index, receipt.entryId]));
      expect(stored.map((leaf) => parseBody(leaf.body).id)).toEqual(
        stored.map((_, at) => byIndex.get(at)),
      );
    }
    const open = await site.fresh.asSuperuser('SELECT FROM audit_open_intent');
    expect(open).toEqual([]);
  });

  test('an entry that is appended again is not written again', async () => {
    const tenantId = await site.tenant(node);
    const entry = signIn(tenantId);
    const first = await node.auditLog.append(entry);
    await node.auditLog.append(signIn(tenantId));
    expect(await node.auditLog.append(entry)).toEqual(first);
    expect(await leaves(tenantId)).toHaveLength(2);
  });

  test('callers who try again while they wait get their entries written once, without holding up the others', async () => {
    const tenantId = await site.tenant(node);
    const opened = intent(tenantId);
    await node.auditLog.append(opened);
    const entries = [
      outcome(tenantId, opened.entryId),
      ...Array.from({ length: 63 }, () => signIn(tenantId)),
    ];
    const before = await commits(tenantId);
    const receipts = await Promise.all(
      [...entries, ...entries.toReversed()].map((entry) => node.auditLog.append(entry)),
    );
    const again = await Promise.all(entries.map((entry) => node.auditLog.append(entry)));
    const indexOf = new Map(again.map(({ entryId, index }) => [entryId, index]));
    expect(receipts.map(({ index }) => index)).toEqual(
      receipts.map(({ entryId }) => indexOf.get(entryId)),
    );
    expect(await leaves(tenantId)).toHaveLength(entries.length + 1);
    expect((await commits(tenantId)) - before).toBeLessThan(10);
  });
});
