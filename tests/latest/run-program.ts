import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ClosedProxy } from './closed-proxy.ts';

export interface Program {
  /** The folder of the program, searched first for what it starts itself. */
  readonly programs: string;
  readonly name: string;
  readonly args: readonly string[];
  /** All that the program gets to know of the environment, but for where it is and the proxy. */
  readonly environment: Readonly<Record<string, string>>;
  /** Laid into the folder where the program runs, which is its home as well. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** A file of that folder that is to be looked at afterwards. */
  readonly result?: string;
  /** A variable that is to name the home as well, for a program that looks there for its settings. */
  readonly homeVariable?: string;
  readonly proxy: ClosedProxy;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the program left in the file that was asked for. */
  readonly result: string | undefined;
  /** Addresses to which it or what it started tried to connect; undefined where nobody could watch. */
  readonly addresses: readonly string[] | undefined;
}

const runTimeoutMs = 90_000;
const tracer = '/usr/bin/strace';
const traceFile = '.connections';

/** Whether connections can be seen where the system makes them, past any proxy. */
const isWatched = existsSync(tracer);

/** Runs a program in a new, empty home, with no other way out than to this machine. */
export async function runProgram(program: Program): Promise<Run> {
  const home = mkdtempSync(join(tmpdir(), 'monago-client-'));
  for (const [path, content] of Object.entries(program.files ?? {})) {
    writeFileSync(join(home, path), content);
  }
  const child = start(program, home);
  const timer = setTimeout(() => endGroup(child.pid), runTimeoutMs);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const read = (path: string) =>
    existsSync(join(home, path)) ? readFileSync(join(home, path), 'utf8') : undefined;
  try {
    const [code, stdout, stderr] = await Promise.all([
      closed,
      text(child.stdout),
      text(child.stderr),
    ]);
    const addresses = isWatched ? addressesIn(read(traceFile) ?? '') : undefined;
    const result = program.result === undefined ? undefined : read(program.result);
    return { code, stdout, stderr, addresses, result };
  } finally {
    clearTimeout(timer);
    endGroup(child.pid);
    rmSync(home, { recursive: true, force: true });
  }
}

function start(program: Program, home: string) {
  const { programs, name, args, environment, homeVariable = 'HOME', proxy } = program;
  const command = [join(programs, name), ...args];
  const trace = ['-f', '-qq', '-e', 'trace=connect,sendto', '-o', join(home, traceFile)];
  const [executable = '', ...rest] = isWatched ? [tracer, ...trace, ...command] : command;
  return spawn(executable, rest, {
    cwd: home,
    // A group of its own, so that nothing that it started outlives it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      HOME: home,
      [homeVariable]: home,
      PATH: `${programs}:/usr/bin:/bin`,
      HTTP_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
      NO_PROXY: '127.0.0.1',
      ...environment,
    },
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Internet addresses in what strace wrote. */
function addressesIn(trace: string): string[] {
  const found = trace.matchAll(/inet_(?:addr\("|pton\(AF_INET6, ")([^"]+)"/g);
  return [...new Set([...found].map(([, address = '']) => address))];
}
