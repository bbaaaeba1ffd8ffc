import { readFile } from 'node:fs/promises';
import { type BundleReader, checkpointFile, policyFile } from '../domain/audit/bundle.ts';
import type { VerifyTimestamp } from '../domain/audit/check-anchor.ts';
import { type WrongColumns, withColumns } from '../domain/audit/check-columns.ts';
import { parseCheckpoint } from '../domain/audit/checkpoint.ts';
import { originOf, parsePolicy } from '../domain/audit/policy.ts';
import { withRequiredAnchor } from '../domain/audit/required-anchor.ts';
import { type Ed25519Verify, parseNote } from '../domain/audit/signed-note.ts';
import { type VerifyRequest, verifyBundle } from '../domain/audit/verify.ts';
import { type AuditReport, renderReport } from './audit-report.ts';
import { parseDuration } from './duration.ts';
import { attempt, findPolicy, type TrustedPolicy } from './pinned-policy.ts';

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
  /** How long nothing may have been entered, in the same spelling. */
  readonly maxGap?: string | undefined;
  /** PEM of the authorities whose time stamps count. */
  readonly tsaCa?: string | undefined;
  /** How old the newest time stamp may be, in the same spelling. */
  readonly requireAnchor?: string | undefined;
}

type OpenedBundle =
  | {
      readonly kind: 'opened';
      readonly bundle: BundleReader;
      /** V18, of a log that is read out of the database. */
      readonly wrongColumns?: WrongColumns;
      close(): Promise<void>;
    }
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
  /** @param authorities PEM */
  timestampVerifier(authorities: string): Promise<VerifyTimestamp>;
}

/** The exit codes are a public contract; 1 is said of proven tampering and of nothing else. */
export const exitCodeOf = { verified: 0, tampered: 1, incomplete: 2, could_not_run: 3 } as const;

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

interface Asked {
  readonly request: Omit<VerifyRequest, 'trust'>;
  /** Microseconds since the epoch. */
  readonly anchoredAtLeast: number | undefined;
}

async function verify(args: AuditVerifyArgs, io: AuditVerifyIo): Promise<AuditReport> {
  const { request, anchoredAtLeast } = await requestOf(args, io);
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
    const trusted = await policyFor(bundle, args, io);
    if (trusted === undefined) {
      return {
        verdict: 'incomplete',
        message: 'no policy is pinned for this log, and the bundle brings none',
      };
    }
    const { policy, origin } = trusted;
    const { verifySignature } = io;
    const trust = { policy, isPinned: origin.kind !== 'bundle', verifySignature };
    const verification = await verifyBundle(bundle, { trust, ...request });
    const { wrongColumns = { count: 0, first: undefined } } = opened;
    const anchored = withRequiredAnchor(verification, anchoredAtLeast);
    return { ...withColumns(anchored, wrongColumns), policy: origin };
  } finally {
    await opened.close();
  }
}

/** The policy that was given or pinned, else what the bundle says of itself. */
async function policyFor(
  bundle: BundleReader,
  args: AuditVerifyArgs,
  io: AuditVerifyIo,
): Promise<TrustedPolicy | undefined> {
  const own = attempt(parsePolicy, await bundle.read(policyFile));
  const claimed = attempt(
    (note) => parseCheckpoint(parseNote(note).text),
    await bundle.read(checkpointFile),
  );
  const logs = [claimed?.origin, own && originOf(own)];
  const { trustedPolicyDir } = io;
  const found = await findPolicy({ policyFile: args.policyFile, trustedPolicyDir, logs });
  if (found !== undefined || own === undefined) return found;
  return { policy: own, origin: { kind: 'bundle' } };
}

/** Everything but whom to trust. */
async function requestOf(args: AuditVerifyArgs, io: AuditVerifyIo): Promise<Asked> {
  const { since, maxAge, maxGap, tsaCa, requireAnchor } = args;
  const now = io.now() * 1000;
  const ago = (duration: string | undefined) =>
    duration === undefined ? undefined : now - parseDuration(duration) * 1000;
  const request = {
    now,
    kept: since === undefined ? [] : [{ file: since, note: await readFile(since) }],
    newestAtLeast: ago(maxAge),
    gapMax: maxGap === undefined ? undefined : parseDuration(maxGap) * 1000,
    verifyTimestamp:
      tsaCa === undefined ? undefined : await io.timestampVerifier(await readFile(tsaCa, 'utf8')),
  };
  return { request, anchoredAtLeast: ago(requireAnchor) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
