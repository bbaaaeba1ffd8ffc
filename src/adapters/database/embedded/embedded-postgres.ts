import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../../ports/log.ts';
import { checkClusterVersion, ensureCluster, ownerOfCluster } from './cluster.ts';
import { createDataDir, createPrivateDir, resolveDataDir } from './data-dir.ts';
import { lockDirectory } from './directory-lock.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { launchPostmaster, stopLeftover } from './postmaster.ts';
import { ensureServiceAccount, type ServiceAccount } from './service-account.ts';

/** The major version that the pinned npm package holds. */
const postgresMajor = '18';
/** sun_path holds 108 bytes; PostgreSQL appends `/.s.PGSQL.5432`. */
const socketDirLengthMax = 90;

export interface EmbeddedPostgres {
  /** Connects over the Unix socket as any user without a password: only this user and root can reach it. */
  readonly connection: { readonly host: string; readonly port: number };
  /** Where the data really is (see `resolveDataDir`). */
  readonly dataDir: string;
  /** Stops the server and gives the directory back. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with Monago on `dataDir`, creating the cluster the first time. It is durable
 * (fsync) and listens on a Unix socket in a directory of mode 0700, and on nothing else.
 * @throws StartupRefusal
 */
export async function startEmbeddedPostgres(options: {
  readonly dataDir: string;
  readonly log: Log;
}): Promise<EmbeddedPostgres> {
  const wanted = resolveDataDir(options.dataDir);
  const serviceAccount = ensureServiceAccount();
  const dataDir = createDataDir(wanted, serviceAccount);
  if (wanted !== options.dataDir)
    options.log.info('database.data_dir', { configured: options.dataDir, used: dataDir });
  const unlock = lockDirectory(dataDir);
  try {
    return await startLocked({ dataDir, serviceAccount, unlock, log: options.log });
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

interface LockedStart {
  readonly dataDir: string;
  readonly serviceAccount: ServiceAccount | undefined;
  readonly unlock: () => void;
  readonly log: Log;
}

async function startLocked(start: LockedStart): Promise<EmbeddedPostgres> {
  const pgData = join(start.dataDir, 'postgres');
  const account = start.serviceAccount && (ownerOfCluster(pgData) ?? start.serviceAccount);
  if (await stopLeftover(pgData)) start.log.warn('database.leftover_stopped', { pgData });
  const binaries = findPostgresBinaries(account);
  await ensureCluster(binaries, pgData, account);
  checkClusterVersion(pgData, postgresMajor);
  const socket = createSocketDir(start.dataDir, account);
  const logFile = join(start.dataDir, 'postgres.log');
  const postmaster = await launchPostmaster({
    postgres: binaries.postgres,
    pgData,
    socketDir: socket.dir,
    logFile,
    account,
  });
  const onExit = () => postmaster.signalStop();
  process.once('exit', onExit);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    process.removeListener('exit', onExit);
    await postmaster.stop();
    socket.remove();
    start.unlock();
  };
  return {
    connection: { host: socket.dir, port: 5432 },
    dataDir: start.dataDir,
    stop: () => (stopping ??= stop()),
  };
}

function createSocketDir(
  dataDir: string,
  account: ServiceAccount | undefined,
): { readonly dir: string; remove(): void } {
  const beside = join(dataDir, 'socket');
  const isTooDeep = Buffer.byteLength(beside) > socketDirLengthMax;
  const dir = isTooDeep ? mkdtempSync(join(tmpdir(), 'monago-')) : beside;
  // A killed server leaves its socket and the socket's lock, which names a process id that may be in use again.
  rmSync(dir, { recursive: true, force: true });
  createPrivateDir(dir, account);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
