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

const attempts = 3;

export async function install(root) {
  let missing = [];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await npmCi(root, attempt === 1 ? ['--prefer-offline'] : []);
    missing = missingPlatformPackages(root);
    if (missing.length === 0) break;
    console.log(`monago: npm left out ${missing.join(', ')}; installing again …`);
  }
  if (missing.length > 0) {
    throw new Error(
      `npm did not install ${missing.join(', ')}, which this platform needs. Check the connection to the npm ` +
        'registry and run the command again.',
    );
  }
  writeStamp(stampPath(root), stampOf(readFileSync(join(root, 'package-lock.json'), 'utf8')));
}

async function npmCi(root, options) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  try {
    await run(npm, ['ci', ...options, '--loglevel=error', '--progress=false'], {
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
}

/**
 * Native packages are optional dependencies, one for each platform, and npm says nothing when it could not fetch the
 * one that is needed here.
 */
function missingPlatformPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(
      ([, wanted]) => wanted.optional === true && wanted.os !== undefined && isForHere(wanted),
    )
    .map(([path]) => path)
    .filter((path) => lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined);
}

function isForHere({ os, cpu, libc }) {
  return (
    matches(os, process.platform) &&
    matches(cpu, process.arch) &&
    (libc === undefined || libc.includes(libcOfHere()))
  );
}

/** As npm reads such a list: names that fit, or with `!` names that do not. */
function matches(list, here) {
  if (list === undefined) return true;
  const refused = list.filter((name) => name.startsWith('!'));
  return refused.length > 0 ? !refused.includes(`!${here}`) : list.includes(here);
}

function libcOfHere() {
  const { header } = process.report.getReport();
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
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
