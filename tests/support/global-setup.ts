import { rmSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/embedded-postgres.ts';
import { openDatabase } from '../../src/adapters/database/open-database.ts';
import { copyCluster, passableDir } from './cluster.ts';
import { quietLog } from './quiet-log.ts';

/** The socket directory of the PostgreSQL that the whole run shares, and its migrated template database. */
export interface TestServer {
  readonly host: string;
  readonly port: number;
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
    /** A data directory at rest, with a migrated database in it, for copies. */
    testCluster: string;
  }
}

/** The name that Monago gives its database. */
const template = 'monago';

/** One embedded PostgreSQL for the whole run; each test file copies databases from its template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Unpacks the browser on its first use; two files that began so at once would run each other's half.
  await chromium.executablePath();
  const directory = passableDir('monago-test-');
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const cluster = join(directory, 'cluster');
    const settings = { url: undefined, dataDir: cluster, poolMax: 2 };
    const database = await openDatabase(settings, quietLog);
    await database.close();
    const dataDir = join(directory, 'server');
    copyCluster(cluster, dataDir);
    const server = await startEmbeddedPostgres({ dataDir, log: quietLog });
    project.provide('testServer', { ...server.connection, template });
    project.provide('testCluster', cluster);
    return async () => {
      await server.stop();
      remove();
    };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}
