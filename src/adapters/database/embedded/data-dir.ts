import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';
import { findServiceAccount, isRoot, type ServiceAccount } from './service-account.ts';

const fallbackRoot = '/var/lib/monago';

/**
 * Where the embedded database's data really is. Usually that is the configured directory; started as root below a
 * directory that PostgreSQL's user cannot pass (such as /root) it is a place of its own under /var/lib/monago.
 * Depends only on the path and its parents, so every command finds the same place. Creates nothing.
 */
export function resolveDataDir(configured: string): string {
  const dir = resolve(configured);
  if (!isRoot()) return dir;
  const account = findServiceAccount();
  if (isReachable(dirname(dir), account)) return dir;
  return join(fallbackRoot, createHash('sha256').update(dir).digest('hex').slice(0, 16));
}

/** Whether the account may pass every directory down to `dir`; what does not exist yet will be made passable. */
export function isReachable(dir: string, account: ServiceAccount | undefined): boolean {
  const parent = dirname(dir);
  if (parent !== dir && !isReachable(parent, account)) return false;
  const stat = statSync(dir, { throwIfNoEntry: false });
  if (stat === undefined) return true;
  // path_resolution(7): exactly one of the three classes applies.
  if (stat.uid === account?.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === account?.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

/**
 * Creates the data directory, closed to others. A directory that is there keeps its mode, but PostgreSQL's own
 * user gets to pass it: what is secret in it has a mode of its own.
 * @returns its real path
 */
export function createDataDir(dir: string, account: ServiceAccount | undefined): string {
  try {
    if (account !== undefined) createPassableParents(dirname(dir));
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (account !== undefined && !isReachable(dir, account)) {
      chmodSync(dir, statSync(dir).mode | 0o011);
    }
    return realpathSync(dir);
  } catch (cause) {
    throw new StartupRefusal(
      'data_dir_unusable',
      `The data directory ${dir} cannot be used.`,
      cause,
    );
  }
}

/** Creates `dir` with mode 0700 for the account that PostgreSQL runs as. */
export function createPrivateDir(dir: string, account: ServiceAccount | undefined): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  if (account !== undefined) chownSync(dir, account.uid, account.gid);
}

/** Under a strict umask new parents would be closed to PostgreSQL's user. */
function createPassableParents(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false }) !== undefined) return;
  createPassableParents(dirname(dir));
  mkdirSync(dir);
  chmodSync(dir, 0o711);
}
