import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveDataDir } from './data-dir.ts';

/** Line numbers of postmaster.pid (PostgreSQL, src/include/utils/pidfile.h), from zero. */
const portLine = 3;
const socketDirLine = 4;

/**
 * Where the embedded server of a running Monago listens, so that a command can work beside it; undefined when there is
 * none. The server may be gone by the time it is used: connecting shows it.
 */
export function findRunningServer(
  dataDir: string,
): { readonly host: string; readonly port: number } | undefined {
  const lines = readLines(join(resolveDataDir(dataDir), 'postgres', 'postmaster.pid'));
  const host = lines[socketDirLine];
  const port = Number(lines[portLine]);
  return host === undefined || host === '' || !Number.isInteger(port) ? undefined : { host, port };
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
