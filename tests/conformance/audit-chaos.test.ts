import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/embedded-postgres.ts';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { CompactRange } from '../../src/domain/audit/merkle.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { quietLog } from '../support/quiet-log.ts';
import { exportLog, verifyAgainst } from './audit-evidence.ts';
import { Writer } from './audit-fleet.ts';
import { type AuditNode, openAuditNode, random, signIn } from './audit-node.ts';

/** Longer on request: MONAGO_CHAOS_SECONDS=60. The same seed gives the same faults in the same order. */
const seconds = Number(process.env['MONAGO_CHAOS_SECONDS'] ?? 7);
/** Longest pause between two faults: over a longer time there is more to lose in between. */
const pauseMaxMs = seconds > 20 ? 2000 : 300;
const seed = Number(process.env['MONAGO_CHAOS_SEED'] ?? 20_261_122);
const progressMaxMs = 10_000;
const slots = ['a', 'b', 'c', 'd'];
const kek = { kid: 'test', key: randomBytes(32) };

let directory: string;
let server: EmbeddedPostgres;
let writers: readonly Writer[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'monago-chaos-'));
  chmodSync(directory, 0o755);
  // A server of its own: the others in this run must not be killed.
  server = await start();
  await sql('postgres', 'CREATE DATABASE chaos');
});
afterAll(async () => {
  await Promise.all(writers.map((writer) => writer.end('SIGKILL')));
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

function start(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir: join(directory, 'data'), log: quietLog });
}

async function sql<Row extends pg.QueryResultRow>(
  database: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(socketConnections(server.connection, database).asAdministrator());
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

function openNode(name: string): Promise<AuditNode> {
  const settings = { kek, name, highWaterDir: join(directory, `high-water-${name}`) };
  return openAuditNode(socketConnections(server.connection, 'chaos'), settings);
}

async function createTenant(node: AuditNode): Promise<TenantId> {
  const tenantId = random.id('ten');
  await sql(
    'chaos',
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, 'Example', now())`,
    [tenantId],
  );
  await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.createLog(execute, tenantId),
  );
  return tenantId;
}

/** Numbers below a bound, the same for the same seed (mulberry32). */
function drawFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const draw = drawFrom(seed);

/** As an entry of a list that is drawn again and again. */
function anyOf<T>(list: readonly T[]): T | undefined {
  return list[draw(Math.max(list.length, 1))];
}

/** Starts that are under way. While a process loads, other things may break. */
const starting = new Set<Promise<void>>();

async function replace(victims: readonly Writer[]): Promise<void> {
  await Promise.all(victims.map((writer) => writer.end('SIGKILL')));
  for (const writer of victims) {
    const started = writer.start();
    starting.add(started);
    void started.finally(() => starting.delete(started));
  }
}

async function killNode(): Promise<void> {
  const writer = anyOf(writers);
  if (writer !== undefined) await replace([writer]);
}

async function killTwoNodes(): Promise<void> {
  const at = draw(writers.length);
  await replace(writers.filter((_, slot) => slot === at || slot === (at + 1) % writers.length));
}

/** SIGKILL to one session of the log's writers: PostgreSQL ends all of them and recovers from its journal. */
async function crashServer(): Promise<void> {
  const rows = await sql<{ pid: number }>(
    'chaos',
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'monago-audit' ORDER BY pid`,
  );
  const victim = anyOf(rows);
  if (victim !== undefined) process.kill(victim.pid, 'SIGKILL');
}

/** SIGKILL to the server itself, and a start in its place. */
async function killServer(): Promise<void> {
  const [pid] = readFileSync(join(directory, 'data', 'postgres', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  process.kill(Number(pid), 'SIGKILL');
  await server.stop();
  server = await start();
}

async function cutConnections(): Promise<void> {
  await sql(
    'chaos',
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'monago-audit'`,
  );
}

const faults = [killNode, crashServer, killNode, cutConnections, killServer, killTwoNodes];

let signedBefore = 0;

/** Something was written since the last fault, however slow the machine is: otherwise there is nothing to lose. */
async function progress(): Promise<void> {
  const end = performance.now() + progressMaxMs;
  for (;;) {
    const signed = writers.reduce((sum, writer) => sum + writer.signed().length, 0);
    if (signed > signedBefore || performance.now() > end) {
      signedBefore = signed;
      return;
    }
    await delay(50);
  }
}

async function wreak(): Promise<Map<string, number>> {
  const done = new Map<string, number>();
  const end = performance.now() + seconds * 1000;
  for (let turn = draw(faults.length); performance.now() < end; turn = draw(faults.length)) {
    await delay(100 + draw(pauseMaxMs));
    await progress();
    const fault = faults[turn];
    if (fault === undefined) continue;
    // The server may be recovering from the last crash, and then cannot be asked whom to kill.
    await fault().then(
      () => done.set(fault.name, (done.get(fault.name) ?? 0) + 1),
      () => undefined,
    );
  }
  await Promise.all(starting);
  return done;
}

/** Roots of the first entries of the tree, for the sizes that are asked for. */
async function rootsAt(sizes: ReadonlySet<number>): Promise<Map<number, string>> {
  const rows = await sql<{ leaf_hash: Buffer }>(
    'chaos',
    'SELECT leaf_hash FROM audit_entry ORDER BY idx',
  );
  const range = new CompactRange();
  const roots = new Map<number, string>();
  const note = (): void => {
    if (sizes.has(range.size)) roots.set(range.size, encodeBase64(range.root()));
  };
  note();
  for (const { leaf_hash: hash } of rows) {
    range.append(hash);
    note();
  }
  return roots;
}

test(
  `four nodes on one log lose nothing and never fork, whoever is killed (seed ${seed})`,
  async () => {
    const node = await openNode('first');
    const tenantId = await createTenant(node);
    await node.auditLog.append(signIn(tenantId));
    await node.close();
    const shared = {
      server: server.connection,
      database: 'chaos',
      kekBase64: kek.key.toString('base64'),
      tenantId,
    };
    writers = slots.map((slot) => new Writer(slot, directory, shared));
    await Promise.all(writers.map((writer) => writer.start()));
    const done = await wreak();
    await Promise.all(writers.map((writer) => writer.end('SIGTERM')));

    const auditor = await openNode('auditor');
    await auditor.auditLog.signCommitted();
    while ((await auditor.closeOrphans(0)) > 0);
    const entries = await sql<{ entry_id: string; idx: number; type: string }>(
      'chaos',
      'SELECT entry_id, idx, type FROM audit_entry',
    );
    const indexOf = new Map(entries.map((entry) => [entry.entry_id, Number(entry.idx)]));
    const acknowledged = writers.flatMap((writer) => writer.acknowledged());
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter(([id, index]) => indexOf.get(id) !== index)).toEqual([]);

    const signed = writers.flatMap((writer) => writer.signed());
    const roots = await rootsAt(new Set(signed.map(([size]) => size)));
    expect(signed.length).toBeGreaterThan(5);
    expect(signed.filter(([size, root]) => roots.get(size) !== root)).toEqual([]);
    // None of the nodes that lived to the end had a reason to freeze the log.
    expect(writers.map((writer) => writer.exitCodes)).toEqual(writers.map(() => [0]));

    expect(await sql('chaos', 'SELECT entry_id FROM audit_open_intent')).toEqual([]);
    const ofType = (type: string): number => entries.filter((entry) => entry.type === type).length;
    expect(ofType('ai.request.outcome')).toBe(ofType('ai.request.intent'));

    const bundle = await exportLog(auditor.auditReader, tenantId);
    const { vkey } = await auditor.auditReader.head(tenantId);
    expect(await verifyAgainst(vkey, bundle)).toMatchObject({
      verdict: 'verified',
      entries: entries.length,
      findings: [],
    });
    await auditor.close();
    const figures = { entries: entries.length, acknowledged: acknowledged.length };
    process.stdout.write(
      `${JSON.stringify({ ...figures, signed: signed.length, faults: Object.fromEntries(done) })}\n`,
    );
  },
  (seconds + 170) * 1000,
);
