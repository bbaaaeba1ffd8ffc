import type { StoredLog } from '../compose/stored-log.ts';
import { trustedPolicyDirectory } from '../compose/trusted-policies.ts';
import { verifierParts } from '../compose/verifier.ts';
import { auditDiff } from './audit-diff.ts';
import type {
  DiffOptions,
  ReceiptOptions,
  VerifyOptions,
  WatchOptions,
} from './audit-evidence-commands.ts';
import { auditVerify } from './audit-verify.ts';
import { auditVerifyReceipt } from './audit-verify-receipt.ts';
import { auditWatch } from './audit-watch.ts';
import { parseDuration } from './duration.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

/** `monago audit verify` with the files and the clock of this machine. */
export function verifyCommand(
  path: string | undefined,
  { policy: policyFile, database, tenant, generation, ...options }: VerifyOptions,
  surroundings: Surroundings,
): Promise<number> {
  const io = verifierIo(surroundings);
  if (database === true && path === undefined) {
    const which = { tenant, generation: generation === undefined ? undefined : Number(generation) };
    const openBundle = () => openDatabaseLog(which, surroundings);
    return auditVerify({ path: 'database', policyFile, ...options }, { ...io, openBundle });
  }
  if (database === true || path === undefined) {
    throw new CommandFailure('Name a bundle, or say --database.', couldNotRun);
  }
  return auditVerify({ path, policyFile, ...options }, io);
}

const couldNotRun = 3;

/** Loaded when it is asked for: bundles are verified without a database. */
async function openDatabaseLog(
  which: { readonly tenant: string | undefined; readonly generation: number | undefined },
  surroundings: Surroundings,
): Promise<StoredLog> {
  const { openStoredLog } = await import('../compose/stored-log.ts');
  const opened = await openStoredLog(requireConfig(surroundings), which);
  if (opened.kind === 'opened') return opened;
  const known = opened.tenants.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new RangeError(`Say whose log with --tenant. There are:\n${known}`);
}

export function receiptCommand(
  path: string,
  { policy: policyFile, ...options }: ReceiptOptions,
  surroundings: Surroundings,
): Promise<number> {
  return auditVerifyReceipt({ path, policyFile, ...options }, verifierIo(surroundings));
}

export function diffCommand(
  checkpoints: readonly [string, string],
  { policy: policyFile, ...options }: DiffOptions,
  surroundings: Surroundings,
): Promise<number> {
  return auditDiff({ checkpoints, policyFile, ...options }, verifierIo(surroundings));
}

/** Goes on until it is interrupted, a fork is found, or it was only to look once. */
export async function watchCommand(
  place: string,
  options: WatchOptions,
  { stdout, stderr }: Surroundings,
): Promise<number> {
  const { policy: policyFile, state: stateFile, every, once, tokenFile } = options;
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const args = { place, policyFile, stateFile, everyMs: parseDuration(every), once, tokenFile };
    const pause = (ms: number) => pauseUntil(ms, stop.signal);
    const { openLogSource } = await import('../compose/log-source.ts');
    return await auditWatch(args, { ...verifierParts, openLogSource, stdout, stderr, pause });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function pauseUntil(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const stop = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

function verifierIo(surroundings: Surroundings) {
  const { MONAGO_DATA_DIR: dataDir } = requireConfig(surroundings);
  const { stdout, stderr } = surroundings;
  const trustedPolicyDir = trustedPolicyDirectory(dataDir);
  return { ...verifierParts, stdout, stderr, trustedPolicyDir, now: () => Date.now() };
}
