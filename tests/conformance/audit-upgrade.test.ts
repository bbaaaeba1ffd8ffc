import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { signingContext } from '../../src/adapters/database/audit/signing-key.ts';
import { type Connections, socketConnections } from '../../src/adapters/database/connections.ts';
import { migrate, shippedMigrations } from '../../src/adapters/database/migrate.ts';
import { Ed25519KeyVault } from '../../src/adapters/kms/ed25519-key-vault.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { parseBody } from '../../src/domain/audit/entry.ts';
import { entryColumns } from '../../src/domain/audit/entry-columns.ts';
import type { AuditBody } from '../../src/domain/audit/fact.ts';
import { parseLeaf } from '../../src/domain/audit/leaf.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import { parseTime } from '../../src/domain/audit/time.ts';
import { sampleBody } from '../vectors/sample-facts.ts';
import { framed } from '../vectors/sample-log.ts';
import { exportLog, verifyAgainst } from './audit-evidence.ts';
import { openAuditNode, random, signIn } from './audit-node.ts';

/** The last migration of the release that wrote one log a tenant, with one key. */
const before = 6;
const kek = { kid: 'test', key: randomBytes(32) };
const tenantId = random.id('ten');
const origin = 'audit.example.test/log/01JDUPGRADE000000000000000';

let directory: string;
let connections: Connections;
let admin: pg.Client;
let drop: () => Promise<void>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'monago-upgrade-'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = new pg.Client(
    socketConnections(inject('testServer'), 'postgres').asAdministrator(),
  );
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  connections = socketConnections(inject('testServer'), name);
  admin = new pg.Client(connections.asAdministrator());
  await admin.connect();
  await admin.query('GRANT USAGE, CREATE ON SCHEMA public TO monago_owner');
  drop = async () => {
    await admin.end();
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.end();
    rmSync(directory, { recursive: true, force: true });
  };
});
afterEach(() => drop());

async function migrateTo(version: number): Promise<void> {
  const owner = new pg.Client(connections.as('monago_owner'));
  await owner.connect();
  await migrate(owner, shippedMigrations().slice(0, version));
  await owner.end();
}

/** A log as that release left it behind. */
async function fill(bodies: readonly AuditBody[]): Promise<void> {
  const kms = new LocalKms({ active: kek, keys: [kek] }, randomBytes);
  const vault = new EnvelopeVault(kms, randomBytes);
  const context = signingContext({ tenantId, origin, version: 0 });
  const { publicKey, sealed } = await new Ed25519KeyVault(vault, randomBytes).create(context);
  for (const { kekRef, value } of await kms.probe()) {
    await admin.query(
      'INSERT INTO key_check (kek_ref, kcv, created_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING',
      [kekRef, value],
    );
  }
  await admin.query(`INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, 'Bank', now())`, [
    tenantId,
  ]);
  await admin.query(
    `INSERT INTO audit_log VALUES ($1, $2, 'active', $3, $4, $5, $6, $7, $8, now())`,
    [
      tenantId,
      origin,
      publicKey,
      sealed.kekRef,
      sealed.wrappedDek,
      sealed.nonce,
      sealed.ciphertext,
      sealed.tag,
    ],
  );
  const leaves = framed(
    bodies.map((body) => ({ body })),
    origin,
  );
  const range = new CompactRange();
  for (const leaf of leaves) range.append(leafHash(leaf));
  const counts = { ai: 0, admin: 0, auth: 0, sys: 0 };
  for (const [idx, bytes] of leaves.entries()) {
    const leaf = parseLeaf(bytes);
    const body = parseBody(leaf.body);
    counts[leaf.class]++;
    await admin.query(
      `INSERT INTO audit_entry VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, sha256('\\x00'::bytea || $9))`,
      [
        tenantId,
        idx,
        body.id,
        leaf.class,
        body.type,
        parseTime(leaf.time),
        body.request_id ?? null,
        body.actor.id,
        bytes,
      ],
    );
  }
  const last = leaves.at(-1) ?? new Uint8Array(0);
  await admin.query('INSERT INTO audit_head VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    tenantId,
    range.size,
    Buffer.from(range.bytes()),
    Buffer.from(range.root()),
    Buffer.from(leafHash(last)),
    parseTime(parseLeaf(last).time),
    JSON.stringify(counts),
  ]);
}

/** One of each type, as far as the samples go. */
function sampleBodies(): AuditBody[] {
  return Array.from({ length: 200 }, (_, index) => sampleBody(index));
}

test('a filled log keeps its bytes, gets its columns and is gone on with under its key', async () => {
  await migrateTo(before);
  const bodies = sampleBodies();
  await fill(bodies);
  await migrateTo(shippedMigrations().length);

  const { rows } = await admin.query<{
    leaf: Buffer;
    request_id: string | null;
    actor_id: string;
    workspace_id: string | null;
    decision: string | null;
    subject: string | null;
  }>('SELECT * FROM audit_entry ORDER BY idx');
  const stored = rows.map((row) => ({
    requestId: row.request_id ?? undefined,
    actorId: row.actor_id,
    workspaceId: row.workspace_id ?? undefined,
    decision: row.decision ?? undefined,
    subject: row.subject ?? undefined,
  }));
  expect(stored).toEqual(rows.map(({ leaf }) => entryColumns(parseBody(parseLeaf(leaf).body))));
  expect(stored.filter(({ subject }) => subject !== undefined).length).toBeGreaterThan(50);
  await expect(admin.query(`UPDATE audit_entry SET subject = 'x'`)).rejects.toMatchObject({
    code: 'MG002',
  });

  const node = await openAuditNode(connections, { kek, name: 'new', highWaterDir: directory });
  try {
    const entry = signIn(tenantId);
    expect(await node.auditLog.append(entry)).toMatchObject({ index: bodies.length, log: origin });
    const { vkey, size } = await node.auditReader.head(tenantId);
    expect(size).toBe(bodies.length + 1);
    const bundle = await exportLog(node.auditReader, tenantId);
    const { findings } = await verifyAgainst(vkey, bundle);
    // The samples close intents that are not among them; apart from that nothing may be found.
    expect(findings.filter(({ check }) => check !== 'V13' && check !== 'V15')).toEqual([]);
  } finally {
    await node.close();
  }
});

test('an index is found by its time', async () => {
  await migrateTo(before);
  const bodies = sampleBodies().slice(0, 40);
  await fill(bodies);
  await migrateTo(shippedMigrations().length);
  const { rows } = await admin.query<{ idx: string; time_us: string }>(
    'SELECT idx, time_us FROM audit_entry ORDER BY idx',
  );
  const indexAt = async (timeUs: number): Promise<number> => {
    const found = await admin.query<{ at: string }>(
      'SELECT audit_index_at($1, 1::smallint, $2) AS at',
      [tenantId, timeUs],
    );
    return Number(found.rows[0]?.at);
  };
  for (const { idx, time_us: time } of rows) {
    expect(await indexAt(Number(time))).toBe(Number(idx));
    expect(await indexAt(Number(time) + 1)).toBe(Number(idx) + 1);
  }
  expect(await indexAt(0)).toBe(0);
});
