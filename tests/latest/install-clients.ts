import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { specifiers } from './client-versions.ts';

/** A folder with clients in it, and a Node that runs them. */
export interface Clients {
  readonly folder: string;
  /** Where the programs are, Node among them. */
  readonly programs: string;
  readonly versions: Readonly<Record<string, string>>;
  remove(): void;
}

const installTimeoutMs = 300_000;

/** Installs packages by npm, with the registry that npm has here, into a folder of their own. */
export async function installClients(packages: readonly string[]): Promise<Clients> {
  const folder = mkdtempSync(join(tmpdir(), 'monago-latest-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const modules = join(folder, 'node_modules');
  try {
    mkdirSync(modules);
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    const install = ['install', '--prefix', folder, ...quiet, ...specifiers(packages)];
    await promisify(execFile)('npm', install, { timeout: installTimeoutMs, cwd: folder });
    const named = packages.map(async (name) => [name, await versionIn(modules, name)] as const);
    const versions = Object.fromEntries(await Promise.all(named));
    return { folder, programs: join(modules, '.bin'), versions, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function versionIn(modules: string, name: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'));
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isNamed ? String(manifest.version) : 'unknown';
}
