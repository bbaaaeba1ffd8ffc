import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const stampPath = (root) => join(root, 'node_modules', '.monago-lock');

/** Native packages are chosen by platform, so a tree carried to another machine is stale too. */
function stampOf(lockfile) {
  const hash = createHash('sha256').update(lockfile).digest('hex');
  return `${hash} ${process.platform}-${process.arch}`;
}

/** Whether node_modules is not what package-lock.json asks for. */
export function installIsStale(root) {
  const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = stampOf(lockfile);
  const found = readStamp(stampPath(root));
  if (found === stamp) return false;
  if (!wasInstalledByHand(root, lockfile)) return true;
  writeStamp(stampPath(root), stamp);
  return false;
}

/** True when npm itself has already installed exactly the locked versions, e.g. by `npm install`. */
function wasInstalledByHand(root, lockfile) {
  const record = readStamp(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const locked = JSON.parse(lockfile).packages;
  return Object.entries(locked)
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, wanted]) => {
      const there = installed[path];
      if (there === undefined) return wanted.optional === true || wanted.peer === true;
      return there.version === wanted.version && there.integrity === wanted.integrity;
    });
}

export async function install(root) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  try {
    await run(npm, ['ci', '--prefer-offline', '--loglevel=error', '--progress=false'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  } catch (failure) {
    throw new Error(
      `the dependencies could not be installed (${failure.message}). npm's own message is above. The first run ` +
        'needs the npm registry or a filled npm cache; without either, copy node_modules from a machine of the ' +
        'same platform where `npm ci` has run.',
    );
  }
  writeStamp(stampPath(root), stampOf(readFileSync(join(root, 'package-lock.json'), 'utf8')));
}

/** npm links the commands of dependencies but not a package's own, and `npx monago` looks only among links. */
export function linkCommand(root) {
  const link = join(root, 'node_modules', '.bin', 'monago');
  if (process.platform === 'win32' || lstatSync(link, { throwIfNoEntry: false }) !== undefined)
    return;
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync('../../dist/main.js', link);
}
