import { type Checkpoint, parseCheckpoint } from '../checkpoint.ts';
import { AuditFormatError } from '../format-error.ts';
import {
  type Ed25519Verify,
  formatSignature,
  isOf,
  type NoteKey,
  parseNote,
  type SignedNote,
  signersOf,
} from '../signed-note.ts';
import { parseAddCheckpoint } from './add-checkpoint.ts';
import type { WatchedLogs } from './watched-logs.ts';

/** A checkpoint that a log the witness watches has signed, and what is to prove that it continues the last one. */
export interface Submission {
  readonly checkpoint: Checkpoint;
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** What the log signed. */
  readonly text: string;
  /** The text with the signatures of the log's known keys, and no others. */
  readonly note: string;
}

/** Why a witness does not cosign; the status of its answer. */
export interface Refusal {
  readonly kind: 'refused';
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly reason: string;
}

export type ReadSubmission = { readonly kind: 'read'; readonly submission: Submission } | Refusal;

/** Everything about a request that can be judged without knowing what was cosigned before. */
export function readSubmission(
  body: Uint8Array,
  logs: WatchedLogs,
  verify: Ed25519Verify,
): ReadSubmission {
  try {
    const { oldSize, proof, note: bytes } = parseAddCheckpoint(body);
    const note = parseNote(bytes);
    const checkpoint = parseCheckpoint(note.text);
    const keys = logs.get(checkpoint.origin);
    if (keys === undefined) return refused(404, 'no log of this origin is watched');
    const signers = signersIn(note, keys, verify);
    if (signers.length === 0) return refused(403, 'not signed by a known key of the log');
    if (oldSize > checkpoint.size) return refused(400, 'the old size is above the new one');
    const kept = note.text + signatureBlock(note, signers);
    return {
      kind: 'read',
      submission: { checkpoint, oldSize, proof, text: note.text, note: kept },
    };
  } catch (error) {
    if (error instanceof AuditFormatError) return refused(400, error.message);
    throw error;
  }
}

export function refused(status: Refusal['status'], reason: string): Refusal {
  return { kind: 'refused', status, reason };
}

/** One bad signature under a known key is enough to believe none. */
function signersIn(note: SignedNote, keys: readonly NoteKey[], verify: Ed25519Verify): NoteKey[] {
  try {
    return signersOf(note, keys, verify);
  } catch (error) {
    if (error instanceof AuditFormatError && error.code === 'bad_signature') return [];
    throw error;
  }
}

// Signatures of strangers are left out: a witness that serves them would lend them its place.
function signatureBlock(note: SignedNote, signers: readonly NoteKey[]): string {
  const lines = note.signatures.flatMap((one) =>
    signers.filter((key) => isOf(one, key)).map((key) => formatSignature(key, one.signature)),
  );
  return `\n${[...new Set(lines)].join('')}`;
}
