import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';
import { processIdentity } from './process-identity.ts';

const attemptsMax = 20;

/**
 * Makes this process the only Monago on `dataDir`, by `monago.lock` (pid and start of the owner). A lock whose
 * owner is gone is taken over.
 * @returns a function that gives the lock back
 * @throws StartupRefusal `data_dir_in_use`
 */
export function lockDirectory(dataDir: string): () => void {
  const path = join(dataDir, 'monago.lock');
  const own = `${process.pid} ${processIdentity(process.pid) ?? ''}\n`;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, own, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      // link(2) creates the lock with its content in one step, so that nobody ever reads half a lock.
      if (link(draft, path)) return () => release(path, own);
      removeIfStale(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new StartupRefusal('data_dir_in_use', `Could not take the lock ${path}.`);
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (thrown) {
    if (hasCode(thrown, 'EEXIST')) return false;
    throw thrown;
  }
}

function removeIfStale(path: string): void {
  const content = read(path);
  if (content === undefined) return;
  const space = content.indexOf(' ');
  const pid = content.slice(0, space);
  const identity = content.slice(space + 1).trim();
  if (identity !== '' && processIdentity(Number(pid)) === identity) {
    throw new StartupRefusal(
      'data_dir_in_use',
      `Another Monago (process ${pid}) is running on this data directory. Stop it, or set another MONAGO_DATA_DIR. (${path})`,
    );
  }
  // Of several processes that saw the same stale lock only one gets to rename it; if by then it was a fresh
  // lock of somebody else, it is put back.
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return;
    throw thrown;
  }
  if (read(aside) !== content) link(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, own: string): void {
  if (read(path) === own) rmSync(path, { force: true });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return undefined;
    throw thrown;
  }
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
