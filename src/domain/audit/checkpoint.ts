import { decodeBase64, encodeBase64 } from './base64.ts';
import { AuditFormatError } from './format-error.ts';
import { hashBytes } from './merkle.ts';
import {
  type Ed25519Verify,
  isKeyName,
  type NoteKey,
  type NoteSigner,
  openNote,
  signNote,
} from './signed-note.ts';

/** The head of a log: what one signature vouches for (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const decimal = /^(0|[1-9][0-9]{0,15})$/;

/** The three lines that are signed. @throws AuditFormatError `bad_checkpoint` */
function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== hashBytes) {
    throw new AuditFormatError('bad_checkpoint', 'not a checkpoint');
  }
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/**
 * Reads the signed text. Extension lines are refused: a Monago log never writes one, and what an auditor cannot
 * check must not be signed.
 * @throws AuditFormatError `bad_checkpoint`, `bad_base64`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', size = '', root = '', end] = lines;
  if (lines.length !== 4 || end !== '') {
    throw new AuditFormatError('bad_checkpoint', 'a checkpoint has three lines');
  }
  if (!isKeyName(origin)) throw new AuditFormatError('bad_checkpoint', 'line 1 is not an origin');
  const count = Number(size);
  if (!decimal.test(size) || !Number.isSafeInteger(count)) {
    throw new AuditFormatError('bad_checkpoint', 'line 2 is not a tree size');
  }
  const hash = decodeBase64(root);
  if (hash.length !== hashBytes)
    throw new AuditFormatError('bad_checkpoint', 'line 3 is not a hash');
  return { origin, size: count, root: hash };
}

/** The checkpoint as a signed note. The signer's name MUST be the origin. @throws AuditFormatError `bad_checkpoint` */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  if (signer.name !== checkpoint.origin) {
    throw new AuditFormatError('bad_checkpoint', 'a log signs its own checkpoints only');
  }
  return signNote(formatCheckpoint(checkpoint), signer);
}

/**
 * Opens a signed checkpoint of the log whose keys are trusted.
 * @throws AuditFormatError what `openNote` throws, `bad_checkpoint` also when the origin is another log's
 */
export function openCheckpoint(
  note: Uint8Array,
  keys: readonly NoteKey[],
  verify: Ed25519Verify,
): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, keys, verify).text);
  if (keys.some(({ name }) => name !== checkpoint.origin)) {
    throw new AuditFormatError(
      'bad_checkpoint',
      `the checkpoint is of the log ${checkpoint.origin}`,
    );
  }
  return checkpoint;
}
