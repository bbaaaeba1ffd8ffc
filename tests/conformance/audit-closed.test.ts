import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freezeLog, reopenLog } from '../../src/adapters/database/audit/log-operations.ts';
import { createFileAnchor } from '../../src/adapters/evidence/file-anchor.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { parseCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import type { Quorum } from '../../src/domain/audit/quorum.ts';
import { parseNote, parseVkey } from '../../src/domain/audit/signed-note.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { CheckpointAnchor } from '../../src/ports/checkpoint-anchor.ts';
import type { CheckpointWitness } from '../../src/ports/checkpoint-witness.ts';
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
const witnesses: ListeningWitness[] = [];

const oneOf = (threshold: number, ...names: string[]): Quorum => ({
  kind: 'group',
  name: 'enough',
  threshold,
  members: names.map((name) => ({ kind: 'witness', name })),
});

beforeEach(async () => {
  site = await openAuditSite();
  node = await site.node();
  tenantId = await site.tenant(node);
  ({ origin, vkey } = await node.auditReader.head(tenantId));
});
afterEach(async () => {
  for (const witness of witnesses.splice(0)) await witness.close();
  await site.close();
});

async function witness(name: string): Promise<ListeningWitness> {
  const listening = await listeningWitness(site.directory, name);
  listening.watch([parseVkey(vkey)]);
  witnesses.push(listening);
  return listening;
}

async function append(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => node.auditLog.append(signIn(tenantId))));
  await checkpointStored(site);
}

/** Ends the log while nobody has seen the last of it, and begins the next one. */
async function close(): Promise<void> {
  await freezeLog(node.operations, { tenantId, reason: 'the key may have leaked' });
  await reopenLog(node.operations, { tenantId, reason: 'the key was replaced' });
  await checkpointStored(site);
}

interface Publishing {
  readonly witnesses?: readonly CheckpointWitness[];
  readonly quorum?: Quorum;
  readonly anchors?: readonly CheckpointAnchor[];
}

async function publish(use: Publishing): Promise<void> {
  const publisher = publisherOf(node, use);
  await publisher.round();
  await publisher.close();
}

/** The witness, and how often it was shown the log that is closed. */
function counted({ client }: ListeningWitness): CheckpointWitness & { shown(): number } {
  let count = 0;
  return {
    ...client,
    shown: () => count,
    add: (request) => {
      const { text } = parseNote(request.note);
      if (parseCheckpoint(text).origin === origin) count += 1;
      return client.add(request);
    },
  };
}

/** What makes a witness that failed be asked again. */
async function tenMinutesLater(): Promise<void> {
  await site.fresh.asSuperuser(
    `UPDATE audit_witness SET attempted_at = attempted_at - interval '11 minutes'`,
  );
}

const sizeIn = (note: string | undefined): number =>
  note === undefined ? 0 : parseCheckpoint(parseNote(utf8(note)).text).size;

describe('the last checkpoint of a log that was closed', () => {
  test('is shown until a quorum has it, and to nobody after that', async () => {
    const first = await witness('w1');
    const away = await witness('w2');
    await append(10);
    await publish({ witnesses: [first.client, away.client], quorum: oneOf(2, 'w1', 'w2') });
    await append(5);
    await close();
    const silent: CheckpointWitness = {
      ...away.client,
      add: async () => ({ kind: 'unreachable', reason: 'it does not answer' }),
    };
    const seen = counted(first);
    const quorum = oneOf(2, 'w1', 'w2');
    await publish({ witnesses: [seen, silent], quorum });
    expect([sizeIn(first.newest(origin)), sizeIn(away.newest(origin))]).toEqual([15, 10]);
    // The other one answers again.
    const back = counted(away);
    await publish({ witnesses: [seen, back], quorum });
    expect(back.shown()).toBe(0);
    await tenMinutesLater();
    await publish({ witnesses: [seen, back], quorum });
    expect(sizeIn(away.newest(origin))).toBe(15);
    await tenMinutesLater();
    await publish({ witnesses: [seen, back], quorum });
    expect([seen.shown(), back.shown()]).toEqual([1, 1]);
    const reader = {
      ...node.auditReader,
      bundle: (tenant: TenantId) => node.auditReader.bundle(tenant, 1),
    };
    const old = await exportLog(reader, tenantId);
    expect(await verifyAgainst(vkey, old)).toMatchObject({ verdict: 'verified', size: 15 });
    expect(sizeIn(new TextDecoder().decode(await old.read('checkpoint')))).toBe(15);
    expect(parseNote((await old.read('checkpoint')) ?? utf8('')).signatures).toHaveLength(3);
  });

  test('is not shown to a witness that the others make up for', async () => {
    const first = await witness('w1');
    const other = await witness('w2');
    const quorum = oneOf(1, 'w1', 'w2');
    await append(10);
    await publish({ witnesses: [first.client], quorum });
    await close();
    const late = counted(other);
    await publish({ witnesses: [first.client, late], quorum });
    expect(late.shown()).toBe(0);
  });

  test('is shown once to a witness that has cosigned another history', async () => {
    const liar = await witness('w1');
    await append(10);
    await close();
    let asked = 0;
    const contrary: CheckpointWitness = {
      ...liar.client,
      add: async ({ note }) => {
        if (parseCheckpoint(parseNote(note).text).origin === origin) asked += 1;
        return { kind: 'conflict', size: 40 };
      },
      newest: async () => undefined,
    };
    await publish({ witnesses: [contrary], quorum: oneOf(1, 'w1') });
    await tenMinutesLater();
    await publish({ witnesses: [contrary], quorum: oneOf(1, 'w1') });
    expect(asked).toBe(1);
    // The log that follows has nothing to do with it.
    await append(1);
  });

  test('is anchored once, and the log that follows has no entry of it', async () => {
    const folder = join(site.directory, 'worm');
    mkdirSync(folder);
    const anchor = createFileAnchor({ name: 'worm', everyMs: 3_600_000, folder });
    await append(10);
    await close();
    for (let round = 0; round < 3; round++) await publish({ anchors: [anchor] });
    const kept = join(folder, ...origin.split('/'));
    expect(readdirSync(kept)).toEqual(['10']);
    expect(sizeIn(readFileSync(join(kept, '10'), 'utf8'))).toBe(10);
    const rows = await site.fresh.asSuperuser<{ size: string }>(
      'SELECT size FROM audit_anchor WHERE generation = 1',
    );
    expect(rows.map(({ size }) => Number(size))).toEqual([10]);
    const entries = await site.fresh.asSuperuser<{ leaf: Buffer }>(
      `SELECT leaf FROM audit_entry WHERE type = 'log.checkpoint_anchored' AND generation = 2`,
    );
    expect(entries.map(({ leaf }) => leaf.toString('utf8')).join()).not.toContain(origin);
    expect(entries).toHaveLength(1);
  });
});
