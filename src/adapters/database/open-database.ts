import pg from 'pg';
import type { Log } from '../../ports/log.ts';
import { type Connections, socketConnections, urlConnections } from './connections.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { findRunningServer } from './embedded/running-server.ts';
import { migrate, shippedMigrations } from './migrate.ts';
import { openPool } from './open-pool.ts';
import { ensureRoles } from './roles.ts';
import { checkServer } from './server-check.ts';
import { sqlStateOf } from './sql-state.ts';
import { StartupRefusal } from './startup-refusal.ts';

export interface DatabaseSettings {
  /** DATABASE_URL; undefined starts the embedded PostgreSQL in `dataDir`. */
  readonly url: string | undefined;
  readonly dataDir: string;
  /** Connections of the application pool; the reader's pool has a quarter of it. */
  readonly poolMax: number;
}

/** An open, migrated database. */
export interface Database {
  /** Connections as monago_app: bound by row-level security to the tenant of their transaction. */
  readonly app: pg.Pool;
  /** Connections as monago_reader: may read across tenants, and write nothing. */
  readonly reader: pg.Pool;
  /** One more pool as monago_app, e.g. for prepared statements. Closed with the database. */
  openAppPool(name: string, max: number): pg.Pool;
  /** An unconnected client as monago_reader, for LISTEN. The caller connects and ends it. */
  newReaderClient(name: string): pg.Client;
  /** Lets running transactions finish, then disconnects and stops an embedded server. */
  close(): Promise<void>;
}

const embeddedDatabase = 'monago';
const statementTimeoutMs = 30_000;
/** For a server that went silent: later than anything the server itself would give up. */
const queryTimeoutMs = statementTimeoutMs + 5_000;
const lockTimeoutMs = 10_000;
const idleInTransactionTimeoutMs = 60_000;

/** @throws StartupRefusal when the database cannot be reached, is not durable or cannot be migrated */
export async function openDatabase(settings: DatabaseSettings, log: Log): Promise<Database> {
  if (settings.url !== undefined) {
    return connectDatabase(urlConnections(settings.url), settings.poolMax, log);
  }
  const server = await startEmbeddedPostgres({ dataDir: settings.dataDir, log });
  try {
    await createDatabase(socketConnections(server.connection, 'postgres'));
    const connections = socketConnections(server.connection, embeddedDatabase);
    const database = await connectDatabase(connections, settings.poolMax, log);
    return {
      ...database,
      close: async () => {
        await database.close();
        await server.stop();
      },
    };
  } catch (thrown) {
    await server.stop();
    throw thrown;
  }
}

/**
 * For commands: works beside a Monago that is running on the same embedded database, and otherwise opens it.
 * @throws StartupRefusal
 */
export async function openOrJoinDatabase(settings: DatabaseSettings, log: Log): Promise<Database> {
  const running = settings.url === undefined ? findRunningServer(settings.dataDir) : undefined;
  if (running === undefined) return openDatabase(settings, log);
  try {
    return await connectDatabase(
      socketConnections(running, embeddedDatabase),
      settings.poolMax,
      log,
    );
  } catch (thrown) {
    // The file of a server that was killed: nobody listens, so nobody is in the way.
    if (thrown instanceof StartupRefusal && thrown.reason === 'database_unreachable') {
      return openDatabase(settings, log);
    }
    throw thrown;
  }
}

/** Prepares the database behind `connections` and opens its pools. @throws StartupRefusal */
export async function connectDatabase(
  connections: Connections,
  poolMax: number,
  log: Log,
): Promise<Database> {
  await withClient(connections.asAdministrator(), async (client) => {
    await checkServer(client);
    await ensureRoles(client, connections.rolesLogIn);
  });
  // Once more as the role that writes, which can have settings of its own.
  await withClient(connections.as('monago_app'), checkServer);
  const applied = await withClient(connections.as('monago_owner'), (client) =>
    migrate(client, shippedMigrations()),
  );
  log.info('database.ready', { migrations_applied: applied });
  return openPools(connections, poolMax, log);
}

function openPools(connections: Connections, poolMax: number, log: Log): Database {
  const pools: pg.Pool[] = [];
  const open = (role: 'monago_app' | 'monago_reader', name: string, max: number) => {
    const config: pg.PoolConfig = {
      ...connections.as(role),
      application_name: name,
      max,
      statement_timeout: statementTimeoutMs,
      query_timeout: queryTimeoutMs,
      lock_timeout: lockTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    };
    const pool = openPool(config, log);
    pools.push(pool);
    return pool;
  };
  return {
    app: open('monago_app', 'monago', poolMax),
    reader: open('monago_reader', 'monago-reader', Math.max(2, Math.ceil(poolMax / 4))),
    openAppPool: (name, max) => open('monago_app', name, max),
    newReaderClient: (name) =>
      new pg.Client({ ...connections.as('monago_reader'), application_name: name }),
    close: async () => {
      await Promise.all(pools.map((pool) => (pool.ending ? undefined : pool.end())));
    },
  };
}

async function createDatabase(connections: Connections): Promise<void> {
  await withClient(connections.asAdministrator(), async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      embeddedDatabase,
    ]);
    if (rowCount !== 0) return;
    try {
      await client.query(`CREATE DATABASE ${embeddedDatabase}`);
    } catch (thrown) {
      if (sqlStateOf(thrown) !== 'duplicate_database') throw thrown;
    }
  });
}

async function withClient<T>(
  config: pg.ClientConfig,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartupRefusal(
      'database_unreachable',
      `The database cannot be reached: ${why}`,
      cause,
    );
  }
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
