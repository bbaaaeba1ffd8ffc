import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Connections, socketConnections } from '../../src/adapters/database/connections.ts';

/** A migrated, empty database of its own on the server of this test run. */
export interface FreshDatabase {
  readonly name: string;
  readonly connections: Connections;
  /** DATABASE_URL of it, as the server's administrator. */
  readonly url: string;
  /** Runs SQL as the server's superuser, past every policy: for arranging and for checking. */
  asSuperuser<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export async function freshDatabase(): Promise<FreshDatabase> {
  const { host, port, template } = inject('testServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = socketConnections({ host, port }, 'postgres');
  await runOnce(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const connections = socketConnections({ host, port }, name);
  const superuser = new pg.Pool({ ...connections.asAdministrator(), max: 2 });
  superuser.on('error', () => undefined);
  return {
    name,
    connections,
    url: `postgresql:///${name}?host=${encodeURIComponent(host)}&port=${port}&user=postgres`,
    asSuperuser: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await superuser.query<Row>(text, values)).rows,
    drop: async () => {
      await superuser.end();
      await runOnce(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function runOnce(connections: Connections, statement: string): Promise<void> {
  const client = new pg.Client(connections.asAdministrator());
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
