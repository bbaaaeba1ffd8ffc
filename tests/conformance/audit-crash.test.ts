import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
import type { TenantId } from '../../src/domain/ids.ts';
import { quietLog } from '../support/quiet-log.ts';
import { exportLog, verifyAgainst } from './audit-evidence.ts';
import { type AuditNode, openAuditNode, random } from './audit-node.ts';
import type { WriterOrders } from './audit-writer-process.ts';

const runMs = 6000;
const script = join(import.meta.dirname, 'audit-writer-process.ts');
const kek = { kid: 'test', key: randomBytes(32) };

let directory: string;
let server: EmbeddedPostgres;
let writers: readonly Writer[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'monago-crash-'));
  chmodSync(directory, 0o755);
  // A server of its own: the others in this run must not be killed.
  server = await startEmbeddedPostgres({ dataDir: join(directory, 'data'), log: quietLog });
  await sql('postgres', 'CREATE DATABASE crash');
});
afterAll(async () => {
  await Promise.all(writers.map((writer) => writer.end('SIGKILL')));
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

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
  return openAuditNode(socketConnections(server.connection, 'crash'), settings);
}

async function createTenant(node: AuditNode): Promise<TenantId> {
  const tenantId = random.id('ten');
  await sql(
    'crash',
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, 'Example', now())`,
    [tenantId],
  );
  await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.createLog(execute, tenantId),
  );
  return tenantId;
}

/** One of the two gateways; a new process takes the place of one that was killed. */
class Writer {
  readonly #orders: Omit<WriterOrders, 'name'>;
  readonly #slot: string;
  #starts = 0;
  #child: ChildProcess | undefined;

  constructor(slot: string, tenantId: TenantId) {
    this.#slot = slot;
    const highWaterDir = join(directory, `high-water-${slot}`);
    mkdirSync(highWaterDir);
    this.#orders = {
      server: server.connection,
      database: 'crash',
      kekBase64: kek.key.toString('base64'),
      highWaterDir,
      tenantId,
      acknowledgedFile: join(directory, `acknowledged-${slot}`),
    };
  }

  async start(): Promise<void> {
    const orders = JSON.stringify({ ...this.#orders, name: `${this.#slot}-${this.#starts++}` });
    const child = spawn(process.execPath, ['--import', 'tsx', script, orders], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  }

  /** @returns once the process is gone */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  acknowledged(): (readonly [id: string, index: number])[] {
    const lines = readFileSync(this.#orders.acknowledgedFile, 'utf8').trimEnd().split('\n');
    return lines.map((line) => {
      const [id = '', index] = line.split(' ');
      return [id, Number(index)];
    });
  }
}

/** SIGKILL to a server process of the log's writers: PostgreSQL restarts all of them and recovers from its journal. */
async function crashServer(): Promise<void> {
  const rows = await sql<{ pid: number }>(
    'crash',
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'monago-audit'`,
  );
  const victim = rows[randomInt(Math.max(rows.length, 1))];
  if (victim !== undefined) process.kill(victim.pid, 'SIGKILL');
}

async function cutConnections(): Promise<void> {
  await sql(
    'crash',
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'monago-audit'`,
  );
}

test('two nodes on one log lose nothing and never fork, whoever is killed', async () => {
  const node = await openNode('first');
  const tenantId = await createTenant(node);
  await node.close();
  writers = [new Writer('a', tenantId), new Writer('b', tenantId)];
  await Promise.all(writers.map((writer) => writer.start()));
  const end = performance.now() + runMs;
  const faults = [
    async () => {
      const writer = writers[randomInt(writers.length)];
      await writer?.end('SIGKILL');
      await writer?.start();
    },
    crashServer,
    cutConnections,
  ];
  for (let turn = 0; performance.now() < end; turn++) {
    await delay(randomInt(100, 400));
    // The server may be recovering from the last crash, and then cannot be asked whom to kill.
    await faults[turn % faults.length]?.().catch(() => undefined);
  }
  await Promise.all(writers.map((writer) => writer.end('SIGTERM')));

  const auditor = await openNode('auditor');
  await auditor.auditLog.signCommitted();
  await auditor.closeOrphans(0);
  const entries = await sql<{ entry_id: string; idx: string; type: string }>(
    'crash',
    'SELECT entry_id, idx, type FROM audit_entry',
  );
  const indexOf = new Map(entries.map((entry) => [entry.entry_id, Number(entry.idx)]));
  const acknowledged = writers.flatMap((writer) => writer.acknowledged());
  expect(acknowledged.length).toBeGreaterThan(50);
  expect(acknowledged.filter(([id, index]) => indexOf.get(id) !== index)).toEqual([]);

  expect(await sql('crash', 'SELECT entry_id FROM audit_open_intent')).toEqual([]);
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
});
