import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { resolveDataDir } from '../../src/adapters/database/embedded/data-dir.ts';
import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/embedded-postgres.ts';
import { findServiceAccount } from '../../src/adapters/database/embedded/service-account.ts';
import {
  connectDatabase,
  type Database,
  openDatabase,
  openOrJoinDatabase,
} from '../../src/adapters/database/open-database.ts';
import { StartupRefusal } from '../../src/adapters/database/startup-refusal.ts';
import { copyCluster, passableDir } from '../support/cluster.ts';
import { quietLog } from '../support/quiet-log.ts';
import { isAlive, killed, networkSockets, says, spawnNode } from './embedded-process.ts';

const isRoot = process.getuid?.() === 0;

let work: string;
let dataDir: string;
let pgData: string;
const children: ChildProcess[] = [];
const databases: Database[] = [];

/** For a test that is not about creating a cluster. */
function useTemplate(): void {
  copyCluster(inject('testCluster'), dataDir);
}

beforeEach(() => {
  work = passableDir('monago-emb-');
  dataDir = join(work, 'data');
  pgData = join(dataDir, 'postgres');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const database of databases.splice(0)) await database.close();
  const leftover = postmasterPid();
  if (leftover !== undefined && isAlive(leftover)) process.kill(leftover, 'SIGQUIT');
  rmSync(work, { recursive: true, force: true, maxRetries: 10 });
});

async function open(): Promise<Database> {
  const database = await openDatabase({ url: undefined, dataDir, poolMax: 2 }, quietLog);
  databases.push(database);
  return database;
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (thrown) {
    return thrown instanceof StartupRefusal ? thrown.reason : String(thrown);
  }
}

function startNode(
  then = 'hold',
  user?: { uid: number; gid: number; tempDir: string },
): ChildProcess {
  const child = spawnNode([dataDir, then], user);
  children.push(child);
  return child;
}

function postmasterPid(): number | undefined {
  const file = join(pgData, 'postmaster.pid');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

async function setting(database: Database, name: string): Promise<string | undefined> {
  const { rows } = await database.app.query<{ value: string }>(
    'SELECT current_setting($1) AS value',
    [name],
  );
  return rows[0]?.value;
}

const mark = (database: Database, id: string) =>
  database.app.query(`INSERT INTO key_check (kek_ref, kcv, created_at) VALUES ($1, '', now())`, [
    id,
  ]);
const marks = async (database: Database) =>
  (await database.app.query<{ id: string }>('SELECT kek_ref AS id FROM key_check')).rows.map(
    (r) => r.id,
  );

describe('the embedded PostgreSQL', () => {
  test('is durable, private and keeps its data over a restart', async () => {
    const database = await open();
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']) {
      expect(await setting(database, name), name).toBe('on');
    }
    expect(statSync(join(dataDir, 'socket')).mode & 0o777).toBe(0o700);
    expect(statSync(pgData).mode & 0o777).toBe(0o700);
    await mark(database, 'kept');
    await database.close();
    expect(postmasterPid()).toBeUndefined();
    expect(existsSync(join(dataDir, 'monago.lock'))).toBe(false);
    expect(await marks(await open())).toEqual(['kept']);
  });

  test.skipIf(!existsSync('/proc/net/tcp'))(
    'listens on no network port (skipped without /proc/net/tcp)',
    async () => {
      useTemplate();
      await open();
      const pid = postmasterPid();
      expect(pid).toBeDefined();
      expect(networkSockets(pid ?? 0)).toEqual({ open: expect.any(Number), network: [] });
    },
  );

  test('outlives a killed Monago, and the next start puts one fresh server in its place', async () => {
    useTemplate();
    const child = startNode();
    await says(child, 'ready');
    const orphan = postmasterPid();
    await killed(child);
    expect(orphan !== undefined && isAlive(orphan)).toBe(true);
    const database = await open();
    expect(orphan !== undefined && isAlive(orphan)).toBe(false);
    expect(postmasterPid()).not.toBe(orphan);
    expect(await marks(database)).toEqual([]);
  });

  test('has every committed row after Monago and the server were both killed', async () => {
    useTemplate();
    const child = startNode();
    await says(child, 'ready');
    const host = join(dataDir, 'socket');
    const beside = await connectDatabase(
      socketConnections({ host, port: 5432 }, 'monago'),
      2,
      quietLog,
    );
    for (const id of ['a', 'b', 'c']) await mark(beside, id);
    const orphan = postmasterPid();
    await killed(child);
    if (orphan !== undefined) process.kill(orphan, 'SIGKILL');
    await beside.close();
    expect(await marks(await open())).toEqual(['a', 'b', 'c']);
  });

  test('stops when Monago is asked to, and when Monago just exits', async () => {
    useTemplate();
    const asked = startNode();
    await says(asked, 'ready');
    const exited = once(asked, 'exit');
    asked.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(postmasterPid()).toBeUndefined();

    const leaving = startNode('exit');
    expect(await once(leaving, 'exit')).toEqual([3, null]);
    await vi.waitUntil(() => postmasterPid() === undefined, { timeout: 10_000 });
  });

  test('serves one Monago: a second one on the same directory is refused', async () => {
    useTemplate();
    const child = startNode();
    await says(child, 'ready');
    expect(await refusal(open())).toBe('data_dir_in_use');
    const pid = postmasterPid();
    expect(pid !== undefined && isAlive(pid)).toBe(true);
    await killed(child);
    expect(await marks(await open())).toEqual([]);
  });

  test('lets a command work beside a running Monago, or by itself when none is left', async () => {
    useTemplate();
    const settings = { url: undefined, dataDir, poolMax: 2 };
    const child = startNode();
    await says(child, 'ready');
    const beside = await openOrJoinDatabase(settings, quietLog);
    await mark(beside, 'by the command');
    await beside.close();
    const server = postmasterPid();
    expect(server !== undefined && isAlive(server)).toBe(true);
    await killed(child);
    if (server !== undefined) process.kill(server, 'SIGKILL');
    const alone = await openOrJoinDatabase(settings, quietLog);
    databases.push(alone);
    expect(await marks(alone)).toEqual(['by the command']);
  });

  test('takes over a lock whose process id now belongs to somebody else', async () => {
    useTemplate();
    writeFileSync(join(dataDir, 'monago.lock'), `${process.ppid} an-earlier-boot:1\n`);
    expect(await marks(await open())).toEqual([]);
  });

  test('leaves a stranger alone that now has the old server’s process id', async () => {
    useTemplate();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    children.push(stranger);
    writeFileSync(join(pgData, 'postmaster.pid'), `${stranger.pid}\n${pgData}\n`);
    await open();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('starts cleanly after a kill in the middle of its creation', async () => {
    const child = startNode();
    const isCreating = () =>
      existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('postgres.init-'));
    await vi.waitUntil(isCreating, { timeout: 20_000, interval: 5 });
    // The whole group, initdb too.
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await once(child, 'exit');
    expect(existsSync(pgData)).toBe(false);
    expect(await marks(await open())).toEqual([]);
    expect(isCreating()).toBe(false);
  });

  test('puts its socket elsewhere, as privately, when the data directory is too deep', async () => {
    dataDir = join(work, 'd'.repeat(60), 'e'.repeat(60), 'data');
    pgData = join(dataDir, 'postgres');
    useTemplate();
    const server = await startEmbeddedPostgres({ dataDir, log: quietLog });
    try {
      expect(server.connection.host.length).toBeLessThan(90);
      expect(statSync(server.connection.host).mode & 0o777).toBe(0o700);
    } finally {
      await server.stop();
    }
    expect(existsSync(server.connection.host)).toBe(false);
  });

  test.skipIf(!isRoot)(
    'runs for a plain user too (skipped unless the tests run as root)',
    async () => {
      const account = findServiceAccount();
      if (account === undefined) throw new Error('no unprivileged account');
      chownSync(work, account.uid, account.gid);
      const child = startNode('hold', { ...account, tempDir: work });
      await says(child, 'ready');
      expect(statSync(dataDir)).toMatchObject({ uid: account.uid });
      expect(statSync(dataDir).mode & 0o777).toBe(0o700);
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
  );
});

describe('the data directory', () => {
  test.skipIf(!isRoot)(
    'moves below /var/lib for root where nobody else can pass (skipped unless root)',
    () => {
      const open = join(work, 'data');
      expect(resolveDataDir(open)).toBe(open);
      const closed = join(work, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const moved = resolveDataDir(join(closed, 'data'));
      expect(moved).toMatch(/^\/var\/lib\/monago\/[0-9a-f]{16}$/);
      expect(resolveDataDir(join(closed, 'data'))).toBe(moved);
      expect(resolveDataDir(join(closed, 'other'))).not.toBe(moved);
    },
  );

  test('is only asked about, not created', () => {
    resolveDataDir(dataDir);
    expect(existsSync(dataDir)).toBe(false);
  });
});
