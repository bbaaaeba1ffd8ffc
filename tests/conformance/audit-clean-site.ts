import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { CheckpointPublisher } from '../../src/adapters/database/audit/checkpoint-publisher.ts';
import { RepeatedTask } from '../../src/adapters/database/repeated-task.ts';
import { createFileAnchor } from '../../src/adapters/evidence/file-anchor.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { runCommand } from '../../src/cli/command.ts';
import { commandUnitOfWork } from '../../src/compose/command-unit-of-work.ts';
import { openStorage, type Storage } from '../../src/compose/storage.ts';
import { version } from '../../src/compose/version.ts';
import { readConfig } from '../../src/config.ts';
import type { TokenId } from '../../src/domain/ids.ts';
import { openInstallation } from '../cli/installation-site.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startWitness } from '../support/witness-process.ts';
import type { CleanOrders, CleanReport } from './audit-clean-process.ts';

const script = join(import.meta.dirname, 'audit-clean-process.ts');
const publishPauseMs = 500;
const lookPauseMs = 50;
/** Far enough apart that no two nodes write the same sample. */
const samplesApart = 10_000_000;

export type CleanSite = Awaited<ReturnType<typeof openCleanSite>>;

/** An installation with a witness and an anchor, and as many nodes that write to its one log as a test starts. */
export async function openCleanSite() {
  const installation = await openInstallation();
  const { tenant, fresh } = installation;
  const folder = mkdtempSync(join(tmpdir(), 'monago-clean-'));
  const put = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const { vkey } = await headOf(installation);
  const witness = await startWitness({
    state: join(folder, 'witness'),
    policy: put('witness.policy', `log ${vkey}\nquorum none\n`),
    name: 'witness.example.test',
  });
  const watcher = `witness watcher ${witness.vkey}`;
  const MONAGO_AUDIT_POLICY_FILE = put('witnesses', `${watcher} ${witness.url}\nquorum watcher\n`);
  const environment = { ...installation.environment, MONAGO_AUDIT_POLICY_FILE };
  const nodeOf = (name: string) => ({
    ...environment,
    MONAGO_NODE: name,
    MONAGO_DATA_DIR: join(folder, name),
    MONAGO_KEK_FILE: join(environment.MONAGO_DATA_DIR, 'keyring'),
  });
  const control = await storageOf(nodeOf('control'));
  const publisher = publisherOf(control, join(folder, 'worm'));
  const publishing = new RepeatedTask(() => publisher.round(), publishPauseMs);
  publishing.start();
  const nodes: ChildProcess[] = [];

  return {
    tenant,
    control,
    callers: Array.from({ length: 8 }, (): TokenId => control.random.id('tok')),
    unitOfWork: commandUnitOfWork(control),
    /** Whom an auditor trusts who wrote it down when the log was opened. */
    auditorPolicy: put('auditor.policy', `log ${vkey}\n${watcher}\nquorum watcher\n`),
    put,
    path: (name: string): string => join(folder, name),
    /** Shows the newest checkpoint once more, and no later one. */
    async settle(): Promise<void> {
      await publishing.stop();
      await publisher.round();
    },
    run: (...argv: readonly string[]) => runIn(environment, argv),
    size: async (): Promise<number> => (await control.auditReader.head(tenant.id)).size,
    types: async (): Promise<readonly string[]> => {
      const select = 'SELECT DISTINCT type FROM audit_entry WHERE tenant_id = $1 ORDER BY type';
      const rows = await fresh.asSuperuser<{ type: string }>(select, [tenant.id]);
      return rows.map(({ type }) => type);
    },
    /** A node of its own, with a memory of its own, until it has written so many entries. */
    async node(orders: Pick<CleanOrders, 'entries' | 'callers'>): Promise<CleanReport> {
      const own = nodeOf(`node-${nodes.length}`);
      const first = 2 + nodes.length * samplesApart;
      const all = { ...orders, environment: own, tenantId: tenant.id, first };
      const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(all)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      nodes.push(child);
      return reportOf(child);
    },
    async close(): Promise<void> {
      for (const node of nodes) node.kill('SIGKILL');
      await publishing.stop();
      await control.close();
      await witness.kill('SIGTERM');
      await installation.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when the log has this many entries. */
export async function grown(site: Pick<CleanSite, 'size'>, entries: number): Promise<number> {
  for (let size = await site.size(); ; size = await site.size()) {
    if (size >= entries) return size;
    await delay(lookPauseMs);
  }
}

type Environment = Readonly<Record<string, string>>;

async function storageOf(environment: Environment): Promise<Storage> {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return openStorage(read.config, quietLog, 'join');
}

async function headOf({ environment, tenant }: Awaited<ReturnType<typeof openInstallation>>) {
  const storage = await storageOf(environment);
  try {
    return await storage.auditReader.head(tenant.id);
  } finally {
    await storage.close();
  }
}

function publisherOf(control: Storage, folder: string): CheckpointPublisher {
  const { database, auditLog, random, signer, witnesses } = control;
  const directory = { caughtUp: async () => undefined };
  return new CheckpointPublisher({
    changes: { database, audit: auditLog, directory, random, clock: systemClock, version },
    witnesses: witnesses.list,
    anchors: [createFileAnchor({ name: 'worm', everyMs: 1, folder })],
    configured: [witnesses.configured],
    log: quietLog,
    signer,
  });
}

async function runIn(environment: Environment, argv: readonly string[]) {
  let printed = '';
  const sink = (): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        printed += String(chunk);
        done();
      },
    });
  const surroundings = { stdin: Readable.from([]), stdout: sink(), stderr: sink() };
  const exitCode = await runCommand(argv, { environment, ...surroundings });
  return { exitCode, printed };
}

/** @throws where the node did not end by itself and well */
async function reportOf(child: ChildProcess): Promise<CleanReport> {
  let printed = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    printed += bytes.toString('utf8');
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`a node ended with ${code}`);
  return JSON.parse(printed);
}
