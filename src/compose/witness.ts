import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { lockDirectory } from '../adapters/database/embedded/directory-lock.ts';
import { StartupRefusal } from '../adapters/database/startup-refusal.ts';
import { Witness } from '../adapters/evidence/witness.ts';
import { openWitnessKey } from '../adapters/evidence/witness-key.ts';
import { WitnessMemory } from '../adapters/evidence/witness-memory.ts';
import { startWitnessServer } from '../adapters/evidence/witness-server.ts';
import { WitnessSetupError } from '../adapters/evidence/witness-setup-error.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { AuditFormatError } from '../domain/audit/format-error.ts';
import { readWatchedLogs, type WatchedLogs } from '../domain/audit/witness/watched-logs.ts';
import type { Log } from '../ports/log.ts';

export interface WitnessOptions {
  /** Name of the witness; needed at the first start. */
  readonly name: string | undefined;
  /** Where its key and what it cosigned are kept. */
  readonly directory: string;
  /** Policy files whose `log` lines it watches. */
  readonly policyFiles: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

export interface RunningWitness {
  readonly name: string;
  readonly vkey: string;
  readonly url: string;
  /** Origins that are watched. */
  readonly origins: readonly string[];
  /** Reads the policy files again. What cannot be read changes nothing. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Runs a witness (docs/guides/witness.md), which needs no database and no setting. @throws WitnessSetupError */
export async function openWitness(options: WitnessOptions): Promise<RunningWitness> {
  let logs = await watchedLogs(options.policyFiles);
  const tls = await readTls(options.tls);
  const unlock = lock(options.directory);
  try {
    const { signer, vkey } = await openWitnessKey(options.directory, options.name);
    const memory = await WitnessMemory.open(options.directory, vkey);
    const log = pinoLog('info', { witness: signer.name });
    const witness = new Witness({ signer, memory, clock: systemClock, log, logs: () => logs });
    const { host, port } = options;
    const server = await startWitnessServer(witness, log, { host, port, ...(tls && { tls }) });
    return {
      name: signer.name,
      vkey,
      url: server.url,
      origins: [...logs.keys()],
      reload: async () => {
        logs = (await reread(options.policyFiles, log)) ?? logs;
      },
      close: async () => {
        await server.close();
        unlock();
      },
    };
  } catch (failure) {
    unlock();
    throw failure;
  }
}

function lock(directory: string): () => void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return lockDirectory(directory);
  } catch (failure) {
    if (!(failure instanceof StartupRefusal)) throw failure;
    throw new WitnessSetupError(`Another witness is running on ${directory}.`);
  }
}

async function watchedLogs(files: readonly string[]): Promise<WatchedLogs> {
  try {
    const logs = readWatchedLogs(await Promise.all(files.map((file) => readFile(file))));
    if (logs.size > 0) return logs;
  } catch (error) {
    if (error instanceof AuditFormatError || isOfFileSystem(error)) {
      throw new WitnessSetupError(`The policy cannot be read: ${error.message}`);
    }
    throw error;
  }
  throw new WitnessSetupError('There is no log to watch: no policy file has a line "log <vkey>".');
}

async function reread(files: readonly string[], log: Log): Promise<WatchedLogs | undefined> {
  try {
    const logs = await watchedLogs(files);
    log.info('witness_reloaded', { logs: logs.size });
    return logs;
  } catch (error) {
    log.error('witness_not_reloaded', { reason: error instanceof Error ? error.message : '' });
    return undefined;
  }
}

async function readTls(
  files: WitnessOptions['tls'],
): Promise<{ cert: Buffer; key: Buffer } | undefined> {
  if (files === undefined) return undefined;
  for (const file of [files.certFile, files.keyFile]) {
    if (!existsSync(file)) throw new WitnessSetupError(`${file} does not exist.`);
  }
  return { cert: await readFile(files.certFile), key: await readFile(files.keyFile) };
}

function isOfFileSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
