import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CheckpointWitnessing } from '../../src/adapters/database/audit/checkpoint-witnessing.ts';
import { PostgresAuditReader } from '../../src/adapters/database/audit/postgres-audit-reader.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { parseCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { parsePolicy } from '../../src/domain/audit/policy.ts';
import { parseNote, parseVkey } from '../../src/domain/audit/signed-note.ts';
import { type Verification, verifyBundle } from '../../src/domain/audit/verify.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { CheckpointWitness } from '../../src/ports/checkpoint-witness.ts';
import { ForkedLog } from '../support/forked-log.ts';
import { exportLog, verifyAgainst } from './audit-evidence.ts';
import { type AuditNode, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';
import {
  checkpointStored,
  type ListeningWitness,
  listeningWitness,
  publisherOf,
} from './audit-witness-site.ts';

let site: AuditSite;
let node: AuditNode;
let tenantId: TenantId;
let origin: string;
let vkey: string;
let witness: ListeningWitness;

beforeEach(async () => {
  site = await openAuditSite();
  node = await site.node();
  tenantId = await site.tenant(node);
  ({ origin, vkey } = await node.auditReader.head(tenantId));
  witness = await listeningWitness(site.directory, 'w1');
  witness.watch([parseVkey(vkey)]);
});
afterEach(async () => {
  await witness.close();
  await site.close();
});

async function append(by: AuditNode, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => by.auditLog.append(signIn(tenantId))));
  await checkpointStored(site);
}

async function publish(by: AuditNode, ...witnesses: CheckpointWitness[]): Promise<void> {
  const publisher = publisherOf(by, { witnesses });
  await publisher.round();
  await publisher.close();
}

function sizeIn(note: string | undefined): number {
  return note === undefined ? 0 : parseCheckpoint(parseNote(utf8(note)).text).size;
}

function problems(by: AuditNode) {
  return by.events
    .filter(({ event }) => event.startsWith('audit_witness'))
    .map(({ event }) => event);
}

/** As an auditor who trusts the log only as far as the witness does. */
async function verifyWitnessed(by: AuditNode, key = vkey): Promise<Verification> {
  const lines = [`log ${key}`, `witness w1 ${witness.vkey}`, 'quorum w1', ''];
  const policy = parsePolicy(utf8(lines.join('\n')));
  const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
  const bundle = await exportLog(by.auditReader, tenantId);
  return verifyBundle(bundle, { trust, now: Date.now() * 1000 });
}

async function stateOfWitness() {
  const [row] = await site.fresh.asSuperuser<{
    size: string;
    status: number | null;
    problem: string | null;
  }>('SELECT size, status, problem FROM audit_witness');
  return row;
}

describe('a log that is published', () => {
  test('is cosigned at its newest checkpoint, and verifies for whoever asks for the witness', async () => {
    await append(node, 10);
    await publish(node, witness.client);
    expect(sizeIn(witness.newest(origin))).toBe(10);
    expect(await verifyWitnessed(node)).toMatchObject({ verdict: 'verified', size: 10 });
    await append(node, 300);
    await publish(node, witness.client);
    expect(sizeIn(witness.newest(origin))).toBe(310);
    expect(await verifyWitnessed(node)).toMatchObject({ verdict: 'verified', size: 310 });
    expect(problems(node)).toEqual([]);
  });

  test('is incomplete for whoever asks for a witness that has not seen the rest', async () => {
    await append(node, 10);
    expect(await verifyWitnessed(node)).toMatchObject({ verdict: 'incomplete' });
    await publish(node, witness.client);
    await append(node, 5);
    const found = await verifyWitnessed(node);
    expect(found).toMatchObject({ verdict: 'incomplete', findingCounts: { V4: 1 } });
    const bundle = await exportLog(node.auditReader, tenantId);
    expect((await verifyAgainst(vkey, bundle)).verdict).toBe('verified');
  });

  test('is shown to the witnesses when it is exported', async () => {
    await append(node, 7);
    const { signer, log } = node.operations;
    const pool = node.database.app;
    const parts = { pool, witnesses: [witness.client], clock: systemClock, log };
    const reader = new PostgresAuditReader({
      pool,
      signer,
      followed: new Map(),
      witnessing: () => new CheckpointWitnessing(parts),
    });
    expect(await verifyWitnessed({ ...node, auditReader: reader })).toMatchObject({
      verdict: 'verified',
      size: 7,
    });
  });

  test('is witnessed as far as enough of those have come that the operator asks for', async () => {
    const second = await listeningWitness(site.directory, 'w2');
    second.watch([parseVkey(vkey)]);
    const members = [witness, second].map(
      ({ client }) => ({ kind: 'witness', name: client.name }) as const,
    );
    const reach = (threshold: number) => {
      const quorum = { kind: 'group', name: 'g', threshold, members } as const;
      const asked = { quorum, witnesses: [witness.client, second.client] };
      const { signer } = node.operations;
      const use = { pool: node.database.app, signer, followed: new Map(), asked };
      return new PostgresAuditReader(use).reach(tenantId);
    };
    await append(node, 10);
    await publish(node, witness.client);
    expect((await reach(2)).witnessed).toEqual({ to: 0, at: undefined });
    await publish(node, witness.client, second.client);
    await second.close();
    await append(node, 5);
    await publish(node, witness.client, second.client);
    expect((await reach(2)).witnessed).toMatchObject({ to: 10, at: expect.any(Number) });
    expect((await reach(1)).witnessed).toMatchObject({ to: 15 });
    expect((await node.auditReader.reach(tenantId)).witnessed).toBeUndefined();
  });

  test('goes on from the size that the witness says, when the database has forgotten', async () => {
    await append(node, 10);
    await publish(node, witness.client);
    await site.fresh.asSuperuser('DELETE FROM audit_witness');
    await append(node, 3);
    await publish(node, witness.client);
    expect(sizeIn(witness.newest(origin))).toBe(13);
  });

  test('is published by one node at a time', async () => {
    await append(node, 10);
    const other = await site.node();
    let atOnce = 0;
    let most = 0;
    const slow: CheckpointWitness = {
      ...witness.client,
      add: async (request) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        const reply = await witness.client.add(request);
        atOnce -= 1;
        return reply;
      },
    };
    await Promise.all([publish(node, slow), publish(other, slow), publish(node, slow)]);
    expect(most).toBe(1);
    expect(sizeIn(witness.newest(origin))).toBe(10);
  });

  test('is not held up by a witness that is away', async () => {
    const away = await listeningWitness(site.directory, 'away');
    await away.close();
    await append(node, 10);
    await publish(node, away.client, witness.client);
    expect(sizeIn(witness.newest(origin))).toBe(10);
    expect(problems(node)).toEqual(['audit_witness_silent']);
    await publish(node, away.client, witness.client);
    expect(problems(node)).toEqual(['audit_witness_silent']);
  });

  test('alarms once when the witness does not know it, and says when that is over', async () => {
    const stranger = await listeningWitness(site.directory, 'w2');
    await append(node, 10);
    await publish(node, stranger.client);
    await publish(node, stranger.client);
    expect(problems(node)).toEqual(['audit_witness_refused']);
    expect(await stateOfWitness()).toMatchObject({ status: 404 });
    stranger.watch([parseVkey(vkey)]);
    await publish(node, stranger.client);
    expect(problems(node)).toEqual(['audit_witness_refused', 'audit_witness_recovered']);
    expect(await stateOfWitness()).toMatchObject({ status: null, problem: null });
    await stranger.close();
  });
});

describe('a history that is written anew with the real key', () => {
  /** What a base backup brings back, by a node that has forgotten what it signed. */
  async function rewound(to: number, by: () => Promise<void>): Promise<AuditNode> {
    await append(node, to);
    await publish(node, witness.client);
    await site.fresh.asSuperuser(`CREATE TABLE saved_head AS SELECT * FROM audit_head;
      CREATE TABLE saved_witness AS SELECT * FROM audit_witness`);
    await by();
    await node.close();
    await site.fresh.asSuperuser(`DO $$ BEGIN
      SET LOCAL session_replication_role = replica;
      DELETE FROM audit_entry WHERE idx >= (SELECT size FROM saved_head);
      DELETE FROM audit_tile WHERE (n + 1) * 256 > (SELECT size FROM saved_head);
      DELETE FROM audit_checkpoint WHERE size > (SELECT size FROM saved_head);
      DELETE FROM audit_cosignature WHERE size > (SELECT size FROM saved_head);
      DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM saved_head;
      DELETE FROM audit_witness; INSERT INTO audit_witness SELECT * FROM saved_witness;
    END $$`);
    return site.node('stranger', undefined, 'elsewhere');
  }

  const seen = async (): Promise<void> => {
    await append(node, 5);
    await publish(node, witness.client);
  };

  test.each([
    ['as long as before', 5, 409],
    ['longer than before', 9, 422],
    ['shorter than before', 2, 409],
  ] as const)('is refused when it is %s, and alarms', async (_what, more, status) => {
    const stranger = await rewound(10, seen);
    await append(stranger, more);
    await publish(stranger, witness.client);
    expect(problems(stranger)).toEqual(['audit_witness_contradicts']);
    expect(await stateOfWitness()).toMatchObject({ size: 10, status });
    expect(sizeIn(witness.newest(origin))).toBe(15);
  });

  test('is frozen, because the witness has what the log itself signed', async () => {
    const stranger = await rewound(10, seen);
    await append(stranger, 9);
    await publish(stranger, witness.client);
    await expect(stranger.auditLog.append(signIn(tenantId))).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    await stranger.close();
    const [row] = await site.fresh.asSuperuser<{ state: string; frozen_note: string }>(
      'SELECT state, frozen_note FROM audit_log',
    );
    expect(row).toMatchObject({ state: 'frozen', frozen_note: witness.newest(origin) });
  });

  test('is not frozen by what anybody says who answers in place of the witness', async () => {
    await append(node, 10);
    const other = await listeningWitness(site.directory, 'w2');
    const note = new ForkedLog(origin).note('b', 40);
    const liar: CheckpointWitness = {
      ...other.client,
      add: async () => ({ kind: 'conflict', size: 40 }),
      newest: async () => note,
    };
    await publish(node, liar);
    expect(problems(node)).toEqual(['audit_witness_contradicts']);
    await append(node, 1);
    await other.close();
  });

  test('verifies alone, is incomplete with the witness, and tampered with what it cosigned', async () => {
    const stranger = await rewound(10, seen);
    await append(stranger, 9);
    await publish(stranger, witness.client);
    const bundle = await exportLog(stranger.auditReader, tenantId);
    expect((await verifyAgainst(vkey, bundle)).verdict).toBe('verified');
    expect(await verifyWitnessed(stranger)).toMatchObject({ verdict: 'incomplete' });
    const { policy } = { policy: parsePolicy(utf8(`log ${vkey}\nquorum none\n`)) };
    const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
    const kept = [{ file: 'from the witness', note: utf8(witness.newest(origin) ?? '') }];
    const found = await verifyBundle(bundle, { trust, kept, now: Date.now() * 1000 });
    expect(found.verdict).toBe('tampered');
  });
});

describe('what the operator decides about witnesses', () => {
  test('leaves no alarm of a witness that is not asked any more', async () => {
    const stranger = await listeningWitness(site.directory, 'w2');
    await append(node, 10);
    await publish(node, stranger.client);
    expect(await stateOfWitness()).toMatchObject({ status: 404 });
    await publish(node);
    expect(await stateOfWitness()).toBeUndefined();
    await stranger.close();
  });

  async function entries(): Promise<string[]> {
    const rows = await site.fresh.asSuperuser<{ type: string }>(
      `SELECT type FROM audit_entry WHERE type = 'log.configured'`,
    );
    return rows.map(({ type }) => type);
  }

  async function configure(hash: string | undefined): Promise<void> {
    const publisher = publisherOf(node, { configured: [{ part: 'witnesses', hash }] });
    await publisher.round();
    await publisher.round();
  }

  test('is in the log once for each change', async () => {
    await append(node, 1);
    await configure(undefined);
    expect(await entries()).toHaveLength(0);
    await configure('sha256:aa');
    expect(await entries()).toHaveLength(1);
    await configure('sha256:aa');
    expect(await entries()).toHaveLength(1);
    await configure('sha256:bb');
    await configure(undefined);
    expect(await entries()).toHaveLength(3);
    expect((await verifyAgainst(vkey, await exportLog(node.auditReader, tenantId))).verdict).toBe(
      'verified',
    );
  });
});
