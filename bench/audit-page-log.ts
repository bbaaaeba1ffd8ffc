import pg from 'pg';
import type { Connections } from '../src/adapters/database/connections.ts';
import type { TenantId } from '../src/domain/ids.ts';

/** Entries written by one statement. */
const stepEntries = 250_000;

/** Some of what is in the seeded log, rare and common. */
export const seeded = {
  commonActor: idOf('tok', 0),
  rareActor: idOf('tok', 997),
  /** Of the first ten thousand entries alone. */
  oldActor: idOf('tok', 5000),
  commonWorkspace: idOf('ws', 0),
  rareWorkspace: idOf('ws', 4),
  commonCredential: idOf('cred', 0),
  rareCredential: idOf('cred', 19),
  requestOf: (index: number) => idOf('req', Math.floor(index / 2)),
  intentOf: (index: number) => idOf('aud', index),
} as const;

/** Microseconds since the epoch of an entry: a month for ten million. */
export function timeOf(index: number): number {
  return firstUs + index * stepUs;
}

const firstUs = Date.parse('2026-10-01T00:00:00Z') * 1000;
const stepUs = 260_000;

/**
 * Writes entries straight into the tables, past the writer: what a page costs depends on the rows and their indexes,
 * not on whether the tree above them is whole. A fifth of the way into the log somebody tried passwords for days.
 */
export async function seedLog(
  connections: Connections,
  tenantId: TenantId,
  entries: number,
): Promise<void> {
  const client = new pg.Client(connections.asAdministrator());
  await client.connect();
  try {
    await client.query(
      `SET session_replication_role = replica; SET maintenance_work_mem = '512MB'`,
    );
    const indexes = await takeIndexes(client);
    for (let first = 0; first < entries; first += stepEntries) {
      const end = Math.min(entries, first + stepEntries);
      await client.query(insertEntries, [tenantId, first, end - 1, entries]);
    }
    for (const statement of indexes) await client.query(statement);
    await client.query('VACUUM (ANALYZE) audit_entry');
  } finally {
    await client.end();
  }
}

/** Drops the indexes that only searches need. @returns statements that make them again */
async function takeIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ readonly name: string; readonly definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'audit_entry' AND indexname LIKE 'audit_entry_by_%'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

function idOf(prefix: string, number: number): string {
  return `${prefix}_${number.toString(16).padStart(32, '0')}`;
}

const id = (prefix: string, number: string): string =>
  `'${prefix}_' || lpad(to_hex((${number})::bigint), 32, '0')`;

// Chance that depends on the index alone: the same log every time.
const chance = (salt: number, of: string): string =>
  `((hashint8extended(${of}, ${salt}) & 1048575)::float8 / 1048576)`;

const insertEntries = `
INSERT INTO audit_entry (tenant_id, generation, idx, entry_id, class, type, time_us, request_id, actor_id, workspace_id,
  decision, subject, leaf, leaf_hash)
SELECT $1, 1, i, ${id('aud', 'i')}, class, type, ${firstUs} + i * ${stepUs},
  CASE WHEN class = 'ai' THEN ${id('req', 'i / 2')} END, actor_id,
  CASE WHEN class = 'ai' THEN ${id('ws', `CASE WHEN ${chance(4, 'i / 2')} < 0.001 THEN 4 ELSE floor(3.99 * power(${chance(5, 'i / 2')}, 2)) END`)} END,
  CASE WHEN type = 'ai.request.denied' THEN 'blocked' WHEN type = 'ai.request.held' THEN 'pending_approval'
    WHEN type = 'ai.request.intent' THEN
      CASE WHEN ${chance(6, 'i')} < 0.05 THEN 'redacted' WHEN ${chance(6, 'i')} < 0.08 THEN 'flagged' ELSE 'allowed' END
  END,
  CASE type WHEN 'ai.request.intent' THEN ${id('cred', `floor(20 * power(${chance(7, 'i')}, 6))`)}
    WHEN 'ai.request.outcome' THEN ${id('aud', 'i - 1')} END,
  leaf, sha256('\\x00'::bytea || leaf)
FROM (
  SELECT *, convert_to(E'monago.dev/audit-entry@v1\\naudit.example/log/01JBENCH\\n' || i || E'\\n' || class || ' ' || i || E'\\n'
      || to_char(to_timestamp((${firstUs} + i * ${stepUs}) / 1000000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      || E'\\n' || md5(i::text) || E'\\n{"actor":{"id":"' || actor_id || '"},"fill":"' || repeat(md5((i * 7)::text), 19) || '","id":"'
      || ${id('aud', 'i')} || '","type":"' || type || E'"}\\n', 'UTF8') AS leaf
  FROM (
    SELECT *, CASE WHEN class = 'auth' THEN 'unknown' WHEN class = 'sys' THEN 'monago'
        WHEN i < 10000 AND i / 2 % 2 = 0 THEN ${id('tok', '5000')}
        ELSE ${id('tok', `floor(998 * power(${chance(3, 'i / 2')}, 4))`)} END AS actor_id
    FROM (
      SELECT i, type, CASE WHEN type LIKE 'ai.%' THEN 'ai' WHEN type LIKE 'auth.%' THEN 'auth'
          WHEN type LIKE 'log.%' THEN 'sys' ELSE 'admin' END AS class
      FROM (
        SELECT i, CASE
          WHEN i BETWEEN $4::bigint / 5 AND $4::bigint / 4 AND ${chance(1, 'i')} < 0.9 THEN 'auth.failed'
          WHEN ${chance(2, 'i / 2')} < 0.0001 THEN 'ai.request.held'
          WHEN ${chance(2, 'i / 2')} < 0.03 THEN 'ai.request.denied'
          WHEN ${chance(2, 'i / 2')} < 0.031 THEN 'auth.signed_in'
          WHEN ${chance(2, 'i / 2')} < 0.0312 THEN 'credential.rotated'
          WHEN ${chance(2, 'i / 2')} < 0.0313 THEN 'log.heartbeat'
          WHEN i % 2 = 0 THEN 'ai.request.intent' ELSE 'ai.request.outcome' END AS type
        FROM generate_series($2::bigint, $3::bigint) AS i
      ) AS typed
    ) AS classed
  ) AS acted
) AS written`;
