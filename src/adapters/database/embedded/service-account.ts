import { spawnSync } from 'node:child_process';
import { StartupRefusal } from '../startup-refusal.ts';

/** The unprivileged user PostgreSQL runs as when Monago itself was started as root. */
export interface ServiceAccount {
  readonly uid: number;
  readonly gid: number;
}

const accountName = 'postgres';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account if it exists; never creates it, so that reading tools may call this. */
export function findServiceAccount(): ServiceAccount | undefined {
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/**
 * PostgreSQL refuses to run as root: then it gets its own account. Undefined means "as the caller".
 * @throws StartupRefusal `no_service_account`
 */
export function ensureServiceAccount(): ServiceAccount | undefined {
  if (!isRoot()) return undefined;
  const existing = findServiceAccount();
  if (existing !== undefined) return existing;
  spawnSync('useradd', [
    '--system',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    accountName,
  ]);
  const created = findServiceAccount();
  if (created !== undefined) return created;
  throw new StartupRefusal(
    'no_service_account',
    `PostgreSQL does not run as root and the user "${accountName}" could not be created. ` +
      'Create it, start Monago as a plain user, or set DATABASE_URL.',
  );
}

function idOf(flag: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, accountName], { encoding: 'utf8' });
  const id = Number.parseInt(stdout, 10);
  // A root account under that name would defeat the purpose.
  return status === 0 && id > 0 ? id : undefined;
}
