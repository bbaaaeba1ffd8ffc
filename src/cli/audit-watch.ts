import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkpointFile } from '../domain/audit/bundle.ts';
import { AuditFormatError } from '../domain/audit/format-error.ts';
import { type LogPolicy, parsePolicy } from '../domain/audit/policy.ts';
import type { Ed25519Verify } from '../domain/audit/signed-note.ts';
import { compare, isFileError, openHead, reportFork, type SignedHead } from './audit-compare.ts';
import { printable } from './audit-report.ts';
import { messageOf } from './audit-verify.ts';

export interface AuditWatchArgs {
  /** URL or folder with the files of tlog-tiles. */
  readonly place: string;
  readonly policyFile: string;
  /** What was seen last is kept here, as the signed checkpoint itself. */
  readonly stateFile: string;
  readonly once?: boolean | undefined;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** File with a bearer token. */
  readonly tokenFile?: string | undefined;
}

interface LogFiles {
  read(name: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

export interface AuditWatchIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly verifySignature: Ed25519Verify;
  openLogSource(place: string, options: { readonly token?: string | undefined }): LogFiles;
  /** Resolves after a time; false when it is time to stop. */
  pause(ms: number): Promise<boolean>;
}

interface Watch {
  readonly args: AuditWatchArgs;
  readonly io: AuditWatchIo;
  readonly policy: LogPolicy;
  readonly files: LogFiles;
}

/**
 * Looks at a log again and again, and proves each time that it only grew since the last time. What the log showed once
 * it cannot take back any more from whoever runs this.
 * @returns 0 it only grew, 1 it showed two histories, 2 it shows less than before or cannot prove more, 3 could not run
 */
export async function auditWatch(args: AuditWatchArgs, io: AuditWatchIo): Promise<number> {
  let watch: Watch;
  try {
    watch = await prepare(args, io);
  } catch (error) {
    io.stderr.write(`COULD NOT RUN: ${printable(messageOf(error))}\n`);
    return 3;
  }
  try {
    for (;;) {
      const code = await look(watch).catch((error: unknown) => failed(error, io));
      // A fork stays one; everything else may be different the next time.
      if (code === 1 || args.once === true || !(await io.pause(args.everyMs))) return code;
    }
  } finally {
    await watch.files.close();
  }
}

async function prepare(args: AuditWatchArgs, io: AuditWatchIo): Promise<Watch> {
  const policy = parsePolicy(await readFile(args.policyFile));
  const { tokenFile } = args;
  const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
  return { args, io, policy, files: io.openLogSource(args.place, { token }) };
}

function failed(error: unknown, { stdout, stderr }: AuditWatchIo): number {
  if (error instanceof AuditFormatError) {
    const isForged = error.code === 'bad_signature';
    stdout.write(`${isForged ? 'TAMPERED   ' : 'INCOMPLETE:'} ${printable(error.message)}\n`);
    return isForged ? 1 : 2;
  }
  stderr.write(`COULD NOT RUN: ${printable(messageOf(error))}\n`);
  return 3;
}

async function look(watch: Watch): Promise<number> {
  const { args, io, policy, files } = watch;
  const seen = await readState(watch);
  const note = await files.read(checkpointFile);
  if (note === undefined) throw new RangeError('there is no checkpoint');
  const head = openHead(note, policy, io.verifySignature);
  if (seen === undefined) {
    await writeState(args.stateFile, note);
    io.stdout.write(`FIRST       ${head.size} entries; from now on it has to grow from here\n`);
    return 0;
  }
  if (head.size < seen.size) {
    io.stdout.write(`INCOMPLETE: the log shows ${head.size} entries, and has shown ${seen.size}\n`);
    return 2;
  }
  return judge(watch, seen, head);
}

async function judge(
  { args, io, files }: Watch,
  seen: SignedHead,
  head: SignedHead,
): Promise<number> {
  const comparison = await compare([seen, head], files);
  switch (comparison.kind) {
    case 'same':
      return 0;
    case 'consistent':
      await writeState(args.stateFile, head.note);
      io.stdout.write(
        `CONSISTENT  ${head.size} entries, which begin with the ${seen.size} of before\n`,
      );
      return 0;
    case 'unknown':
      io.stdout.write(`INCOMPLETE: ${printable(comparison.message)}\n`);
      return 2;
    case 'fork': {
      const out = `${args.stateFile}.equivocation.json`;
      io.stdout.write(await reportFork(out, [seen, head], comparison));
      return 1;
    }
  }
}

async function readState({ args, io, policy }: Watch): Promise<SignedHead | undefined> {
  try {
    return openHead(await readFile(args.stateFile), policy, io.verifySignature);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw new RangeError(`${args.stateFile}: ${messageOf(error)}`);
  }
}

/** Whole or not at all, and durable: what is forgotten can be taken back. */
async function writeState(path: string, note: Uint8Array): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(note);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}
