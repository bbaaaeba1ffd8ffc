import type pg from 'pg';
import type { DatabaseRole } from './connections.ts';
import { sqlStateOf } from './sql-state.ts';
import { StartupRefusal } from './startup-refusal.ts';

const roles: readonly DatabaseRole[] = ['monago_owner', 'monago_app', 'monago_reader'];

/** What an administrator runs when the user of DATABASE_URL may not. */
const rolesByHand = `CREATE ROLE monago_owner; CREATE ROLE monago_app; CREATE ROLE monago_reader;
GRANT monago_owner, monago_app, monago_reader TO <user of DATABASE_URL>;
GRANT USAGE, CREATE ON SCHEMA public TO monago_owner; GRANT USAGE ON SCHEMA public TO monago_app, monago_reader;`;

/**
 * Creates what is missing of the three roles and their rights, as the login user.
 * @throws StartupRefusal `roles_missing` | `roles_too_powerful`
 */
export async function ensureRoles(client: pg.Client, rolesLogIn: boolean): Promise<void> {
  for (const role of roles) await ensureRole(client, role, rolesLogIn);
  await ensureSchemaRights(client);
  await refusePower(client);
}

async function ensureRole(
  client: pg.Client,
  role: DatabaseRole,
  mustLogIn: boolean,
): Promise<void> {
  const { rows } = await client.query<{ rolcanlogin: boolean }>(
    'SELECT rolcanlogin FROM pg_roles WHERE rolname = $1',
    [role],
  );
  if (rows[0] === undefined) {
    await attempt(client, `CREATE ROLE ${role} ${mustLogIn ? 'LOGIN' : 'NOLOGIN'}`);
  } else if (mustLogIn && !rows[0].rolcanlogin) {
    await attempt(client, `ALTER ROLE ${role} LOGIN`);
  }
  if (mustLogIn || (await canBecome(client, role))) return;
  await attempt(client, `GRANT ${role} TO CURRENT_USER`);
}

async function canBecome(client: pg.Client, role: DatabaseRole): Promise<boolean> {
  // PostgreSQL 16 made the right to SET ROLE a property of its own.
  const { rows } = await client.query<{ allowed: boolean }>(
    `SELECT pg_has_role(current_user, $1, CASE
       WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS allowed`,
    [role],
  );
  return rows[0]?.allowed ?? false;
}

async function ensureSchemaRights(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ is_ready: boolean; anyone_creates: boolean }>(
    `SELECT has_schema_privilege('monago_owner', 'public', 'CREATE')
        AND has_schema_privilege('monago_app', 'public', 'USAGE')
        AND has_schema_privilege('monago_reader', 'public', 'USAGE') AS is_ready,
      has_schema_privilege('monago_app', 'public', 'CREATE')
        OR has_schema_privilege('monago_reader', 'public', 'CREATE') AS anyone_creates`,
  );
  if (rows[0]?.is_ready !== true) {
    await attempt(client, 'GRANT USAGE, CREATE ON SCHEMA public TO monago_owner');
    await attempt(client, 'GRANT USAGE ON SCHEMA public TO monago_app, monago_reader');
  }
  // Databases that were made before PostgreSQL 15 let everybody create in `public`.
  if (rows[0]?.anyone_creates === true) {
    await attempt(client, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  }
}

/** Row-level security is worth nothing against a role that may pass it by. */
async function refusePower(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    `SELECT rolname FROM pg_roles
      WHERE rolname = ANY($1) AND (rolsuper OR rolbypassrls OR rolcreaterole
        OR (rolname <> 'monago_owner' AND pg_has_role(rolname, 'monago_owner', 'MEMBER'))
        OR (rolname <> 'monago_owner' AND has_schema_privilege(rolname, 'public', 'CREATE')))`,
    [roles],
  );
  if (rows.length === 0) return;
  const names = rows.map((row) => row.rolname).join(', ');
  throw new StartupRefusal(
    'roles_too_powerful',
    `${names} could get around row-level security. Take away SUPERUSER, BYPASSRLS, CREATEROLE, membership in ` +
      'monago_owner and CREATE on the schema public.',
  );
}

async function attempt(client: pg.Client, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (cause) {
    const state = sqlStateOf(cause);
    // Another node that starts at the same moment has just done it.
    if (
      state === 'duplicate_object' ||
      state === 'unique_violation' ||
      state === 'tuple_concurrently_updated'
    )
      return;
    throw new StartupRefusal(
      'roles_missing',
      `The user of DATABASE_URL may not run "${statement}". Let an administrator run:\n${rolesByHand}`,
      cause,
    );
  }
}
