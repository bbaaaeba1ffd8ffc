import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { urlConnections } from '../../src/adapters/database/connections.ts';
import { findPostgresBinaries } from '../../src/adapters/database/embedded/postgres-binaries.ts';
import {
  findServiceAccount,
  isRoot,
} from '../../src/adapters/database/embedded/service-account.ts';
import { connectDatabase, openDatabase } from '../../src/adapters/database/open-database.ts';
import { StartupRefusal } from '../../src/adapters/database/startup-refusal.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('a server of the operator’s', () => {
  const account = isRoot() ? findServiceAccount() : undefined;
  let work: string;
  let socketDir: string;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'monago-unfit-'));
    chmodSync(work, 0o755);
    socketDir = join(work, 'socket');
    mkdirSync(socketDir, { mode: 0o700 });
    if (account !== undefined) chownSync(socketDir, account.uid, account.gid);
    const settings = { url: undefined, dataDir: join(work, 'data'), poolMax: 2 };
    const database = await openDatabase(settings, quietLog);
    await database.close();
  });
  afterEach(async () => {
    if (server === undefined) return;
    const exit = once(server, 'exit');
    server.kill('SIGINT');
    await exit;
    server = undefined;
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  /** Starts the cluster with settings that Monago would never give it, and says what connecting comes to. */
  async function startedWith(...settings: readonly string[]): Promise<string> {
    const flags = [`unix_socket_directories=${socketDir}`, 'listen_addresses=', ...settings];
    server = spawn(
      findPostgresBinaries(account).postgres,
      ['-D', join(work, 'data', 'postgres'), ...flags.flatMap((flag) => ['-c', flag])],
      { ...account, cwd: '/', stdio: 'ignore' },
    );
    return vi.waitUntil(
      async () => {
        const outcome = await connecting();
        return outcome === 'database_unreachable' ? false : outcome;
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  async function connecting(): Promise<string> {
    const url = `postgresql:///monago?host=${encodeURIComponent(socketDir)}&user=postgres`;
    try {
      const database = await connectDatabase(urlConnections(url), 2, quietLog);
      await database.close();
      return 'accepted';
    } catch (thrown) {
      return thrown instanceof StartupRefusal ? thrown.reason : String(thrown);
    }
  }

  test('is accepted when nothing is wrong with it', async () => {
    expect(await startedWith()).toBe('accepted');
  });

  test.each(['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'])(
    'is refused with %s',
    async (flag) => {
      expect(await startedWith(flag)).toBe('not_durable');
    },
  );

  test('is refused when nothing answers', async () => {
    expect(await connecting()).toBe('database_unreachable');
  });

  // Last: a cluster that was a standby does not come back as a primary by itself.
  test('is refused as a standby', async () => {
    writeFileSync(join(work, 'data', 'postgres', 'standby.signal'), '');
    expect(await startedWith('hot_standby=on')).toBe('in_recovery');
  });
});
