import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { socketConnections, urlConnections } from '../../src/adapters/database/connections.ts';
import { type Migration, migrate, shippedMigrations } from '../../src/adapters/database/migrate.ts';
import { connectDatabase, openDatabase } from '../../src/adapters/database/open-database.ts';
import { StartupRefusal } from '../../src/adapters/database/startup-refusal.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';

let fresh: FreshDatabase;

beforeEach(async () => {
  fresh = await freshDatabase();
  return () => fresh.drop();
});

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (thrown) {
    return thrown instanceof StartupRefusal ? thrown.reason : String(thrown);
  }
}

/** Runs `use` with a connection of its own as the owner of the tables. */
async function asOwner<T>(database: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(
    socketConnections(inject('testServer'), database).as('monago_owner'),
  );
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  const shipped = shippedMigrations();
  const next: Migration = {
    version: 9_001,
    name: 'next',
    sql: 'CREATE TABLE next_thing (id text); INSERT INTO next_thing VALUES (1)',
  };

  test('are numbered without gaps from 1', () => {
    expect(shipped.length).toBeGreaterThan(0);
    expect(shipped.map((migration) => migration.version)).toEqual(shipped.map((_, n) => n + 1));
  });

  test('are applied once', async () => {
    expect(await asOwner(fresh.name, (client) => migrate(client, shipped))).toBe(0);
    expect(await asOwner(fresh.name, (client) => migrate(client, [...shipped, next]))).toBe(1);
    expect(await asOwner(fresh.name, (client) => migrate(client, [...shipped, next]))).toBe(0);
    expect(await fresh.asSuperuser('SELECT id FROM next_thing')).toHaveLength(1);
  });

  test('are applied once by nodes that start together', async () => {
    const applied = await Promise.all(
      [1, 2, 3, 4].map(() => asOwner(fresh.name, (client) => migrate(client, [...shipped, next]))),
    );
    expect(applied.sort()).toEqual([0, 0, 0, 1]);
  });

  test('bring an empty database up from nothing, also concurrently', async () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await fresh.asSuperuser(`CREATE DATABASE ${name}`);
    try {
      const connections = socketConnections(inject('testServer'), name);
      const databases = await Promise.all(
        [1, 2, 3].map(() => connectDatabase(connections, 2, quietLog)),
      );
      const { rows } = (await databases[0]?.app.query('SELECT value FROM directory_epoch')) ?? {
        rows: [],
      };
      expect(rows).toEqual([{ value: 1 }]);
      await Promise.all(databases.map((database) => database.close()));
    } finally {
      await fresh.asSuperuser(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });

  test('give every tenant that is there already a key of its own and the strict translation', async () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await fresh.asSuperuser(`CREATE DATABASE ${name}`);
    const administrator = new pg.Client(
      socketConnections(inject('testServer'), name).asAdministrator(),
    );
    await administrator.connect();
    try {
      await administrator.query('GRANT USAGE, CREATE ON SCHEMA public TO monago_owner');
      await asOwner(name, (client) => migrate(client, shipped.slice(0, 3)));
      await administrator.query(`INSERT INTO tenant (tenant_id, name, created_at)
        SELECT 'ten_' || lpad(n::text, 32, '0'), 'Bank', now() FROM generate_series(1, 3) n`);
      await asOwner(name, (client) => migrate(client, shipped));
      const { rows } = await administrator.query<{ pseudonym_key: Buffer; translation: string }>(
        'SELECT pseudonym_key, translation FROM tenant',
      );
      expect(rows.map((row) => row.translation)).toEqual(['strict', 'strict', 'strict']);
      expect(rows.map((row) => row.pseudonym_key.length)).toEqual([32, 32, 32]);
      expect(new Set(rows.map((row) => row.pseudonym_key.toString('hex'))).size).toBe(3);
    } finally {
      await administrator.end();
      await fresh.asSuperuser(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });

  test('are refused when an applied one was changed', async () => {
    const changed = shipped.map((each) => ({ ...each, sql: `${each.sql}\n-- changed` }));
    const migrating = asOwner(fresh.name, (client) => migrate(client, changed));
    expect(await refusal(migrating)).toBe('migration_changed');
  });

  test('are refused when a newer program has been here', async () => {
    await asOwner(fresh.name, (client) => migrate(client, [...shipped, next]));
    const migrating = asOwner(fresh.name, (client) => migrate(client, shipped));
    expect(await refusal(migrating)).toBe('database_newer');
  });

  test('leave nothing behind when one fails', async () => {
    const broken = { ...next, sql: 'CREATE TABLE half (id text); SELECT 1 / 0' };
    const migrating = asOwner(fresh.name, (client) => migrate(client, [...shipped, broken]));
    expect(await refusal(migrating)).toBe('migration_failed');
    expect(await fresh.asSuperuser(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
    expect(await asOwner(fresh.name, (client) => migrate(client, [...shipped, next]))).toBe(1);
  });
});

describe('DATABASE_URL', () => {
  let user: string;

  beforeEach(() => {
    user = `login_${randomBytes(4).toString('hex')}`;
    return async () => {
      await fresh.asSuperuser(`DROP OWNED BY ${user} CASCADE`).catch(() => undefined);
      await fresh.asSuperuser(`DROP ROLE IF EXISTS ${user}`);
    };
  });

  const urlOf = (name: string) => fresh.url.replace('user=postgres', `user=${name}`);
  const openAs = (name: string) =>
    openDatabase({ url: urlOf(name), dataDir: '/nonexistent', poolMax: 2 }, quietLog);

  test('steps down to the roles before the first statement', async () => {
    const database = await openDatabase(
      { url: fresh.url, dataDir: '/nonexistent', poolMax: 2 },
      quietLog,
    );
    const whoami = 'SELECT current_user AS name';
    expect((await database.app.query(whoami)).rows).toEqual([{ name: 'monago_app' }]);
    expect((await database.reader.query(whoami)).rows).toEqual([{ name: 'monago_reader' }]);
    expect((await database.app.query('SELECT 1 FROM credential')).rowCount).toBe(0);
    await database.close();
  });

  test('keeps options that it already has', async () => {
    const url = `${fresh.url}&options=${encodeURIComponent('-c statement_timeout=1234')}`;
    const client = new pg.Client(urlConnections(url).as('monago_app'));
    await client.connect();
    const { rows } = await client.query(
      `SELECT current_user AS name, current_setting('statement_timeout') AS timeout`,
    );
    await client.end();
    expect(rows).toEqual([{ name: 'monago_app', timeout: '1234ms' }]);
  });

  test('works for a plain user that is a member of the roles', async () => {
    await fresh.asSuperuser(`CREATE ROLE ${user} LOGIN;
      GRANT monago_owner, monago_app, monago_reader TO ${user}`);
    const database = await openAs(user);
    const { rows } = await database.app.query(
      'SELECT session_user AS session, current_user AS current',
    );
    await database.close();
    expect(rows).toEqual([{ session: user, current: 'monago_app' }]);
  });

  test('tells an administrator what to run for a user that may not', async () => {
    await fresh.asSuperuser(`CREATE ROLE ${user} LOGIN`);
    expect(await refusal(openAs(user))).toBe('roles_missing');
    await expect(openAs(user)).rejects.toThrow(/GRANT monago_owner/);
  });

  test('is refused where the durability was switched off for this database alone', async () => {
    await fresh.asSuperuser(`ALTER DATABASE ${fresh.name} SET synchronous_commit = off`);
    expect(await refusal(openAs('postgres'))).toBe('not_durable');
  });
});

test('a bigint beyond the safe integers is an error, never a rounded number', async () => {
  const client = new pg.Client(fresh.connections.asAdministrator());
  await client.connect();
  const largest = await client.query('SELECT 9007199254740991::bigint AS n');
  expect(largest.rows).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
  await expect(client.query('SELECT 9007199254740992::bigint AS n')).rejects.toThrow(RangeError);
  await client.end();
});

afterEach(async () => {
  const left = await fresh.asSuperuser(
    `SELECT application_name FROM pg_stat_activity WHERE datname = $1 AND usename LIKE 'monago%'`,
    [fresh.name],
  );
  expect(left).toEqual([]);
});
