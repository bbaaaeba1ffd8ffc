import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/embedded-postgres.ts';
import { connectDatabase } from '../../src/adapters/database/open-database.ts';
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
  }
}

const template = 'monago_template';

/** One embedded PostgreSQL for the whole run; each test file copies databases from its template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'monago-test-'));
  const server = await startEmbeddedPostgres({ dataDir, log: quietLog });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const admin = new pg.Client(socketConnections(server.connection, 'postgres').asAdministrator());
    await admin.connect();
    await admin.query(`CREATE DATABASE ${template}`);
    await admin.end();
    const database = await connectDatabase(
      socketConnections(server.connection, template),
      2,
      quietLog,
    );
    await database.close();
    project.provide('testServer', { ...server.connection, template });
    return stop;
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
