import type { BundleReader } from './bundle.ts';
import { checkpointFile, earlierCheckpointFile } from './bundle.ts';
import type { Marker } from './check-tree.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import type { LogPolicy } from './policy.ts';
import { type Ed25519Verify, parseNote, type SignedNote } from './signed-note.ts';

/** Whose word counts, and how a signature is checked. */
export interface Trust {
  readonly policy: LogPolicy;
  /** False where the policy came with the bundle: then its word is worth nothing against a forger. */
  readonly isPinned: boolean;
  readonly verifySignature: Ed25519Verify;
}

/** A note that an auditor kept, or had from a witness. */
export interface KeptNote {
  readonly file: string;
  readonly note: Uint8Array;
}

/** A checkpoint of the log, well-formed; whose signatures count is only known once the entries were read. */
export interface ReadNote extends Marker {
  readonly note: SignedNote;
  readonly bytes: Uint8Array;
  readonly isKept: boolean;
}

/** V0 and V2 for the newest checkpoint. One that is of another log is still returned, to look for more faults. */
export async function readHead(
  bundle: BundleReader,
  origin: string,
  findings: Findings,
): Promise<ReadNote | undefined> {
  const file = checkpointFile;
  const note = await bundle.read(file);
  if (note === undefined) {
    const message = 'the checkpoint is missing';
    findings.add({ check: 'V0', weight: 'incomplete', file, message });
    return undefined;
  }
  return readNote({ file, note }, origin, findings);
}

/** V2 for every earlier checkpoint in the bundle. @returns those of this log */
export async function readEarlier(
  bundle: BundleReader,
  origin: string,
  findings: Findings,
): Promise<ReadNote[]> {
  const found: ReadNote[] = [];
  const folder = earlierCheckpointFile('');
  for (const file of bundle.names.filter((name) => name.startsWith(folder))) {
    const note = await bundle.read(file);
    const read = note && readNote({ file, note }, origin, findings);
    if (read === undefined) continue;
    if (read.origin === origin) found.push(read);
    const expected = earlierCheckpointFile(read.size);
    if (file === expected) continue;
    const message = 'the file is not named after the size of its checkpoint';
    findings.add({ check: 'V2', weight: 'tampered', file, message, expected, actual: file });
  }
  return found;
}

/**
 * The checkpoints that an auditor brings.
 * @throws AuditFormatError where one of them is no checkpoint of this log: that says nothing about the bundle
 */
export function readKept(kept: readonly KeptNote[], origin: string): ReadNote[] {
  return kept.map(({ file, note: bytes }) => {
    const note = parseNote(bytes);
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint.origin !== origin) {
      const message = `${file} is a checkpoint of the log ${checkpoint.origin}`;
      throw new AuditFormatError('bad_checkpoint', message);
    }
    return { ...checkpoint, file, bytes, note, isKept: true };
  });
}

/** V2 for a note: a checkpoint, and of this log. One of another log is returned, so that the rest can be looked at. */
export function readNote(
  { file, note: bytes }: KeptNote,
  origin: string,
  findings: Findings,
): ReadNote | undefined {
  try {
    const note = parseNote(bytes);
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint.origin !== origin) {
      const message = 'the checkpoint is of another log';
      const values = { expected: origin, actual: checkpoint.origin };
      findings.add({ check: 'V2', weight: 'tampered', file, message, ...values });
    }
    return { ...checkpoint, file, bytes, note, isKept: false };
  } catch (error) {
    if (!(error instanceof AuditFormatError)) throw error;
    findings.add({ check: 'V2', weight: 'tampered', file, message: error.message });
    return undefined;
  }
}
