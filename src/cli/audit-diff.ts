import { readFile } from 'node:fs/promises';
import type { BundleReader } from '../domain/audit/bundle.ts';
import { parseCheckpoint } from '../domain/audit/checkpoint.ts';
import { type Ed25519Verify, parseNote } from '../domain/audit/signed-note.ts';
import { compare, openHead, reportFork, type SignedHead } from './audit-compare.ts';
import { printable } from './audit-report.ts';
import { type AuditVerifyIo, messageOf } from './audit-verify.ts';
import { findPolicy } from './pinned-policy.ts';

export interface AuditDiffArgs {
  /** Files with a signed checkpoint each. */
  readonly checkpoints: readonly [string, string];
  readonly policyFile?: string | undefined;
  /** A bundle whose hashes say whether trees of different sizes agree. */
  readonly bundle?: string | undefined;
  /** Where the proof of a contradiction goes. */
  readonly out?: string | undefined;
}

export type AuditDiffIo = Pick<
  AuditVerifyIo,
  'stdout' | 'stderr' | 'trustedPolicyDir' | 'openBundle'
> & { readonly verifySignature: Ed25519Verify };

/**
 * Looks whether one log signed both checkpoints as it may.
 * @returns 0 they agree, 1 they contradict each other and the proof is written, 2 nothing can be said, 3 could not run
 */
export async function auditDiff(args: AuditDiffArgs, io: AuditDiffIo): Promise<number> {
  try {
    return await diff(args, io);
  } catch (error) {
    io.stderr.write(`COULD NOT RUN: ${printable(messageOf(error))}\n`);
    return 3;
  }
}

async function diff(args: AuditDiffArgs, io: AuditDiffIo): Promise<number> {
  const heads = await readHeads(args, io);
  if (heads === undefined) {
    io.stdout.write('INCOMPLETE: no policy is pinned for this log; pass it with --policy FILE\n');
    return 2;
  }
  const comparison = await withBundle(args.bundle, io, (files) => compare(heads, files));
  switch (comparison.kind) {
    case 'same':
      io.stdout.write('SAME        both say the same of the log\n');
      return 0;
    case 'consistent':
      io.stdout.write('CONSISTENT  the larger tree begins with the smaller one\n');
      return 0;
    case 'unknown':
      io.stdout.write(`INCOMPLETE: ${printable(comparison.message)}\n`);
      return 2;
    case 'fork': {
      const out = args.out ?? 'equivocation.json';
      io.stdout.write(await reportFork(out, heads, comparison));
      return 1;
    }
  }
}

/** @returns undefined where nobody says whose signature counts */
async function readHeads(
  { checkpoints, policyFile }: AuditDiffArgs,
  { trustedPolicyDir, verifySignature }: AuditDiffIo,
): Promise<readonly [SignedHead, SignedHead] | undefined> {
  const notes = await Promise.all(checkpoints.map((path) => readFile(path)));
  const [left = new Uint8Array(), right = new Uint8Array()] = notes;
  const { origin } = parseCheckpoint(parseNote(left).text);
  const trusted = await findPolicy({ policyFile, trustedPolicyDir, logs: [origin] });
  if (trusted === undefined) return undefined;
  const open = (note: Uint8Array) => openHead(note, trusted.policy, verifySignature);
  return [open(left), open(right)];
}

async function withBundle<T>(
  path: string | undefined,
  io: AuditDiffIo,
  use: (files: BundleReader | undefined) => Promise<T>,
): Promise<T> {
  if (path === undefined) return use(undefined);
  const opened = await io.openBundle(path);
  if (opened.kind !== 'opened') throw new RangeError(opened.message);
  try {
    return await use(opened.bundle);
  } finally {
    await opened.close();
  }
}
