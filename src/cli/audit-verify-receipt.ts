import { readFile } from 'node:fs/promises';
import { utf8 } from '../domain/audit/bytes.ts';
import { parseCheckpoint } from '../domain/audit/checkpoint.ts';
import { parseReceipt } from '../domain/audit/receipt.ts';
import { type Ed25519Verify, parseNote } from '../domain/audit/signed-note.ts';
import {
  type ReceiptVerification,
  type Subject,
  verifyReceipt,
} from '../domain/audit/verify-receipt.ts';
import {
  findingLines,
  headline,
  howToPin,
  type PolicyOrigin,
  policyLine,
  printable,
  witnessedLine,
} from './audit-report.ts';
import { exitCodeOf, messageOf } from './audit-verify.ts';
import { findPolicy } from './pinned-policy.ts';

export interface VerifyReceiptArgs {
  readonly path: string;
  readonly policyFile?: string | undefined;
  /** `request_id=…`, `entry=…` or `sha256=…`; all of them have to hold. */
  readonly expect?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
}

export interface VerifyReceiptIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly trustedPolicyDir: string;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly verifySignature: Ed25519Verify;
}

type ReceiptReport =
  | (ReceiptVerification & { readonly policy: PolicyOrigin; readonly isBound: boolean })
  | { readonly verdict: 'incomplete' | 'could_not_run'; readonly message: string };

/**
 * Verifies that an entry is in a signed log, and that it is the one that was asked about, without network and database.
 * @returns 0 verified, 1 tampering proven or another subject, 2 evidence incomplete or unpinned, 3 could not run
 */
export async function auditVerifyReceipt(
  args: VerifyReceiptArgs,
  io: VerifyReceiptIo,
): Promise<number> {
  let report: ReceiptReport;
  try {
    report = await verify(args, io);
  } catch (error) {
    report = { verdict: 'could_not_run', message: messageOf(error) };
  }
  if (args.json === true) io.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else (report.verdict === 'could_not_run' ? io.stderr : io.stdout).write(render(report));
  return exitCodeOf[report.verdict];
}

async function verify(args: VerifyReceiptArgs, io: VerifyReceiptIo): Promise<ReceiptReport> {
  const expected = subjectOf(args.expect ?? []);
  const bytes = await readFile(args.path);
  const { origin: log } = parseCheckpoint(parseNote(utf8(parseReceipt(bytes).checkpoint)).text);
  const { trustedPolicyDir, verifySignature } = io;
  const search = { policyFile: args.policyFile, trustedPolicyDir, logs: [log] };
  const trusted = await findPolicy(search);
  if (trusted === undefined) {
    const message = `no policy is pinned for the log ${log}: pass it with --policy FILE`;
    return { verdict: 'incomplete', message };
  }
  const { policy, origin } = trusted;
  const trust = { policy, isPinned: true, verifySignature };
  const verification = verifyReceipt(bytes, { trust, now: io.now() * 1000, expected });
  return { ...verification, policy: origin, isBound: Object.keys(expected).length > 0 };
}

/** @throws RangeError for what is not one of the three */
function subjectOf(expectations: readonly string[]): Subject {
  const subject: { requestId?: string; entryId?: string; leafHash?: string } = {};
  for (const expectation of expectations) {
    const split = expectation.indexOf('=');
    const [what, value] = [expectation.slice(0, split), expectation.slice(split + 1)];
    if (value === '') throw new RangeError(`--expect ${expectation} says nothing`);
    if (what === 'request_id') subject.requestId = value;
    else if (what === 'entry') subject.entryId = value;
    else if (what === 'sha256') subject.leafHash = value;
    else
      throw new RangeError(`--expect takes request_id=…, entry=… or sha256=…, not ${expectation}`);
  }
  return subject;
}

function render(report: ReceiptReport): string {
  if ('message' in report) {
    const text = `${headline[report.verdict]}: ${printable(report.message)}\n`;
    return report.verdict === 'incomplete' ? text + howToPin : text;
  }
  const { body, isBound, origin, index, size, verdict, witnessed } = report;
  const lines = [
    `log         ${origin}`,
    `entry       ${body?.id ?? '(unknown)'} at index ${index} of ${size}`,
    `type        ${body?.type ?? '(unknown)'}${report.time ? `, entered ${report.time}` : ''}`,
    ...(body?.request_id === undefined ? [] : [`request     ${body.request_id}`]),
    `leaf hash   ${report.leafHash}`,
    `policy      ${policyLine(report.policy)}`,
    ...(witnessed === undefined ? [] : [witnessedLine(witnessed)]),
    ...report.ignoredSignatures.map(
      (name) => `ignored     signature of ${name}, whose key is not in the policy`,
    ),
    ...(isBound ? [] : ['subject     not compared: say what it has to be about with --expect']),
    verdict === 'verified'
      ? 'VERIFIED    this entry is in the signed log, at this place'
      : headline[verdict],
    ...report.findings.flatMap(findingLines),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}
