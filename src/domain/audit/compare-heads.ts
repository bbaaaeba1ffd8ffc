import { isEqual } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { AuditFormatError } from './format-error.ts';
import { type HashReader, proveConsistency, treeRoot, verifyConsistency } from './proof.ts';

/** How two signed checkpoints of one log stand to each other. */
export type Comparison =
  | { readonly kind: 'same' }
  /** The smaller tree is the beginning of the other. */
  | { readonly kind: 'consistent' }
  /** No log that only grows signs both. The proof leads to the newer root from another beginning than the older one. */
  | {
      readonly kind: 'fork';
      readonly olderRootInNewer?: Uint8Array;
      readonly proof: readonly Uint8Array[];
    }
  /** The hashes that are there do not have the newer root, so they tell nothing about the older one. */
  | { readonly kind: 'unknown'; readonly message: string };

/** @param read subtrees of the larger tree; not needed for two trees of one size */
export async function compareHeads(
  [older, newer]: readonly [Checkpoint, Checkpoint],
  read?: HashReader,
): Promise<Comparison> {
  if (older.size > newer.size) return compareHeads([newer, older], read);
  if (older.size === newer.size) {
    return isEqual(older.root, newer.root) ? { kind: 'same' } : { kind: 'fork', proof: [] };
  }
  // Every log begins with nothing.
  if (older.size === 0) return { kind: 'consistent' };
  if (read === undefined) {
    return {
      kind: 'unknown',
      message: 'two trees of different size can be compared with their hashes only',
    };
  }
  try {
    return await compareTrees(older, newer, read);
  } catch (error) {
    if (!(error instanceof AuditFormatError)) throw error;
    return { kind: 'unknown', message: error.message };
  }
}

async function compareTrees(
  older: Checkpoint,
  newer: Checkpoint,
  read: HashReader,
): Promise<Comparison> {
  const proof = await proveConsistency(older.size, newer.size, read);
  const claim = {
    size1: older.size,
    root1: older.root,
    size2: newer.size,
    root2: newer.root,
    proof,
  };
  if (verifyConsistency(claim)) return { kind: 'consistent' };
  const olderRootInNewer = await treeRoot(older.size, read);
  if (verifyConsistency({ ...claim, root1: olderRootInNewer })) {
    return { kind: 'fork', olderRootInNewer, proof };
  }
  return { kind: 'unknown', message: 'the hashes are not those of the newer checkpoint' };
}
