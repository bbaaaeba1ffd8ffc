import pg from 'pg';

/** Roles of the database (see migrations/0001): owner of the tables, the application, and the cross-tenant reader. */
export type DatabaseRole = 'monago_owner' | 'monago_app' | 'monago_reader';

/** How to reach one database as somebody. */
export interface Connections {
  /** Whether the roles log in themselves; otherwise the login user of DATABASE_URL steps down to them. */
  readonly rolesLogIn: boolean;
  /** As the user that may create roles and grant to them. */
  asAdministrator(): pg.ClientConfig;
  as(role: DatabaseRole): pg.ClientConfig;
}

const connectTimeoutMs = 5_000;

/** The embedded server: each role has its own login, so that no session can step back up to the administrator. */
export function socketConnections(
  socket: { readonly host: string; readonly port: number },
  database: string,
): Connections {
  const asUser = (user: string): pg.ClientConfig => ({ ...base(), ...socket, database, user });
  return {
    rolesLogIn: true,
    asAdministrator: () => asUser('postgres'),
    as: asUser,
  };
}

/** A server of the operator's. The role is set in the startup packet, before any statement can run. */
export function urlConnections(databaseUrl: string): Connections {
  return {
    rolesLogIn: false,
    asAdministrator: () => ({ ...base(), connectionString: databaseUrl }),
    as: (role) => ({ ...base(), connectionString: withOption(databaseUrl, `-c role=${role}`) }),
  };
}

function base(): pg.ClientConfig {
  return {
    application_name: 'monago',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: safeTypes(),
  };
}

/** What the URL says wins over other settings of the driver, so the option has to go into the URL. */
function withOption(databaseUrl: string, option: string): string {
  const url = new URL(databaseUrl);
  const options = [url.searchParams.get('options'), option].filter((text) => text !== null);
  url.searchParams.set('options', options.join(' '));
  return url.href;
}

/** PostgreSQL's bigint as a number, or an error where a number could not hold it. */
function safeTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError('bigint beyond the safe integers');
    return value;
  });
  return types;
}
