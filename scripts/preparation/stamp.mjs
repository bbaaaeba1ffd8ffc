import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'coverage']);

/**
 * One hash over the names and contents of everything under the given paths. Contents, not times: a fresh clone
 * gives every file a new time, and a branch switched forth and back should not cost a build.
 * @param {string} root
 * @param {readonly string[]} paths files or folders, relative to `root`; missing ones count as absent
 * @param {(path: string) => boolean} counts
 */
export function hashOf(root, paths, counts = () => true) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((start) => filesUnder(join(root, start))).sort()) {
    if (!counts(path)) continue;
    const content = createHash('sha256').update(readFileSync(path)).digest('hex');
    hash.update(`${relative(root, path)}\0${content}\n`);
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}

/** @returns {string | undefined} what was written at the end of the last successful step */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (failure) {
    if (failure.code === 'ENOENT' || failure.code === 'ENOTDIR') return undefined;
    throw failure;
  }
}

export function writeStamp(path, stamp) {
  writeFileSync(path, stamp);
}
