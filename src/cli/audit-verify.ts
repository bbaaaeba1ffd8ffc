import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BundleReader, checkpointFile, policyFile } from '../domain/audit/bundle.ts';
import type { KeptNote } from '../domain/audit/check-note.ts';
import { parseCheckpoint } from '../domain/audit/checkpoint.ts';
import { AuditFormatError } from '../domain/audit/format-error.ts';
import { type LogPolicy, originOf, parsePolicy } from '../domain/audit/policy.ts';
import { type Ed25519Verify, parseNote } from '../domain/audit/signed-note.ts';
import { verifyBundle } from '../domain/audit/verify.ts';
import { type AuditReport, type PolicyOrigin, renderReport } from './audit-report.ts';
import { parseDuration } from './duration.ts';

export interface AuditVerifyArgs {
  /** A directory or a .tar archive. */
  readonly path: string;
  /** Policy with the pinned key of the log. */
  readonly policyFile?: string | undefined;
  readonly json?: boolean | undefined;
  /** A file with an earlier checkpoint that the log must extend. */
  readonly since?: string | undefined;
  /** How old the newest entry may be: a number and `s`, `m`, `h` or `d`. */
  readonly maxAge?: string | undefined;
}

type OpenedBundle =
  | { readonly kind: 'opened'; readonly bundle: BundleReader; close(): Promise<void> }
  | { readonly kind: 'cut_off' | 'altered' | 'foreign'; readonly message: string };

export interface AuditVerifyIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Folder of `*.policy` files that this installation trusts; it need not exist. */
  readonly trustedPolicyDir: string;
  /** Milliseconds since the epoch. */
  now(): number;
  openBundle(path: string): Promise<OpenedBundle>;
  readonly verifySignature: Ed25519Verify;
}

/** The exit codes are a public contract; 1 is said of proven tampering and of nothing else. */
const exitCodeOf = { verified: 0, tampered: 1, incomplete: 2, could_not_run: 3 } as const;

/**
 * Verifies an evidence bundle without network and database, prints what was found, and says how it went.
 * @returns 0 verified, 1 tampering proven, 2 evidence incomplete, stale or unpinned, 3 could not run
 */
export async function auditVerify(args: AuditVerifyArgs, io: AuditVerifyIo): Promise<number> {
  let report: AuditReport;
  try {
    report = await verify(args, io);
  } catch (error) {
    report = { verdict: 'could_not_run', message: messageOf(error) };
  }
  if (args.json === true) io.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else if (report.verdict === 'could_not_run') io.stderr.write(renderReport(report));
  else io.stdout.write(renderReport(report));
  return exitCodeOf[report.verdict];
}

async function verify(args: AuditVerifyArgs, io: AuditVerifyIo): Promise<AuditReport> {
  const maxAgeMs = args.maxAge === undefined ? undefined : parseDuration(args.maxAge);
  const opened = await io.openBundle(args.path);
  if (opened.kind !== 'opened') {
    const verdicts = {
      cut_off: 'incomplete',
      altered: 'tampered',
      foreign: 'could_not_run',
    } as const;
    return { verdict: verdicts[opened.kind], message: opened.message };
  }
  try {
    const { bundle } = opened;
    const trusted = await findPolicy(bundle, args, io);
    if (trusted === undefined) {
      return {
        verdict: 'incomplete',
        message: 'no policy is pinned for this log, and the bundle brings none',
      };
    }
    const { policy, origin } = trusted;
    const { verifySignature } = io;
    const kept = args.since === undefined ? [] : [await readKept(args.since)];
    const verification = await verifyBundle(bundle, {
      trust: { policy, isPinned: origin.kind !== 'bundle', verifySignature },
      now: io.now() * 1000,
      kept,
      newestAtLeast: maxAgeMs === undefined ? undefined : (io.now() - maxAgeMs) * 1000,
    });
    return { ...verification, policy: origin };
  } finally {
    await opened.close();
  }
}

interface TrustedPolicy {
  readonly policy: LogPolicy;
  readonly origin: PolicyOrigin;
}

/** The policy that was given, else the one pinned for the log, else what the bundle says of itself. */
async function findPolicy(
  bundle: BundleReader,
  args: AuditVerifyArgs,
  io: AuditVerifyIo,
): Promise<TrustedPolicy | undefined> {
  if (args.policyFile !== undefined) {
    const file = args.policyFile;
    return { policy: parsePolicy(await readFile(file)), origin: { kind: 'given', file } };
  }
  const own = attempt(parsePolicy, await bundle.read(policyFile));
  const claimed = attempt(
    (note) => parseCheckpoint(parseNote(note).text),
    await bundle.read(checkpointFile),
  );
  const pinned = await pinnedPolicies(io.trustedPolicyDir);
  const matching = [claimed?.origin, own && originOf(own)]
    .map((name) => pinned.filter(({ policy }) => originOf(policy) === name))
    .find((found) => found.length > 0);
  if (matching !== undefined) return onlyOne(matching);
  return own === undefined ? undefined : { policy: own, origin: { kind: 'bundle' } };
}

function onlyOne(matching: readonly TrustedPolicy[]): TrustedPolicy | undefined {
  if (matching.length > 1) {
    throw new RangeError('more than one policy is pinned for this log; choose one with --policy');
  }
  return matching[0];
}

async function pinnedPolicies(folder: string): Promise<TrustedPolicy[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.policy')).map((name) => join(folder, name));
  return Promise.all(
    files.map(async (file) => ({
      policy: parsePolicy(await readFile(file)),
      origin: { kind: 'pinned' as const, file },
    })),
  );
}

async function readKept(file: string): Promise<KeptNote> {
  return { file, note: await readFile(file) };
}

/** What the bundle says of itself is only a hint where to look, so that it cannot be read is no failure here. */
function attempt<Value>(
  parse: (bytes: Uint8Array) => Value,
  bytes: Uint8Array | undefined,
): Value | undefined {
  try {
    return bytes === undefined ? undefined : parse(bytes);
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
