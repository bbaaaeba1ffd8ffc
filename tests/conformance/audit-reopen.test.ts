import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  freezeLog,
  type ReopenedLog,
  reopenLog,
  rotateLogKey,
} from '../../src/adapters/database/audit/log-operations.ts';
import { PostgresSealedRows } from '../../src/adapters/database/postgres-sealed-rows.ts';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { openCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { parseBody } from '../../src/domain/audit/entry.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import { parsePolicy } from '../../src/domain/audit/policy.ts';
import { parseNote, parseVkey } from '../../src/domain/audit/signed-note.ts';
import { verifyBundle } from '../../src/domain/audit/verify.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { type Exported, exportLog, verifyAgainst } from './audit-evidence.ts';
import { type AuditNode, intent, openAuditNode, outcome, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

let site: AuditSite;
let node: AuditNode;
let tenantId: TenantId;

beforeEach(async () => {
  site = await openAuditSite();
  node = await site.node();
  tenantId = await site.tenant(node);
});
afterEach(() => site.close());

async function append(by: AuditNode, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => by.auditLog.append(signIn(tenantId))));
}

async function settled(): Promise<void> {
  await expect
    .poll(async () => (await site.fresh.asSuperuser('SELECT 1 FROM audit_checkpoint')).length)
    .toBeGreaterThan(0);
}

/** The log is taken back to what it was, as a restored backup would. */
async function rewind(change: () => Promise<void>): Promise<void> {
  await site.fresh.asSuperuser('CREATE TABLE saved_head AS SELECT * FROM audit_head');
  await change();
  await site.fresh.asSuperuser(`DO $$ BEGIN
    SET LOCAL session_replication_role = replica;
    DELETE FROM audit_entry WHERE idx >= (SELECT size FROM saved_head);
    DELETE FROM audit_checkpoint WHERE size > (SELECT size FROM saved_head);
    DELETE FROM audit_head;
    INSERT INTO audit_head SELECT * FROM saved_head;
  END $$`);
}

async function firstEntry(generation: number): Promise<unknown> {
  const [row] = await site.fresh.asSuperuser<{ leaf: Buffer }>(
    'SELECT leaf FROM audit_entry WHERE generation = $1 AND idx = 0',
    [generation],
  );
  return row === undefined ? undefined : parseBody(parseLeaf(row.leaf).body);
}

async function exportOf(generation: number): Promise<Exported> {
  const reader = {
    ...node.auditReader,
    bundle: (tenant: TenantId) => node.auditReader.bundle(tenant, generation),
  };
  return exportLog(reader, tenantId);
}

async function reopen(): Promise<ReopenedLog> {
  const opened = await reopenLog(node.operations, { tenantId, reason: 'the disk was restored' });
  if (opened === undefined) throw new Error('not frozen');
  return opened;
}

describe('a log that was rewound', () => {
  beforeEach(async () => {
    await append(node, 300);
    await settled();
    await rewind(() => append(node, 20));
    await expect(append(node, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
  });

  test('is gone on with in another one that begins with the last tree that was signed', async () => {
    const { origin: oldOrigin } = await node.auditReader.head(tenantId);
    await expect.poll(async () => (await node.auditReader.status(tenantId)).state).toBe('frozen');
    const opened = await reopen();
    expect(opened).toMatchObject({ generation: 2, continues: { origin: oldOrigin, size: 320 } });
    expect(opened.origin).not.toBe(oldOrigin);
    expect(await firstEntry(2)).toMatchObject({
      type: 'log.opened',
      continues: { origin: oldOrigin, size: 320 },
      reason: { bytes: 21 },
    });
    expect(await node.auditReader.head(tenantId)).toMatchObject({
      generation: 2,
      state: 'active',
      size: 1,
    });
    const bundle = await exportLog(node.auditReader, tenantId);
    expect(await verifyAgainst(opened.vkey, bundle)).toMatchObject({ findings: [] });
  });

  test('stays readable, exportable and verifiable', async () => {
    const frozen = await node.auditReader.head(tenantId);
    expect(frozen).toMatchObject({ state: 'frozen', generation: 1 });
    expect(frozen.size).toBeGreaterThan(0);
    await expect.poll(async () => (await node.auditReader.status(tenantId)).state).toBe('frozen');
    await reopen();
    const old = await exportOf(1);
    expect(old.size).toBe(frozen.size);
    expect(await verifyAgainst(frozen.vkey, old)).toMatchObject({
      verdict: 'verified',
      findings: [],
      size: frozen.size,
    });
    await expect(exportOf(3)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is followed by one that other nodes write to at once, and none writes to the old one', async () => {
    const other = await site.node('other', undefined, 'elsewhere');
    await expect.poll(async () => (await node.auditReader.status(tenantId)).state).toBe('frozen');
    await expect(append(other, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await reopen();
    for (const each of [node, other]) {
      await each.tailer.follow();
      await append(each, 3);
    }
    const rows = await site.fresh.asSuperuser<{ generation: number; count: number }>(
      'SELECT generation, count(*) FROM audit_entry GROUP BY generation ORDER BY generation',
    );
    expect(rows).toEqual([
      { generation: 1, count: 300 },
      { generation: 2, count: 7 },
    ]);
  });
});

test('a log that is written cannot be reopened, and one that the operator froze can', async () => {
  await append(node, 3);
  const asked = { tenantId, reason: 'the key may have leaked' };
  expect(await reopenLog(node.operations, asked)).toBeUndefined();
  expect(await freezeLog(node.operations, asked)).toBe(true);
  expect(await freezeLog(node.operations, asked)).toBe(false);
  await expect(append(node, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
  expect(await node.auditReader.status(tenantId)).toMatchObject({
    state: 'frozen',
    frozen: { reason: 'the key may have leaked' },
  });
  expect(await reopenLog(node.operations, asked)).toMatchObject({ continues: { size: 3 } });
});

test('a call that was open when the log froze stays open in it, and its outcome is refused', async () => {
  const call = intent(tenantId);
  await node.auditLog.append(call);
  await freezeLog(node.operations, { tenantId, reason: 'a drill' });
  await reopen();
  await node.tailer.follow();
  await expect(node.auditLog.append(outcome(tenantId, call.entryId))).rejects.toMatchObject({
    code: 'internal',
  });
  expect(await node.closeOrphans(0)).toBe(0);
});

test('what was committed to a log that has been followed since is not signed as the new one', async () => {
  const { vkey } = await node.auditReader.head(tenantId);
  const committed = await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.appendWithin(execute, [signIn(tenantId)]),
  );
  await freezeLog(node.operations, { tenantId, reason: 'a drill' });
  const opened = await reopen();
  await expect(node.auditLog.afterCommit(committed)).rejects.toMatchObject({
    code: 'audit_unavailable',
  });
  expect(opened.vkey).not.toBe(vkey);
  expect(await node.auditReader.head(tenantId)).toMatchObject({ generation: 2, size: 1 });
});

test('a log that the database has forgotten is reported at the next start', async () => {
  await append(node, 1);
  await node.close();
  const other = await openAuditSite();
  try {
    const stranger = await openAuditNode(other.fresh.connections, {
      kek: other.kek,
      name: 'restarted',
      highWaterDir: join(site.directory, 'high-water'),
    });
    await stranger.auditLog.signCommitted();
    const alarms = stranger.events.filter(({ level }) => level === 'error');
    expect(alarms.map(({ event }) => event)).toEqual(['audit_log_vanished']);
    await stranger.close();
  } finally {
    await other.close();
  }
});

test('every key of every log is among the sealed secrets that are wrapped anew', async () => {
  await append(node, 1);
  await rotateLogKey(node.operations, tenantId);
  await freezeLog(node.operations, { tenantId, reason: 'a drill' });
  await reopen();
  const sealedRows = new PostgresSealedRows(node.database);
  const page = await sealedRows.page({ after: undefined, limit: 100 });
  const keys = page.filter(({ kind }) => kind === 'audit_log');
  expect(keys.map(({ version }) => version)).toEqual([0, 1, 0]);
  for (const { sealed, context } of keys) await node.operations.keys.open(sealed, context);
  const wrapped = keys.map((row) => ({
    row,
    wrapped: { kekRef: row.sealed.kekRef, blob: row.sealed.wrappedDek },
  }));
  expect(await sealedRows.swap(wrapped)).toBe(3);
});

describe('a key that was rotated', () => {
  function keysIn(checkpoint: string): number {
    return parseNote(utf8(checkpoint)).signatures.length;
  }

  test('signs beside the one before, also on nodes that did not rotate it', async () => {
    const other = await site.node('other', undefined, 'elsewhere');
    await append(other, 2);
    const { vkey: first, checkpoint } = await other.auditReader.head(tenantId);
    expect(keysIn(checkpoint)).toBe(1);
    const { vkey: second } = await rotateLogKey(node.operations, tenantId);
    expect(second).not.toBe(first);
    await append(other, 2);
    const rotated = await other.auditReader.head(tenantId);
    expect(keysIn(rotated.checkpoint)).toBe(2);
    for (const vkey of [first, second]) {
      const note = utf8(rotated.checkpoint);
      expect(openCheckpoint(note, [parseVkey(vkey)], ed25519Verify)).toMatchObject({ size: 5 });
    }
    expect(other.opened.map(({ keys }) => keys.length)).toEqual([1, 2]);
  });

  test('is vouched for by the one before, and the log verifies with all of its keys', async () => {
    await append(node, 300);
    const { vkey: first } = await node.auditReader.head(tenantId);
    const { vkey: second } = await rotateLogKey(node.operations, tenantId);
    await append(node, 3);
    const { vkey: third } = await rotateLogKey(node.operations, tenantId);
    await append(node, 3);
    const { checkpoint } = await node.auditReader.head(tenantId);
    expect(keysIn(checkpoint)).toBe(2);
    const bundle = await exportLog(node.auditReader, tenantId);
    const policy = parsePolicy(bundle.files.get('policy') ?? new Uint8Array(0));
    expect(policy.logs).toEqual([first, second, third].map(parseVkey));
    const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
    expect(await verifyBundle(bundle, { trust, now: Date.now() * 1000 })).toMatchObject({
      verdict: 'verified',
      findings: [],
    });
    // Whoever has pinned the first key alone follows the entries from one to the next.
    expect(await verifyAgainst(first, bundle)).toMatchObject({ verdict: 'verified', findings: [] });
    // The checkpoints under which the keys were handed on are what makes it possible.
    const names = bundle.names.filter((name) => !name.startsWith('checkpoints/'));
    expect(await verifyAgainst(first, { ...bundle, names })).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V1: 1, V3: 1 },
    });
  });

  test('is found again after a restart, with what was signed by both', async () => {
    await append(node, 2);
    await rotateLogKey(node.operations, tenantId);
    await append(node, 2);
    await node.close();
    const restarted = await site.node();
    await restarted.auditLog.signCommitted();
    await append(restarted, 1);
    expect(await restarted.auditReader.head(tenantId)).toMatchObject({ size: 6, state: 'active' });
  });
});
