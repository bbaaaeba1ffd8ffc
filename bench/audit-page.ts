import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { searchEntries, stretchOf } from '../src/adapters/database/audit/entry-search.ts';
import { type Connections, socketConnections } from '../src/adapters/database/connections.ts';
import { startEmbeddedPostgres } from '../src/adapters/database/embedded/embedded-postgres.ts';
import type { Execute } from '../src/adapters/database/sql.ts';
import { inTransaction } from '../src/adapters/database/transaction.ts';
import type { TenantId } from '../src/domain/ids.ts';
import type { AuditQuery } from '../src/ports/audit-query.ts';
import { type AuditNode, openAuditNode, random } from '../tests/conformance/audit-node.ts';
import { quietLog } from '../tests/support/quiet-log.ts';
import { seeded, seedLog, timeOf } from './audit-page-log.ts';

/**
 * How long a page of the log takes under each filter, on ten million entries unless told otherwise, and whether any
 * statement reads a table from end to end. `npx tsx bench/audit-page.ts [entries]`
 */

const entries = Number(process.argv[2] ?? 10_000_000);
const rounds = 200;
const goalMs = 50;

const none: AuditQuery = {
  generation: undefined,
  before: undefined,
  after: undefined,
  fromUs: undefined,
  toUs: undefined,
  limit: 51,
  class: undefined,
  type: undefined,
  actorId: undefined,
  workspaceId: undefined,
  requestId: undefined,
  decision: undefined,
  subject: undefined,
};

const filters: Readonly<Record<string, Partial<AuditQuery>>> = {
  'no filter': {},
  'class ai': { class: 'ai' },
  'class auth, a burst long ago': { class: 'auth' },
  'class admin': { class: 'admin' },
  'type intent': { type: 'ai.request.intent' },
  'type auth.failed, a burst long ago': { type: 'auth.failed' },
  'type credential.rotated': { type: 'credential.rotated' },
  'type that never was': { type: 'tenant.created' },
  'actor, common': { actorId: seeded.commonActor },
  'actor, rare': { actorId: seeded.rareActor },
  'actor, long ago': { actorId: seeded.oldActor },
  'workspace, common': { workspaceId: seeded.commonWorkspace },
  'workspace, rare': { workspaceId: seeded.rareWorkspace },
  'decision allowed': { decision: 'allowed' },
  'decision blocked': { decision: 'blocked' },
  'decision pending': { decision: 'pending_approval' },
  'credential, common': { subject: seeded.commonCredential },
  'credential, rare': { subject: seeded.rareCredential },
  'outcome of an intent': { subject: seeded.intentOf(2 * Math.floor(entries / 6)) },
  request: { requestId: seeded.requestOf(Math.floor(entries / 3)) },
  'a day': { fromUs: timeOf(entries / 2), toUs: timeOf(entries / 2 + 330_000) },
  'a day, blocked': {
    decision: 'blocked',
    fromUs: timeOf(entries / 2),
    toUs: timeOf(entries / 2 + 330_000),
  },
  'type intent and blocked, none': { type: 'ai.request.intent', decision: 'blocked' },
  'old actor and sign-in, none': { actorId: seeded.oldActor, class: 'auth' },
  'common actor, rare workspace': {
    actorId: seeded.commonActor,
    workspaceId: seeded.rareWorkspace,
  },
  'auth and allowed, none': { class: 'auth', decision: 'allowed' },
};

const depths: Readonly<Record<string, Partial<AuditQuery>>> = {
  first: {},
  deep: { before: Math.floor(entries * 0.15) },
  newer: { after: Math.floor(entries * 0.3) },
};

const directory = mkdtempSync(join(tmpdir(), 'monago-bench-'));
const server = await startEmbeddedPostgres({ dataDir: directory, log: quietLog });
try {
  await asAdministrator(socketConnections(server.connection, 'postgres'), 'CREATE DATABASE bench');
  const connections = socketConnections(server.connection, 'bench');
  const kek = { kid: 'bench', key: randomBytes(32) };
  const highWaterDir = join(directory, 'high-water');
  const node = await openAuditNode(connections, { kek, name: 'bench', highWaterDir });
  const tenantId = await createTenant(connections, node);
  const start = performance.now();
  await seedLog(connections, tenantId, entries);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  process.stdout.write(`${entries} entries written in ${seconds} s\n\n`);
  const isGood = await measureAll(node, tenantId);
  await node.close();
  if (!isGood) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function measureAll(node: AuditNode, tenantId: TenantId): Promise<boolean> {
  process.stdout.write(`${'filter'.padEnd(36)} page    found      p50 ms   p99 ms  plan\n`);
  let isGood = true;
  for (const [filter, wanted] of Object.entries(filters)) {
    for (const [depth, place] of Object.entries(depths)) {
      const query = { ...none, ...wanted, ...place };
      const { found, p50, p99 } = await measure(node, tenantId, query);
      const scans = await readsWholeTable(node, tenantId, query);
      isGood &&= p99 <= goalMs && !scans;
      const times = `${p50.toFixed(1).padStart(9)}${p99.toFixed(1).padStart(9)}`;
      const plan = scans ? 'SEQ SCAN' : 'index';
      process.stdout.write(
        `${filter.padEnd(36)} ${depth.padEnd(7)} ${found.padEnd(8)} ${times}  ${plan}\n`,
      );
    }
  }
  return isGood;
}

async function measure(
  node: AuditNode,
  tenantId: TenantId,
  query: AuditQuery,
): Promise<{ readonly found: string; readonly p50: number; readonly p99: number }> {
  const times: number[] = [];
  let found = '';
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const { rows, stoppedAt } = await node.auditReader.entries(tenantId, query);
    times.push(performance.now() - start);
    found = `${rows.length}${stoppedAt === undefined ? '' : ' cut'}`;
  }
  times.sort((left, right) => left - right);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { found, p50: at(0.5), p99: at(0.99) };
}

/** Asks for the plan of each statement of the search before it runs, with its values and as the application. */
async function readsWholeTable(
  node: AuditNode,
  tenantId: TenantId,
  query: AuditQuery,
): Promise<boolean> {
  let scans = false;
  await inTransaction(node.database.app, { tenantId }, async (execute) => {
    const explained: Execute = async <Row extends object>(
      text: string,
      values?: readonly unknown[],
    ) => {
      const plan = await execute(`EXPLAIN ${text}`, values);
      scans ||= /Seq Scan on audit_entry/.test(JSON.stringify(plan));
      return execute<Row>(text, values);
    };
    const stretch = await stretchOf(explained, tenantId, query);
    if (stretch !== undefined) await searchEntries(explained, query, stretch);
  });
  return scans;
}

async function createTenant(connections: Connections, node: AuditNode): Promise<TenantId> {
  const tenantId = random.id('ten');
  await asAdministrator(
    connections,
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ('${tenantId}', 'Bench', now())`,
  );
  await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.createLog(execute, tenantId),
  );
  return tenantId;
}

async function asAdministrator(connections: Connections, statement: string): Promise<void> {
  const client = new pg.Client(connections.asAdministrator());
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
