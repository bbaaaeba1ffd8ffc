import type pg from 'pg';
import { StartupRefusal } from './startup-refusal.ts';

const oldestVersionNum = 150_000;

interface ServerRow {
  readonly version: string;
  readonly version_num: number;
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly full_page_writes: string;
  readonly is_standby: boolean;
}

/**
 * Refuses a server on which "committed" would not mean "durable", as the client's role sees it.
 * @throws StartupRefusal `server_too_old` | `not_durable` | `in_recovery`
 */
export async function checkServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<ServerRow>(
    `SELECT current_setting('server_version') AS version,
      current_setting('server_version_num')::int AS version_num,
      current_setting('fsync') AS fsync,
      current_setting('synchronous_commit') AS synchronous_commit,
      current_setting('full_page_writes') AS full_page_writes,
      pg_is_in_recovery() AS is_standby`,
  );
  const [server] = rows;
  if (server === undefined || server.version_num < oldestVersionNum) {
    throw new StartupRefusal(
      'server_too_old',
      `Monago needs PostgreSQL 15 or newer; this is ${server?.version}.`,
    );
  }
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'] as const) {
    if (server[setting] !== 'off') continue;
    throw new StartupRefusal(
      'not_durable',
      `The database runs with ${setting} = off, so that a power cut could take back audit entries. Set it to on.`,
    );
  }
  if (server.is_standby) {
    throw new StartupRefusal(
      'in_recovery',
      'This PostgreSQL is a standby. Connect to the primary.',
    );
  }
}
