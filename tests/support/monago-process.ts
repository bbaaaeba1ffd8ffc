import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { inject } from 'vitest';
import { copyCluster, passableDir } from './cluster.ts';

const root = resolve(import.meta.dirname, '../..');
const bootTimeoutMs = 60_000;

export interface MonagoProcess {
  readonly url: string;
  readonly setupLink: string;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Everything printed so far. */
  output(): string;
  /** @returns the exit code; null when the signal ended it */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  /** SIGTERM, then the data directory and what is beside it are removed. */
  stop(): Promise<void>;
}

/** Runs the built product, as `npm start` does, on a data directory of its own, where its database is ready. */
export async function startMonago(
  settings: Readonly<Record<string, string>> = {},
  reuse?: { readonly dataDir: string },
): Promise<MonagoProcess> {
  const dataDir = reuse?.dataDir ?? newDataDir();
  if (reuse === undefined && settings['DATABASE_URL'] === undefined) {
    copyCluster(inject('testCluster'), dataDir);
  }
  const environment = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    MONAGO_DATA_DIR: dataDir,
    MONAGO_PORT: '0',
    ...settings,
  };
  const child = spawn(process.execPath, [join(root, 'dist/main.js'), 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = collect(child);
  const url = await waitFor(child, printed, /Monago is ready at (\S+)/);
  const setupLink = /https?:\S+\/setup#token=\S+/.exec(printed())?.[0] ?? '';
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  const stop = async (): Promise<void> => {
    await kill('SIGTERM');
    await rm(dirname(dataDir), { recursive: true, force: true });
  };
  return { url, setupLink, dataDir, environment, output: printed, kill, stop };
}

/** The path of a data directory that is not there yet. */
export function newDataDir(): string {
  return join(passableDir('monago-test-'), 'data');
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const add = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}

async function waitFor(
  child: ChildProcess,
  printed: () => string,
  pattern: RegExp,
): Promise<string> {
  const signal = AbortSignal.timeout(bootTimeoutMs);
  const exited = once(child, 'exit').then(() => {
    throw new Error(`Monago ended before it was ready:\n${printed()}`);
  });
  exited.catch(() => undefined);
  for (;;) {
    const match = pattern.exec(printed())?.[1];
    if (match !== undefined) return match;
    if (child.stdout === null) throw new Error('no output to wait for');
    await Promise.race([once(child.stdout, 'data', { signal }), exited]);
  }
}

export interface CommandResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs one `monago` command of the build and waits for its end. */
export async function runMonago(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  stdin = '',
): Promise<CommandResult> {
  const child = spawn(process.execPath, [join(root, 'dist/main.js'), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed = collect(child);
  // A command that reads nothing may be gone before it was written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const [exitCode]: (number | null)[] = await once(child, 'close');
  return { exitCode: exitCode ?? null, output: printed() };
}
