import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';
import { createPrivateDir } from './data-dir.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { ServiceAccount } from './service-account.ts';

const draftPrefix = 'postgres.init-';
const initTimeoutMs = 120_000;

/** Only the socket, which only this user and root can reach: the directory's mode is the password. */
const hostBasedAuthentication = 'local all all trust\n';

/**
 * Creates the database cluster at `pgData` if there is none. It is made under another name and then renamed, so a
 * kill at any moment leaves either no cluster or a whole one.
 * @throws StartupRefusal `embedded_failed`
 */
export async function ensureCluster(
  binaries: PostgresBinaries,
  pgData: string,
  account: ServiceAccount | undefined,
): Promise<void> {
  const parent = dirname(pgData);
  for (const name of readdirSync(parent)) {
    if (name.startsWith(draftPrefix)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  if (existsSync(pgData)) return;
  const draft = join(parent, `${draftPrefix}${randomBytes(6).toString('hex')}`);
  createPrivateDir(draft, account);
  await runInitdb(binaries.initdb, draft, account);
  const hba = join(draft, 'pg_hba.conf');
  writeFileSync(hba, hostBasedAuthentication);
  if (account !== undefined) chownSync(hba, account.uid, account.gid);
  fsyncPath(hba);
  renameSync(draft, pgData);
  fsyncPath(parent);
}

/** The account an existing cluster belongs to, so that a later start as root can go on with it. */
export function ownerOfCluster(pgData: string): ServiceAccount | undefined {
  const stat = statSync(pgData, { throwIfNoEntry: false });
  return stat === undefined || stat.uid === 0 ? undefined : { uid: stat.uid, gid: stat.gid };
}

/** @throws StartupRefusal `embedded_failed` when another major version made the cluster */
export function checkClusterVersion(pgData: string, binaryMajor: string): void {
  const clusterMajor = readFileSync(join(pgData, 'PG_VERSION'), 'utf8').trim();
  if (clusterMajor === binaryMajor) return;
  throw new StartupRefusal(
    'embedded_failed',
    `${pgData} was made by PostgreSQL ${clusterMajor}, this is PostgreSQL ${binaryMajor}. ` +
      'Use the earlier Monago to export it, or restore it into a new server and set DATABASE_URL.',
  );
}

function runInitdb(
  initdb: string,
  dir: string,
  account: ServiceAccount | undefined,
): Promise<void> {
  const options = [
    `--pgdata=${dir}`,
    '--username=postgres',
    '--encoding=UTF8',
    // Built into the server: sorting never changes under an index when the system's locale data does.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--auth=trust',
    '--no-instructions',
  ];
  const child = spawn(initdb, options, {
    ...account,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: initTimeoutMs,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown) =>
      reject(
        new StartupRefusal(
          'embedded_failed',
          `The embedded database could not be created: ${why}`,
          cause,
        ),
      );
    child.once('error', (error) => fail(error.message, error));
    child.once('close', (code) => (code === 0 ? resolve() : fail(complaint.trim())));
  });
}

function fsyncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
