import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { StartupRefusal } from './startup-refusal.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** Any constant will do; it only has to be the same in every version of Monago. */
const advisoryLockKey = 7_236_841_190;
const lockTimeoutMs = 120_000;

/** The migrations that come with this program, in order. */
export function shippedMigrations(): readonly Migration[] {
  const directory = new URL('./migrations/', import.meta.url);
  return readdirSync(directory)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => ({
      version: Number(file.slice(0, 4)),
      name: file.slice(5, -4),
      sql: readFileSync(new URL(file, directory), 'utf8'),
    }));
}

/**
 * Brings the schema up to date as the owner's role, each migration in its own transaction. Nodes that start
 * together wait for each other.
 * @returns how many were applied
 * @throws StartupRefusal `migration_changed` | `migration_failed` | `database_newer`
 */
export async function migrate(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<number> {
  await client.query(`SET lock_timeout = ${lockTimeoutMs}; SET statement_timeout = 0`);
  await client.query('SELECT pg_advisory_lock($1)', [advisoryLockKey]);
  try {
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
      version integer PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now())`);
    const pending = pendingOf(migrations, await appliedIn(client));
    for (const migration of pending) await apply(client, migration);
    return pending.length;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [advisoryLockKey]);
  }
}

async function appliedIn(client: pg.ClientBase): Promise<Map<number, Buffer>> {
  const { rows } = await client.query<{ version: number; sha256: Buffer }>(
    'SELECT version, sha256 FROM schema_migration',
  );
  return new Map(rows.map((row) => [row.version, row.sha256]));
}

function pendingOf(
  migrations: readonly Migration[],
  applied: ReadonlyMap<number, Buffer>,
): readonly Migration[] {
  const known = new Set(migrations.map((migration) => migration.version));
  for (const version of applied.keys()) {
    if (known.has(version)) continue;
    throw new StartupRefusal(
      'database_newer',
      `A newer Monago has already migrated this database (to ${version}). Start that version or a later one.`,
    );
  }
  return migrations.filter((migration) => {
    const checksum = applied.get(migration.version);
    if (checksum === undefined) return true;
    if (checksum.equals(sha256(migration.sql))) return false;
    throw new StartupRefusal(
      'migration_changed',
      `Migration ${migration.version} (${migration.name}) was changed after it was applied. Restore its file and add a new one.`,
    );
  });
}

async function apply(client: pg.ClientBase, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migration (version, name, sha256) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      sha256(migration.sql),
    ]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartupRefusal(
      'migration_failed',
      `Migration ${migration.version} (${migration.name}) failed and was rolled back: ${why}`,
      cause,
    );
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
