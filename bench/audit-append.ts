import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Connections, socketConnections } from '../src/adapters/database/connections.ts';
import { startEmbeddedPostgres } from '../src/adapters/database/embedded/embedded-postgres.ts';
import { inTransaction } from '../src/adapters/database/transaction.ts';
import type { TenantId } from '../src/domain/ids.ts';
import {
  type AuditNode,
  intent,
  openAuditNode,
  outcome,
  random,
} from '../tests/conformance/audit-node.ts';
import { quietLog } from '../tests/support/quiet-log.ts';

/**
 * Entries a second into one log, by 32 writers of whom each waits for its entry, against the same rows inserted
 * plainly in the same run: one INSERT, one COMMIT a row, no tree, no signature, no lock.
 */

const writers = 32;
const warmUpMs = 1500;
const measureMs = 5000;

interface Result {
  readonly entriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const directory = mkdtempSync(join(tmpdir(), 'monago-bench-'));
const server = await startEmbeddedPostgres({ dataDir: directory, log: quietLog });
try {
  const admin = socketConnections(server.connection, 'postgres');
  await asAdministrator(
    admin,
    async (client) => void (await client.query('CREATE DATABASE bench')),
  );
  const connections = socketConnections(server.connection, 'bench');
  const settings = { kek: { kid: 'bench', key: randomBytes(32) }, name: 'bench' };
  const node = await openAuditNode(connections, {
    ...settings,
    highWaterDir: join(directory, 'high-water'),
  });
  const tenantId = await createTenant(connections, node);
  const log = await run(() => appendPair(node, tenantId));
  const plain = await plainInserts(connections, tenantId);
  report(log, plain);
  await node.close();
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function appendPair(node: AuditNode, tenantId: TenantId): Promise<number[]> {
  const opened = intent(tenantId);
  const closing = outcome(tenantId, opened.entryId);
  const start = performance.now();
  await node.auditLog.append(opened);
  const middle = performance.now();
  await node.auditLog.append(closing);
  return [middle - start, performance.now() - middle];
}

/** The rows the log has just written, one at a time into a copy of its table. */
async function plainInserts(connections: Connections, tenantId: TenantId): Promise<Result> {
  await asAdministrator(connections, async (client) => {
    await client.query(`CREATE TABLE plain (LIKE audit_entry INCLUDING ALL)`);
    await client.query('GRANT INSERT ON plain TO monago_app');
  });
  const pool = new pg.Pool({ ...connections.as('monago_app'), max: writers });
  // Idle connections notice the end of the server before they are closed.
  pool.on('error', () => undefined);
  let next = 0;
  const leaf = randomBytes(900);
  const [caller, workspace] = [random.id('tok'), random.id('ws')];
  const text = `INSERT INTO plain (tenant_id, idx, entry_id, class, type, time_us, request_id, actor_id, workspace_id,
      decision, subject, leaf, leaf_hash)
    VALUES ($1, $2, $3, 'ai', 'ai.request.intent', $4, $5, $6, $7, 'allowed', $8, $9, sha256('\\x00'::bytea || $9))`;
  const insertOne = async (): Promise<number[]> => {
    const request = [random.id('aud'), Date.now() * 1000, random.id('req')];
    const ids = [...request, caller, workspace, random.id('cred')];
    const start = performance.now();
    await pool.query({ name: 'plain', text, values: [tenantId, next++, ...ids, leaf] });
    return [performance.now() - start];
  };
  const result = await run(insertOne);
  await pool.end();
  return result;
}

async function run(work: () => Promise<number[]>): Promise<Result> {
  await during(warmUpMs, work);
  const times = (await during(measureMs, work)).sort((left, right) => left - right);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { entriesPerSecond: times.length / (measureMs / 1000), p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function during(ms: number, work: () => Promise<number[]>): Promise<number[]> {
  const end = performance.now() + ms;
  const times: number[] = [];
  const write = async (): Promise<void> => {
    while (performance.now() < end) times.push(...(await work()));
  };
  await Promise.all(Array.from({ length: writers }, write));
  return times;
}

async function createTenant(connections: Connections, node: AuditNode): Promise<TenantId> {
  const tenantId = random.id('ten');
  await asAdministrator(connections, async (client) => {
    await client.query(
      `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, 'Bench', now())`,
      [tenantId],
    );
  });
  await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.createLog(execute, tenantId),
  );
  return tenantId;
}

async function asAdministrator(
  connections: Connections,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(connections.asAdministrator());
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function report(log: Result, plain: Result): void {
  const line = (name: string, result: Result): string =>
    `${name.padEnd(14)} ${result.entriesPerSecond.toFixed(0).padStart(6)} entries/s   p50 ${result.p50Ms.toFixed(1)} ms   p99 ${result.p99Ms.toFixed(1)} ms`;
  const ratio = log.entriesPerSecond / plain.entriesPerSecond;
  process.stdout.write(
    `${line('audit log', log)}\n${line('plain inserts', plain)}\nratio          ${ratio.toFixed(2)}\n`,
  );
}
