import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { openCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { parseVkey } from '../../src/domain/audit/signed-note.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { type AuditNode, signIn } from './audit-node.ts';
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

/** What restoring a backup does: the log is as it was when `rewind` was made. */
async function backup(): Promise<{ restore(): Promise<void> }> {
  await site.fresh.asSuperuser('CREATE TABLE saved_head AS SELECT * FROM audit_head');
  const restore = async (): Promise<void> => {
    await site.fresh.asSuperuser(`DO $$ BEGIN
      SET LOCAL session_replication_role = replica;
      DELETE FROM audit_entry WHERE idx >= (SELECT size FROM saved_head);
      DELETE FROM audit_tile WHERE (n + 1) * 256 > (SELECT size FROM saved_head);
      DELETE FROM audit_checkpoint WHERE size > (SELECT size FROM saved_head);
      DELETE FROM audit_head;
      INSERT INTO audit_head SELECT * FROM saved_head;
      UPDATE audit_log SET state = 'active';
    END $$`);
  };
  return { restore };
}

async function state(): Promise<string | undefined> {
  const [row] = await site.fresh.asSuperuser<{ state: string }>('SELECT state FROM audit_log');
  return row?.state;
}

async function size(): Promise<number> {
  const [row] = await site.fresh.asSuperuser<{ count: string }>('SELECT count(*) FROM audit_entry');
  return Number(row?.count);
}

/** A node that knows nothing of what the others have signed. */
function stranger(): Promise<AuditNode> {
  return site.node('stranger', undefined, 'elsewhere');
}

describe('a database that was rewound', () => {
  test('freezes the log instead of forking it', async () => {
    await append(node, 10);
    const earlier = await backup();
    await append(node, 5);
    await earlier.restore();
    await expect(node.auditLog.append(signIn(tenantId))).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    expect(await size()).toBe(10);
    expect(node.events.filter(({ level }) => level === 'error')).toMatchObject([
      { event: 'audit_log_frozen', fields: { size: 10, signedSize: 15 } },
    ]);
    await node.close();
    expect(await state()).toBe('frozen');
  });

  test('is noticed by a node that was restarted in between', async () => {
    await append(node, 10);
    const earlier = await backup();
    await append(node, 5);
    await node.close();
    await earlier.restore();
    const restarted = await site.node();
    await restarted.auditLog.signCommitted();
    expect(restarted.events.map(({ event }) => event)).toContain('audit_log_frozen');
    await expect(append(restarted, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(await size()).toBe(10);
  });

  test.each([
    ['as long as', 5],
    ['longer than', 300],
  ])('and then grew %s the signed log is noticed too', async (_, regrown) => {
    await append(node, 10);
    const earlier = await backup();
    await append(node, 5);
    await earlier.restore();
    await append(await stranger(), regrown);
    await expect(append(node, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(await node.auditReader.head(tenantId)).toMatchObject({ state: 'frozen' });
    expect(await size()).toBe(10 + regrown);
  });

  test('stays frozen for nodes that have not noticed it themselves', async () => {
    await append(node, 10);
    const earlier = await backup();
    await append(node, 5);
    await earlier.restore();
    await expect(append(node, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await node.close();
    await expect(append(await stranger(), 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
  });
});

describe('a log that grew without this node', () => {
  test.each([1, 3, 256, 700])('by %i entries is gone on with', async (grown) => {
    await append(node, 10);
    await append(await stranger(), grown);
    expect(await node.auditLog.append(signIn(tenantId))).toMatchObject({ index: 10 + grown });
    expect(await node.auditReader.head(tenantId)).toMatchObject({ size: 11 + grown });
  });
});

test('a mark that this log has not signed stops the log', async () => {
  await append(node, 10);
  await node.close();
  const { origin } = node.opened[0] ?? { origin: '' };
  const path = join(site.directory, 'high-water', origin.slice(origin.lastIndexOf('/') + 1));
  await writeFile(path, `${origin}\n3\nAAAA\n`);
  const restarted = await site.node();
  await expect(append(restarted, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
  expect(await size()).toBe(10);
});

test('a root that was committed and not signed before a crash is signed at the next start', async () => {
  await append(node, 2);
  await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.appendWithin(execute, [signIn(tenantId)]),
  );
  const restarted = await site.node();
  await restarted.auditLog.signCommitted();
  const [row] = await site.fresh.asSuperuser<{ note: string; root: Buffer }>(
    'SELECT note, root FROM audit_checkpoint JOIN audit_head USING (tenant_id, size)',
  );
  const [identity] = restarted.opened;
  expect(identity).toEqual(node.opened[0]);
  const key = parseVkey(identity?.vkey ?? '');
  expect(openCheckpoint(utf8(row?.note ?? ''), [key], ed25519Verify)).toMatchObject({ size: 3 });
});
