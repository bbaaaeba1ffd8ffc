import { writeFile } from 'node:fs/promises';
import type { BundleReader } from '../domain/audit/bundle.ts';
import { type Checkpoint, openCheckpoint } from '../domain/audit/checkpoint.ts';
import { type Comparison, compareHeads } from '../domain/audit/compare-heads.ts';
import { formatEquivocation } from '../domain/audit/equivocation.ts';
import { AuditFormatError } from '../domain/audit/format-error.ts';
import type { LogPolicy } from '../domain/audit/policy.ts';
import type { HashReader } from '../domain/audit/proof.ts';
import type { Ed25519Verify } from '../domain/audit/signed-note.ts';
import { tileHashReader, tilePath } from '../domain/audit/tile.ts';
import { printable } from './audit-report.ts';

/** A checkpoint that the log signed. */
export interface SignedHead extends Checkpoint {
  readonly note: Uint8Array;
}

/** @throws AuditFormatError what `openCheckpoint` throws */
export function openHead(note: Uint8Array, policy: LogPolicy, verify: Ed25519Verify): SignedHead {
  return { ...openCheckpoint(note, policy.logs, verify), note };
}

/** Subtrees of a tree of this size, out of the tiles of a bundle or a log. */
function hashesOf(size: number, files: Pick<BundleReader, 'read'>): HashReader {
  const known = new Map<string, Promise<Uint8Array | undefined>>();
  return tileHashReader(size, async (tile) => {
    const name = tilePath(tile);
    const read = known.get(name) ?? files.read(name);
    known.set(name, read);
    const bytes = await read;
    if (bytes === undefined) throw new AuditFormatError('bad_tile', `${name} is missing`);
    return bytes;
  });
}

/** Compares two heads of one log, whichever is the newer one. */
export async function compare(
  heads: readonly [SignedHead, SignedHead],
  files: Pick<BundleReader, 'read'> | undefined,
): Promise<Comparison> {
  const [left, right] = heads;
  const size = Math.max(left.size, right.size);
  return compareHeads(heads, files && hashesOf(size, files));
}

/**
 * Writes the proof of a fork, never over what there is.
 * @returns what to tell
 * @throws the error of the file system
 */
export async function reportFork(
  path: string,
  [left, right]: readonly [SignedHead, SignedHead],
  fork: Extract<Comparison, { readonly kind: 'fork' }>,
): Promise<string> {
  const isInOrder = left.size <= right.size;
  const notes = isInOrder ? ([left.note, right.note] as const) : ([right.note, left.note] as const);
  const found = 'TAMPERED    the log signed two histories';
  try {
    await writeFile(path, formatEquivocation({ notes, fork }), { flag: 'wx' });
    return `${found}; the proof is in ${printable(path)}\n`;
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error;
    return `${found}; ${printable(path)} is there already, and is left as it is\n`;
  }
}

/** Whether the file system refused for this reason. */
export function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
