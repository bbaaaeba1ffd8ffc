import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { AuditQuery, LeafRange } from '../../src/ports/audit-query.ts';
import { exportLog, verifyAgainst } from './audit-evidence.ts';
import { type AuditNode, intent, outcome, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

let site: AuditSite;
let node: AuditNode;

beforeAll(async () => {
  site = await openAuditSite();
  node = await site.node();
});
afterAll(() => site.close());

/** Fills a log quickly: many entries in few transactions. */
async function seed(tenantId: TenantId, entries: number): Promise<void> {
  const chunk = 8192;
  for (let done = 0; done < entries; done += chunk) {
    const part = Array.from({ length: Math.min(chunk, entries - done) }, () => signIn(tenantId));
    const head = await inTransaction(node.database.app, { tenantId }, (execute) =>
      node.auditLog.appendWithin(execute, part),
    );
    await node.auditLog.afterCommit(head);
  }
}

async function vkeyOf(tenantId: TenantId): Promise<string> {
  return (await node.auditReader.head(tenantId)).vkey;
}

/** As retention does, past the function that asks what may be pruned. */
async function prune(tenantId: TenantId, below: number): Promise<void> {
  await site.fresh.asSuperuser(
    `DO $$ BEGIN SET LOCAL session_replication_role = replica;
       UPDATE audit_entry SET leaf = NULL WHERE tenant_id = '${tenantId}' AND idx < ${below};
       UPDATE audit_log SET pruned_below = ${below} WHERE tenant_id = '${tenantId}'; END $$`,
  );
}

/** Indexes of the leaves that the log gives out, page by page. */
async function leafIndexes(tenantId: TenantId, range: Partial<LeafRange> = {}) {
  const asked = { generation: undefined, fromUs: undefined, toUs: undefined, ...range };
  const { size, pages } = await node.auditReader.leaves(tenantId, asked);
  const indexes: number[] = [];
  for await (const page of pages) {
    expect(page.length).toBeLessThanOrEqual(100);
    indexes.push(...page.map((leaf) => parseLeaf(leaf).index));
  }
  return { size, indexes };
}

const range = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, at) => first + at);

describe('the leaves of a log', () => {
  test('are given out oldest first, without a gap, over pages and up to the signed size', async () => {
    const tenantId = await site.tenant(node);
    expect(await leafIndexes(tenantId)).toEqual({ size: 0, indexes: [] });
    await seed(tenantId, 250);
    expect(await leafIndexes(tenantId)).toEqual({ size: 250, indexes: range(0, 250) });
  });

  test('of a log that was pruned are those that are left, whatever was asked for', async () => {
    const tenantId = await site.tenant(node);
    await seed(tenantId, 700);
    const times = await site.fresh.asSuperuser<{ us: string }>(
      'SELECT time_us AS us FROM audit_entry WHERE tenant_id = $1 AND idx IN (0, 600) ORDER BY idx',
      [tenantId],
    );
    const [first, late] = times.map(({ us }) => Number(us));
    await prune(tenantId, 512);
    expect(await leafIndexes(tenantId)).toEqual({ size: 700, indexes: range(512, 700) });
    // From a time of which nothing is left on: what came after it.
    expect(await leafIndexes(tenantId, { fromUs: first })).toMatchObject({
      indexes: range(512, 700),
    });
    expect(await leafIndexes(tenantId, { toUs: first })).toEqual({ size: 700, indexes: [] });
    const { indexes } = await leafIndexes(tenantId, { fromUs: late });
    expect(indexes.at(-1)).toBe(699);
    expect(indexes).toEqual(range(indexes[0] ?? 0, 700));
  });

  test('do not end at a page that was pruned while they were read', async () => {
    const tenantId = await site.tenant(node);
    await seed(tenantId, 700);
    const asked = { generation: undefined, fromUs: undefined, toUs: undefined };
    const { pages } = await node.auditReader.leaves(tenantId, asked);
    const indexes: number[] = [];
    for await (const page of pages) {
      if (indexes.length === 0) await prune(tenantId, 512);
      indexes.push(...page.map((leaf) => parseLeaf(leaf).index));
    }
    expect(indexes).toEqual([...range(0, 100), ...range(512, 700)]);
  });
});

describe('the evidence bundle', () => {
  test.each([0, 1, 255, 256, 257, 512, 65_536, 65_793])('of %i entries verifies', async (size) => {
    const tenantId = await site.tenant(node);
    await seed(tenantId, size);
    const bundle = await exportLog(node.auditReader, tenantId);
    const result = await verifyAgainst(await vkeyOf(tenantId), bundle);
    expect(result).toMatchObject({ verdict: 'verified', size, entries: size, findings: [] });
    expect(bundle.size).toBe(size);
  });

  test('holds the checkpoints that were stored on the way', async () => {
    const tenantId = await site.tenant(node);
    await node.auditLog.append(signIn(tenantId));
    const restarted = await site.node();
    await restarted.auditLog.signCommitted();
    await node.auditLog.append(signIn(tenantId));
    const bundle = await exportLog(node.auditReader, tenantId);
    expect(bundle.names).toContain('checkpoints/1');
    expect(await verifyAgainst(await vkeyOf(tenantId), bundle)).toMatchObject({
      verdict: 'verified',
      size: 2,
    });
  });

  test('shows a stored leaf that somebody changed, by its index', async () => {
    const tenantId = await site.tenant(node);
    await seed(tenantId, 300);
    await site.fresh.asSuperuser(
      `DO $$ BEGIN SET LOCAL session_replication_role = replica;
         UPDATE audit_entry SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'auth.signed_in', 'auth.signed_up'), 'UTF8'),
           leaf_hash = sha256('\\x00' || convert_to(replace(convert_from(leaf, 'UTF8'), 'auth.signed_in', 'auth.signed_up'), 'UTF8'))
         WHERE tenant_id = '${tenantId}' AND idx = 123; END $$`,
    );
    const bundle = await exportLog(node.auditReader, tenantId);
    expect(await verifyAgainst(await vkeyOf(tenantId), bundle)).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 123,
    });
  });

  test('is of one moment, however much is appended meanwhile', async () => {
    const tenantId = await site.tenant(node);
    await seed(tenantId, 1000);
    const { size, files } = await node.auditReader.bundle(tenantId);
    const collected = new Map<string, Uint8Array>();
    for await (const { name, bytes } of files) {
      await node.auditLog.append(signIn(tenantId));
      collected.set(name, bytes);
    }
    const read = async (name: string): Promise<Uint8Array | undefined> => collected.get(name);
    const bundle = { names: [...collected.keys()], read };
    expect(size).toBe(1000);
    expect(await verifyAgainst(await vkeyOf(tenantId), bundle)).toMatchObject({
      verdict: 'verified',
      size: 1000,
    });
  });
});

describe('reading entries', () => {
  const all: AuditQuery = {
    generation: undefined,
    before: undefined,
    after: undefined,
    fromUs: undefined,
    toUs: undefined,
    limit: 100,
    class: undefined,
    type: undefined,
    actorId: undefined,
    workspaceId: undefined,
    requestId: undefined,
    decision: undefined,
    subject: undefined,
  };

  test('page by page, newest first, and by class and type', async () => {
    const tenantId = await site.tenant(node);
    const opened = intent(tenantId);
    for (const entry of [
      signIn(tenantId),
      opened,
      outcome(tenantId, opened.entryId),
      signIn(tenantId),
    ]) {
      await node.auditLog.append(entry);
    }
    const indexes = async (query: Partial<AuditQuery>): Promise<number[]> =>
      (await node.auditReader.entries(tenantId, { ...all, ...query })).rows.map((row) => row.index);
    expect(await indexes({})).toEqual([3, 2, 1, 0]);
    expect(await indexes({ limit: 2 })).toEqual([3, 2]);
    expect(await indexes({ before: 2, limit: 2 })).toEqual([1, 0]);
    expect(await indexes({ class: 'auth' })).toEqual([3]);
    expect(await indexes({ class: 'sys' })).toEqual([0]);
    expect(await indexes({ type: 'ai.request.intent' })).toEqual([1]);
    expect(await indexes({ after: 0, limit: 2 })).toEqual([2, 1]);
    expect(await indexes({ type: 'auth.signed_in', after: 0 })).toEqual([3]);
    expect(await indexes({ class: 'ai', decision: 'allowed' })).toEqual([1]);
    expect(await indexes({ subject: opened.entryId })).toEqual([2]);
    expect(await indexes({ subject: opened.entryId, type: 'ai.request.intent' })).toEqual([]);
    expect(await indexes({ generation: 2 })).toEqual([]);
    const entry = await node.auditReader.entry(tenantId, opened.entryId);
    expect(entry).toMatchObject({ index: 1, entryId: opened.entryId });
    expect(Buffer.from(leafHash(utf8(entry.leaf))).toString('base64')).toBe(entry.leafHash);
  });

  test("another tenant's entry is not found", async () => {
    const [own, other] = [await site.tenant(node), await site.tenant(node)];
    const { entryId } = await node.auditLog.append(signIn(other));
    await expect(node.auditReader.entry(own, entryId)).rejects.toMatchObject({ code: 'not_found' });
    expect((await node.auditReader.entries(own, all)).rows).toEqual([]);
  });

  test('the head names the newest entry and a checkpoint of exactly its size', async () => {
    const tenantId = await site.tenant(node);
    expect(await node.auditReader.head(tenantId)).toMatchObject({
      size: 0,
      lastEntryAt: undefined,
    });
    const before = Date.now();
    const { log } = await node.auditLog.append(signIn(tenantId));
    const head = await node.auditReader.head(tenantId);
    expect(head).toMatchObject({ origin: log, size: 1 });
    expect(head.checkpoint.split('\n').slice(0, 2)).toEqual([log, '1']);
    expect(head.lastEntryAt).toBeGreaterThanOrEqual(before);
  });
});

describe('intents of a node that died', () => {
  test('get an outcome each, once, and those of living nodes are left alone', async () => {
    const dead = await site.node('dead');
    const tenants = [await site.tenant(node), await site.tenant(node)];
    for (const tenantId of tenants) await dead.auditLog.append(signIn(tenantId));
    for (const tenantId of [...tenants, ...tenants]) await dead.auditLog.append(intent(tenantId));
    const [living = tenants[0]] = tenants;
    if (living === undefined) throw new Error('no tenant');
    const kept = intent(living);
    await node.auditLog.append(kept);
    expect(await node.closeOrphans(60_000)).toBe(0);
    const swept = await Promise.all([
      node.closeOrphans(0),
      (await site.node('second')).closeOrphans(3_600_000),
    ]);
    expect(swept).toEqual([4, 0]);
    expect(await node.closeOrphans(0)).toBe(0);
    const open = await site.fresh.asSuperuser('SELECT entry_id FROM audit_open_intent');
    expect(open).toEqual([{ entry_id: kept.entryId }]);
    for (const tenantId of tenants) {
      const bundle = await exportLog(node.auditReader, tenantId);
      expect(await verifyAgainst(await vkeyOf(tenantId), bundle)).toMatchObject({
        verdict: 'verified',
      });
    }
  });
});
