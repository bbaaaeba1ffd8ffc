import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reopenLog } from '../../src/adapters/database/audit/log-operations.ts';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/adapters/database/embedded/embedded-postgres.ts';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { quietLog } from '../support/quiet-log.ts';
import { exportLog, verifyAgainst } from './audit-evidence.ts';
import { type AuditNode, openAuditNode, random, signIn } from './audit-node.ts';

const kek = { kid: 'test', key: randomBytes(32) };

let directory: string;
let server: EmbeddedPostgres;
const nodes: AuditNode[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'monago-restore-'));
  chmodSync(directory, 0o755);
  server = await start();
  await sql('postgres', 'CREATE DATABASE restore');
});
afterEach(async () => {
  await closeNodes();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

function start(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir: join(directory, 'data'), log: quietLog });
}

async function closeNodes(): Promise<void> {
  await Promise.all(nodes.splice(0).map((node) => node.close()));
}

async function sql<Row extends pg.QueryResultRow>(
  database: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(socketConnections(server.connection, database).asAdministrator());
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** @param memory names the directory with what the node has signed; a machine has one */
async function open(name: string, memory: string): Promise<AuditNode> {
  const settings = { kek, name, highWaterDir: join(directory, memory) };
  const node = await openAuditNode(socketConnections(server.connection, 'restore'), settings);
  nodes.push(node);
  return node;
}

async function append(node: AuditNode, tenantId: TenantId, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => node.auditLog.append(signIn(tenantId))));
}

/** The whole cluster, byte for byte, as it is while the server is down. */
async function withServerDown(change: () => void): Promise<void> {
  await server.stop();
  change();
  server = await start();
}

/** With its owner, who need not be the one that runs this test. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}

const live = () => join(directory, 'data', 'postgres');
const saved = () => join(directory, 'backup');

test('a server that is restored from its base backup freezes the log for every node, and forks it for none', async () => {
  const first = await open('first', 'machine-a');
  const tenantId = random.id('ten');
  await sql(
    'restore',
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, 'Example', now())`,
    [tenantId],
  );
  await inTransaction(first.database.app, { tenantId }, (execute) =>
    first.auditLog.createLog(execute, tenantId),
  );
  await append(first, tenantId, 300);
  await closeNodes();
  await withServerDown(() => copy(live(), saved()));

  const [a, b] = [await open('a', 'machine-a'), await open('b', 'machine-b')];
  await append(a, tenantId, 20);
  await append(b, tenantId, 20);
  const { checkpoint: signed, vkey } = await b.auditReader.head(tenantId);
  await withServerDown(() => {
    rmSync(live(), { recursive: true });
    copy(saved(), live());
  });

  // Neither was told, and both still run.
  for (const node of [a, b]) {
    await expect(append(node, tenantId, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(node.events.map(({ event }) => event)).toContain('audit_log_frozen');
  }
  await closeNodes();

  // After a restart, and on a machine that never knew the log.
  for (const memory of ['machine-a', 'machine-b', 'machine-c']) {
    const node = await open(`restarted-${memory}`, memory);
    await node.auditLog.signCommitted();
    await node.tailer.follow();
    await expect(append(node, tenantId, 1)).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(await node.auditReader.head(tenantId)).toMatchObject({ state: 'frozen' });
  }
  const [log] = await sql<{ state: string; size: number; frozen_note: string; count: number }>(
    'restore',
    `SELECT state, size, frozen_note, (SELECT count(*) FROM audit_entry) AS count
     FROM audit_log JOIN audit_head USING (tenant_id, generation)`,
  );
  expect(log).toMatchObject({ state: 'frozen', size: 300, count: 300 });

  // What stands outside of the database says how far the log had come.
  const [auditor] = nodes;
  if (auditor === undefined) throw new Error('no node is open');
  const asked = { tenantId, reason: 'restored from the backup of last night' };
  const opened = await reopenLog(auditor.operations, asked);
  expect(opened?.continues.size).toBe(340);
  expect(signed).toContain('\n340\n');
  const old = { bundle: () => auditor.auditReader.bundle(tenantId, 1) };
  const bundle = await exportLog({ ...auditor.auditReader, ...old }, tenantId);
  expect(await verifyAgainst(vkey, bundle)).toMatchObject({ verdict: 'verified', findings: [] });
  await append(auditor, tenantId, 5);
  const next = await exportLog(auditor.auditReader, tenantId);
  expect(await verifyAgainst(opened?.vkey ?? '', next)).toMatchObject({
    verdict: 'verified',
    entries: 6,
    findings: [],
  });
}, 60_000);
