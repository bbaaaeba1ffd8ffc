import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import { parseBody } from '../../src/domain/audit/entry.ts';
import type { AuditBody } from '../../src/domain/audit/fact.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { type AuditNode, intent, outcome, signIn } from './audit-node.ts';
import { type FaultProxy, openFaultProxy } from './audit-proxy.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

let site: AuditSite;
let proxy: FaultProxy;
let node: AuditNode;
let tenantId: TenantId;

beforeEach(async () => {
  site = await openAuditSite();
  proxy = await openFaultProxy(inject('testServer'), site.fresh.name);
  node = await site.node('node', proxy.connections);
  tenantId = await site.tenant(node);
});
afterEach(async () => {
  await site.close();
  await proxy.close();
});

async function bodies(): Promise<AuditBody[]> {
  const rows = await site.fresh.asSuperuser<{ leaf: Buffer }>(
    'SELECT leaf FROM audit_entry WHERE tenant_id = $1 ORDER BY idx',
    [tenantId],
  );
  return rows.map((row) => parseBody(parseLeaf(row.leaf).body));
}

async function openIntents(): Promise<unknown[]> {
  return site.fresh.asSuperuser('SELECT entry_id FROM audit_open_intent');
}

/** Holds the head of the log, as a stuck writer would. */
async function holdLog(): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client(site.fresh.connections.asAdministrator());
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM audit_head WHERE tenant_id = $1 FOR UPDATE', [tenantId]);
  return { release: () => client.end() };
}

describe('when the connection breaks at COMMIT', () => {
  test.each([{ kind: 'lost' }, { kind: 'unanswered' }] as const)(
    'and the COMMIT is $kind, each entry is written exactly once',
    async (fault) => {
      const first = await node.auditLog.append(signIn(tenantId));
      const broken = proxy.breakNextCommit(fault);
      const entries = Array.from({ length: 40 }, () => signIn(tenantId));
      const receipts = await Promise.all(entries.map((entry) => node.auditLog.append(entry)));
      await broken;
      expect(receipts.map((receipt) => receipt.index)).toEqual(entries.map((_, at) => at + 1));
      const ids = (await bodies()).map((body) => body.id);
      expect(ids).toEqual([first.entryId, ...entries.map((entry) => entry.entryId)]);
    },
  );

  test('and the server commits only later, nothing is guessed in between', async () => {
    const broken = proxy.breakNextCommit({ kind: 'late', afterMs: 700 });
    const entry = signIn(tenantId);
    const receipt = await node.auditLog.append(entry);
    await broken;
    expect(receipt).toMatchObject({ index: 0, entryId: entry.entryId });
    expect(await bodies()).toHaveLength(1);
  });

  test('and an intent becomes durable after its caller was told 503, the log closes it', async () => {
    const broken = proxy.breakNextCommit({ kind: 'late', afterMs: 2300 });
    const entry = intent(tenantId);
    await expect(node.auditLog.append(entry)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await broken;
    await vi.waitFor(async () => expect(await bodies()).toHaveLength(2), 3000);
    expect(await bodies()).toMatchObject([
      { type: 'ai.request.intent', id: entry.entryId },
      { type: 'ai.request.outcome', intent: entry.entryId, status: 'unknown', http: 503 },
    ]);
    expect(await openIntents()).toEqual([]);
  });
});

describe('when the log cannot be written', () => {
  test('because another writer is stuck, appends fail in time and leave nothing behind', async () => {
    await node.auditLog.append(signIn(tenantId));
    const stuck = await holdLog();
    const started = performance.now();
    const results = await Promise.allSettled(
      Array.from({ length: 300 }, () => node.auditLog.append(intent(tenantId))),
    );
    expect(performance.now() - started).toBeLessThan(3000);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { code: 'audit_unavailable', retryAfterSeconds: 1 },
      });
    }
    await stuck.release();
    expect(await node.auditLog.append(signIn(tenantId))).toMatchObject({ index: 1 });
    expect(await bodies()).toHaveLength(2);
  });

  test('because the database is away, appends fail in time and work again afterwards', async () => {
    await proxy.shut();
    const started = performance.now();
    await expect(node.auditLog.append(intent(tenantId))).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    expect(performance.now() - started).toBeLessThan(3000);
    await proxy.open();
    expect(await node.auditLog.append(signIn(tenantId))).toMatchObject({ index: 0 });
    expect(await bodies()).toHaveLength(1);
  });

  test('because it is free again only after the caller has gone, nothing is written', async () => {
    await proxy.shut();
    const stuck = await holdLog();
    const gone = expect(node.auditLog.append(intent(tenantId))).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    // Late enough for the deadline to pass while the batch waits for the lock, and not the lock's own timeout.
    await delay(1500);
    await proxy.open();
    await gone;
    await stuck.release();
    expect(await node.auditLog.append(signIn(tenantId))).toMatchObject({ index: 0 });
    expect(await bodies()).toHaveLength(1);
  });

  test('because too many entries wait, the next one is refused at once', async () => {
    const stuck = await holdLog();
    const waiting = Array.from({ length: 4096 }, () => node.auditLog.append(signIn(tenantId)));
    const settled = Promise.allSettled(waiting);
    const started = performance.now();
    await expect(node.auditLog.append(signIn(tenantId))).rejects.toMatchObject({
      code: 'audit_unavailable',
      retryAfterSeconds: 1,
    });
    expect(performance.now() - started).toBeLessThan(500);
    await stuck.release();
    await settled;
  });

  test('because it is closing, queued entries are finished and new ones refused', async () => {
    const queued = Array.from({ length: 600 }, () => node.auditLog.append(signIn(tenantId)));
    const closed = node.auditLog.close();
    await expect(node.auditLog.append(signIn(tenantId))).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    expect(await Promise.all(queued)).toHaveLength(600);
    await closed;
    expect(await bodies()).toHaveLength(600);
  });
});

describe('entries that cannot be', () => {
  test('a second outcome of an intent is refused, and its neighbours are not', async () => {
    const opened = intent(tenantId);
    await node.auditLog.append(opened);
    const results = await Promise.allSettled([
      node.auditLog.append(signIn(tenantId)),
      node.auditLog.append(outcome(tenantId, opened.entryId)),
      node.auditLog.append(outcome(tenantId, opened.entryId)),
      node.auditLog.append(signIn(tenantId)),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    // Not `audit_unavailable`, which would have the caller try it for ever.
    expect(results[2]).toMatchObject({ reason: { code: 'internal' } });
    const types = (await bodies()).map((body) => body.type);
    expect(types.sort()).toEqual([
      'ai.request.intent',
      'ai.request.outcome',
      'auth.signed_in',
      'log.opened',
    ]);
  });

  test('a leaf with a flipped bit is refused by the database itself', async () => {
    await node.auditLog.append(signIn(tenantId));
    const insert = site.fresh.asSuperuser(
      `INSERT INTO audit_entry SELECT tenant_id, idx + 1, replace(entry_id, 'aud_0', 'aud_f'), class, type, time_us,
         request_id, actor_id, set_bit(leaf, 77, 1 - get_bit(leaf, 77)), leaf_hash FROM audit_entry`,
    );
    await expect(insert).rejects.toMatchObject({ code: '23514' });
  });

  test('a fact with a field that no fact has never reaches the log', async () => {
    const entry = signIn(tenantId);
    const fact = { ...entry.fact, note: 'sk-abc' };
    await expect(node.auditLog.append({ ...entry, fact })).rejects.toMatchObject({
      code: 'internal',
    });
    expect(await bodies()).toEqual([]);
  });
});

describe('an entry inside another transaction', () => {
  test('is in the log when the transaction commits', async () => {
    const entries = [signIn(tenantId), signIn(tenantId)];
    const head = await inTransaction(node.database.app, { tenantId }, (execute) =>
      node.auditLog.appendWithin(execute, entries),
    );
    await node.auditLog.afterCommit(head);
    expect(head.size).toBe(2);
    expect((await bodies()).map((body) => body.id)).toEqual(entries.map((entry) => entry.entryId));
  });

  test('vanishes with it, and leaves no gap', async () => {
    const failed = inTransaction(node.database.app, { tenantId }, async (execute) => {
      await node.auditLog.appendWithin(execute, [signIn(tenantId)]);
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    expect(await bodies()).toEqual([]);
    expect(await node.auditLog.append(signIn(tenantId))).toMatchObject({ index: 0 });
  });

  test('fails with audit_unavailable while another writer is stuck', async () => {
    const stuck = await holdLog();
    const blocked = inTransaction(node.database.app, { tenantId }, (execute) =>
      node.auditLog.appendWithin(execute, [signIn(tenantId)]),
    );
    await expect(blocked).rejects.toMatchObject({ code: 'audit_unavailable' });
    await stuck.release();
  });
});
