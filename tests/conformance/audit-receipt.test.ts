import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeNote } from '../../src/adapters/database/audit/checkpoint-keeper.ts';
import { storeCosignature } from '../../src/adapters/database/audit/cosignatures.ts';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import {
  parseWitnessVkey,
  signCosignature,
  witnessVkeyOf,
} from '../../src/domain/audit/cosignature.ts';
import { type LogPolicy, policyOf } from '../../src/domain/audit/policy.ts';
import { parseNote, parseVkey } from '../../src/domain/audit/signed-note.ts';
import { verifyReceipt } from '../../src/domain/audit/verify-receipt.ts';
import type { AuditId, TenantId } from '../../src/domain/ids.ts';
import { sampleSigner } from '../vectors/sample-log.ts';
import { type AuditNode, random, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

let site: AuditSite;
let node: AuditNode;

beforeAll(async () => {
  site = await openAuditSite();
  node = await site.node();
});
afterAll(() => site.close());

/** A log with that many entries. @returns their ids */
async function logOf(count: number): Promise<{ tenantId: TenantId; ids: AuditId[] }> {
  const tenantId = await site.tenant(node);
  const entries = Array.from({ length: count }, () => signIn(tenantId));
  const head = await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.appendWithin(execute, entries),
  );
  await node.auditLog.afterCommit(head);
  return { tenantId, ids: entries.map(({ entryId }) => entryId) };
}

async function verify(tenantId: TenantId, entryId: AuditId, more: Partial<LogPolicy> = {}) {
  const { vkey } = await node.auditReader.head(tenantId);
  const { proof } = await node.auditReader.receipt(tenantId, entryId);
  const policy = { ...policyOf(parseVkey(vkey)), ...more };
  const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
  return verifyReceipt(utf8(proof), { trust, now: Date.now() * 1000, expected: { entryId } });
}

test.each([1, 2, 255, 256, 257, 600])('of a log of %i, every receipt is verified', async (size) => {
  const { tenantId, ids } = await logOf(size);
  for (const index of new Set([0, Math.floor(size / 2), size - 1])) {
    const entryId = ids[index] ?? random.id('aud');
    expect(await verify(tenantId, entryId)).toMatchObject({ verdict: 'verified', index, size });
  }
});

test('a checkpoint that witnesses have cosigned is preferred, as long as it covers the entry', async () => {
  const { tenantId, ids } = await logOf(5);
  const witness = sampleSigner(31, 'witness.example/w1');
  const { checkpoint } = await node.auditReader.head(tenantId);
  const log = { tenantId, generation: 1 };
  const line = signCosignature(
    parseNote(utf8(checkpoint)).text,
    Math.floor(Date.now() / 1000),
    witness,
  );
  await inTransaction(node.database.app, { tenantId }, async (execute) => {
    await storeNote(execute, { ...log, size: 5, note: checkpoint, signedAt: new Date() });
    await storeCosignature(execute, log, { size: 5, keyName: 'w1', line, at: Date.now() });
  });
  const later = signIn(tenantId);
  await node.auditLog.append(later);
  const key = parseWitnessVkey(witnessVkeyOf(witness.name, witness.publicKey));
  const more: Partial<LogPolicy> = {
    witnesses: [{ name: 'w1', key }],
    quorum: { kind: 'witness', name: 'w1' },
  };
  const covered = await verify(tenantId, ids[2] ?? later.entryId, more);
  expect(covered).toMatchObject({ verdict: 'verified', size: 5, witnessed: { size: 5 } });
  expect(await verify(tenantId, later.entryId)).toMatchObject({ verdict: 'verified', size: 6 });
  expect(await verify(tenantId, later.entryId, more)).toMatchObject({ verdict: 'incomplete' });
});

test('there is none of an entry of another tenant, or of one that there is not', async () => {
  const { ids } = await logOf(1);
  const stranger = await logOf(1);
  for (const entryId of [...ids, random.id('aud')]) {
    await expect(node.auditReader.receipt(stranger.tenantId, entryId)).rejects.toMatchObject({
      code: 'not_found',
    });
  }
});

test('there is none of an entry that was pruned, and one of those that are left', async () => {
  const { tenantId, ids } = await logOf(300);
  await site.fresh.asSuperuser(
    `DO $$ BEGIN SET LOCAL session_replication_role = replica;
       UPDATE audit_entry SET leaf = NULL WHERE tenant_id = '${tenantId}' AND idx < 256; END $$`,
  );
  const [first = random.id('aud')] = ids;
  await expect(node.auditReader.receipt(tenantId, first)).rejects.toMatchObject({
    code: 'entry_pruned',
  });
  const last = ids.at(-1) ?? first;
  expect(await verify(tenantId, last)).toMatchObject({ verdict: 'verified', index: 299 });
});
