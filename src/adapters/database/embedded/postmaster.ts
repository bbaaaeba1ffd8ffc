import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StartupRefusal } from '../startup-refusal.ts';
import { commandLine, processIdentity } from './process-identity.ts';
import type { ServiceAccount } from './service-account.ts';

const pollMs = 25;
const readyTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const launchesMax = 20;
const logBytesMax = 8 * 1024 * 1024;

export interface LaunchOptions {
  readonly postgres: string;
  readonly pgData: string;
  readonly socketDir: string;
  readonly logFile: string;
  readonly account: ServiceAccount | undefined;
}

export interface Postmaster {
  /** Fast shutdown (SIGINT): ends sessions, writes a checkpoint; resolves when the process is gone. */
  stop(): Promise<void>;
  /** For the last moment of this process, when nothing can be awaited any more. */
  signalStop(): void;
}

/**
 * Ends the server that a killed Monago left on this cluster, so that there are never two. Its clients are gone, and
 * a fresh start takes a tenth of a second and has this version's settings.
 */
export async function stopLeftover(pgData: string): Promise<boolean> {
  const pidFile = join(pgData, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === undefined) return false;
  if (!isPostmasterOf(pid, pgData)) {
    // PostgreSQL would refuse to start if another process has been given that pid since.
    rmSync(pidFile, { force: true });
    return false;
  }
  if (await signalAndWait(pid, 'SIGINT')) return true;
  if (await signalAndWait(pid, 'SIGQUIT')) return true;
  throw new StartupRefusal('embedded_failed', `The earlier database process ${pid} does not stop.`);
}

/** Starts the server and waits until it accepts connections. @throws StartupRefusal `embedded_failed` */
export async function launchPostmaster(options: LaunchOptions): Promise<Postmaster> {
  rotateLog(options.logFile);
  for (let launch = 1; ; launch++) {
    const logStart = sizeOf(options.logFile);
    const child = spawnPostmaster(options);
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const isReady = await becomesReady(options.socketDir, child, exited);
    if (isReady) return running(child, exited);
    const complaint = readFileSync(options.logFile, 'utf8').slice(logStart).slice(-2_000);
    // Sessions of a killed server linger for a moment and hold its shared memory.
    if (!complaint.includes('shared memory block') || launch === launchesMax) {
      throw new StartupRefusal(
        'embedded_failed',
        `The embedded database did not start: ${complaint}`,
      );
    }
    await delay(pollMs * 10);
  }
}

function spawnPostmaster(options: LaunchOptions): ChildProcess {
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    const child = spawn(options.postgres, serverArguments(options), {
      ...options.account,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      // A process group of its own: Ctrl-C in a terminal must reach Monago first, which then stops the server.
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** On the command line, where neither a configuration file nor ALTER SYSTEM can override them. */
function serverArguments(options: LaunchOptions): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: `"${options.socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: '5432',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '100',
    max_wal_size: '512MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The details of an error may quote values of a row.
    log_error_verbosity: 'terse',
    log_statement: 'none',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', options.pgData, ...flags];
}

async function becomesReady(
  socketDir: string,
  child: ChildProcess,
  exited: Promise<void>,
): Promise<boolean> {
  const deadline = Date.now() + readyTimeoutMs;
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    if (await accepts(socketDir)) return true;
    if (Date.now() > deadline) child.kill('SIGQUIT');
    await Promise.race([exited, delay(pollMs)]);
  }
  return false;
}

async function accepts(socketDir: string): Promise<boolean> {
  const client = new pg.Client({ host: socketDir, user: 'postgres', database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function running(child: ChildProcess, exited: Promise<void>): Postmaster {
  return {
    async stop() {
      child.ref();
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGQUIT'), stopTimeoutMs);
      await exited;
      clearTimeout(timer);
    },
    signalStop() {
      child.kill('SIGINT');
    },
  };
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Sessions rename themselves, the postmaster keeps the arguments it was started with. */
function isPostmasterOf(pid: number, pgData: string): boolean {
  return commandLine(pid)?.includes(`-D ${pgData} `) ?? false;
}

async function signalAndWait(pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<boolean> {
  const identity = processIdentity(pid);
  if (identity === undefined) return true;
  process.kill(pid, signal);
  const deadline = Date.now() + stopTimeoutMs;
  while (processIdentity(pid) === identity) {
    if (Date.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}

function rotateLog(logFile: string): void {
  if (sizeOf(logFile) > logBytesMax) renameSync(logFile, `${logFile}.1`);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
