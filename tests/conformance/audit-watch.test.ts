import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rotateLogKey } from '../../src/adapters/database/audit/log-operations.ts';
import { selfCheck } from '../../src/adapters/database/audit/self-check.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { SelfCheck } from '../../src/ports/audit-status.ts';
import { type AuditNode, intent, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

const dayMs = 24 * 60 * 60 * 1000;
let site: AuditSite;
let node: AuditNode;
let tenantId: TenantId;

beforeEach(async () => {
  site = await openAuditSite();
  node = await site.node();
  tenantId = await site.tenant(node);
});
afterEach(() => site.close());

async function append(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => node.auditLog.append(signIn(tenantId))));
}

/** As somebody with the database's password would, past the triggers. */
async function tamper(statement: string): Promise<void> {
  await site.fresh.asSuperuser(
    `DO $$ BEGIN SET LOCAL session_replication_role = replica; ${statement}; END $$`,
  );
}

async function state(): Promise<string> {
  return (await node.auditReader.status(tenantId)).state;
}

function check(): Promise<SelfCheck> {
  const use = { ...node.operations, auditLog: node.auditLog, verifySignature: ed25519Verify };
  return selfCheck({ ...use, log: quiet }, { tenantId, restMs: 0 });
}
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function count(type: string): Promise<number> {
  return (await site.fresh.asSuperuser('SELECT 1 FROM audit_entry WHERE type = $1', [type])).length;
}

describe('the node that follows a log', () => {
  test.each([1, 255, 256, 700])('says how far it has, after %i entries', async (entries) => {
    await node.tailer.follow();
    await append(entries);
    await node.tailer.follow();
    expect(await node.auditReader.status(tenantId)).toMatchObject({
      verdict: 'verified',
      verifiedTo: entries,
      followed: { from: 0, to: entries },
    });
  });

  test('claims nothing of what was there before it', async () => {
    await append(10);
    await node.tailer.follow();
    await append(3);
    await node.tailer.follow();
    expect(await node.auditReader.status(tenantId)).toMatchObject({
      verdict: 'unchecked',
      verifiedTo: undefined,
      followed: { from: 10, to: 13 },
    });
  });

  const alterations: readonly (readonly [string, string])[] = [
    ['an entry that was changed', `UPDATE audit_entry SET leaf_hash = sha256('x') WHERE idx = 12`],
    ['an entry that was removed', 'DELETE FROM audit_entry WHERE idx = 12'],
    ['a root that was changed', `UPDATE audit_head SET root = sha256('x')`],
    [
      'a log that was cut',
      'DELETE FROM audit_entry WHERE idx > 12; UPDATE audit_head SET size = 11',
    ],
  ];
  test.each(alterations)('freezes the log over %s', async (_, statement) => {
    const stranger = await site.node('stranger', undefined, 'elsewhere');
    await append(10);
    await stranger.tailer.follow();
    await append(10);
    await tamper(`ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_check; ${statement}`);
    await stranger.tailer.follow();
    expect(stranger.events.map(({ event }) => event)).toContain('audit_log_frozen');
    await expect.poll(state).toBe('frozen');
  });

  test('recomputes leaves, so that one that was changed under its hash is found in time', async () => {
    await append(4);
    await node.tailer.follow();
    await tamper(`ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_check;
      UPDATE audit_entry SET leaf = set_bit(leaf, 77, 1 - get_bit(leaf, 77))`);
    await append(1);
    await node.tailer.follow();
    await expect.poll(state).toBe('frozen');
  });

  test('lets a sound log alone while others write to it', async () => {
    const writer = await site.node('writer', undefined, 'elsewhere');
    let isDone = false;
    const writing = (async () => {
      for (let round = 0; round < 40; round++) {
        await Promise.all(
          Array.from({ length: 16 }, () => writer.auditLog.append(signIn(tenantId))),
        );
      }
      isDone = true;
    })();
    // It begins with a log that never stands still.
    await expect.poll(async () => (await node.auditReader.head(tenantId)).size).toBeGreaterThan(0);
    while (!isDone) {
      await node.tailer.follow();
      expect((await node.auditReader.status(tenantId)).followed).toBeDefined();
      await new Promise(setImmediate);
    }
    await writing;
    await node.tailer.follow();
    const { state: end, followed } = await node.auditReader.status(tenantId);
    expect({ end, to: followed?.to }).toEqual({ end: 'active', to: 640 });
  });
});

describe('the self-check', () => {
  test('verifies all there is, and says so in the log', async () => {
    await append(600);
    await rotateLogKey(node.operations, tenantId);
    await append(1);
    expect(await check()).toMatchObject({ verdict: 'verified', size: 602, findings: 0 });
    expect(await count('log.selfcheck')).toBe(1);
    expect(await node.auditReader.status(tenantId)).toMatchObject({
      verdict: 'verified',
      verifiedTo: 602,
      selfCheck: { size: 602, findings: 0 },
    });
    await node.tailer.follow();
    await append(5);
    await node.tailer.follow();
    // What was not followed from the beginning on is only claimed when the check has seen it.
    expect(await check()).toMatchObject({ verdict: 'verified', size: 608 });
    expect(await node.auditReader.status(tenantId)).toMatchObject({ verifiedTo: 608 });
  });

  test('names the entry that was changed, and freezes the log', async () => {
    await append(600);
    await tamper(`ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_check;
      UPDATE audit_entry SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'auth.signed_in', 'auth.signed_up'), 'UTF8')
      WHERE idx = 300`);
    const result = await check();
    expect(result.verdict).toBe('tampered');
    expect(result.firstFinding).toContain('entry 300');
    await expect.poll(state).toBe('frozen');
    const { frozen } = await node.auditReader.status(tenantId);
    expect(frozen?.reason).toContain('entry 300');
  });

  test('finds a column that says something else than its entry, which does not stop the log', async () => {
    await append(30);
    await tamper(`UPDATE audit_entry SET actor_id = 'usr_somebody_else' WHERE idx = 7`);
    expect(await check()).toMatchObject({
      verdict: 'tampered',
      findings: 1,
      firstFinding: 'V18: entry 7: what it is found by is not what it says',
    });
    expect(await state()).toBe('active');
  });

  test('is made when it is due, by one node', async () => {
    await append(3);
    const other = await site.node('other');
    await Promise.all([node, other].map((each) => each.watch({ selfCheckMs: 1 }).check()));
    expect(await count('log.selfcheck')).toBe(1);
    await node.watch({ selfCheckMs: 3_600_000 }).check();
    expect(await count('log.selfcheck')).toBe(1);
  });

  test('is made of a new log at once, and then not again for a day', async () => {
    await append(3);
    expect(await node.auditReader.status(tenantId)).toMatchObject({ verdict: 'unchecked' });
    let now = Date.now();
    const watch = node.watch({ selfCheckMs: dayMs, clock: { ...systemClock, now: () => now } });
    await watch.check();
    expect(await node.auditReader.status(tenantId)).toMatchObject({
      verdict: 'verified',
      selfCheck: { size: 3, checkedAt: now },
    });
    now += dayMs;
    await watch.check();
    expect(await count('log.selfcheck')).toBe(1);
    now += 1;
    await watch.check();
    expect(await count('log.selfcheck')).toBe(2);
  });

  test('is made of many new logs one after the other, as many as a round has time for', async () => {
    for (let more = 0; more < 4; more++) await site.tenant(node);
    const other = await site.node('other');
    // Each look at the clock is nine seconds later, so that a round of twenty has time for three logs.
    let monotonic = 0;
    const clock = { ...systemClock, monotonic: () => (monotonic += 9_000) };
    const round = () =>
      Promise.all([node, other].map((each) => each.watch({ selfCheckMs: dayMs, clock }).check()));
    await node.watch({ selfCheckMs: dayMs, clock }).check();
    expect(await count('log.selfcheck')).toBe(3);
    await round();
    expect(await count('log.selfcheck')).toBe(5);
  });

  test('of one log that is not possible keeps none of the others from it', async () => {
    const tenants = [tenantId, await site.tenant(node), await site.tenant(node)];
    await site.fresh.asSuperuser(`DO $$ BEGIN SET LOCAL session_replication_role = replica;
      DELETE FROM audit_log_key WHERE tenant_id = '${tenantId}'; END $$`);
    const other = await site.node('other');
    await other.watch({ selfCheckMs: dayMs }).check();
    expect(other.events.map(({ event }) => event)).toContain('audit_self_check_not_done');
    const checked = await site.fresh.asSuperuser<{ tenant_id: string }>(
      'SELECT tenant_id FROM audit_selfcheck',
    );
    expect(checked.map((row) => row.tenant_id).sort()).toEqual(tenants.slice(1).sort());
  });
});

describe('an idle log', () => {
  test('gets an entry that says so, from one node', async () => {
    const others = [tenantId, await site.tenant(node), await site.tenant(node)];
    for (const each of others) await node.auditLog.append(signIn(each));
    const other = await site.node('other');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([node, other].map((each) => each.watch({ heartbeatMs: 10 }).beat()));
    expect(await count('log.heartbeat')).toBe(others.length);
    await node.watch({ heartbeatMs: 600_000 }).beat();
    expect(await count('log.heartbeat')).toBe(others.length);
  });
});

describe('the intents of other nodes', () => {
  test('are left alone as long as a living node may be at work on them, and closed once after that', async () => {
    const lost = await site.node('lost');
    await lost.auditLog.append(intent(tenantId));
    await node.auditLog.append(intent(tenantId));
    await node.watch({ orphanAfterMs: 60_000 }).sweep();
    expect(await count('ai.request.outcome')).toBe(0);
    const other = await site.node('other');
    await Promise.all([node, other].map((each) => each.watch({ orphanAfterMs: 0 }).sweep()));
    // The node's own intent is at work as far as it knows; for the other one both are of somebody else.
    expect(await count('ai.request.outcome')).toBeLessThanOrEqual(2);
    await node.watch({ orphanAfterMs: 0 }).sweep();
    const open = await site.fresh.asSuperuser<{ node: string }>(
      'SELECT node FROM audit_open_intent',
    );
    expect(open.filter((row) => row.node === 'lost')).toEqual([]);
  });
});

test('an entry id is in the log once, whichever node and batch it comes by', async () => {
  const other = await site.node('other', undefined, 'elsewhere');
  await node.auditLog.append(signIn(tenantId));
  const entry = signIn(tenantId);
  const receipt = await node.auditLog.append(entry);
  const again = await Promise.all([other, node].map((each) => each.auditLog.append(entry)));
  expect(again).toEqual([receipt, receipt]);
  expect(await count('auth.signed_in')).toBe(1);
});
