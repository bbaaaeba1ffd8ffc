import { isEqual } from '../bytes.ts';
import { emptyRoot } from '../merkle.ts';
import { verifyConsistency } from '../proof.ts';
import { type Refusal, refused, type Submission } from './submission.ts';

/** The newest tree of a log that a witness has cosigned. */
export interface WitnessedTree {
  readonly size: number;
  readonly root: Uint8Array;
}

export type Judgement =
  | { readonly kind: 'continues' }
  /** The log has to start from this size, which the witness has cosigned. */
  | { readonly kind: 'conflict'; readonly size: number }
  | Refusal;

/**
 * Whether the submitted tree continues the one that was cosigned last (c2sp.org/tlog-witness). The answer holds only as
 * long as that is the last one: the caller MUST let nothing come between this and keeping the new tree.
 */
export function judgeSubmission(
  { checkpoint, oldSize, proof }: Submission,
  last: WitnessedTree | undefined,
): Judgement {
  const { size, root } = checkpoint;
  const known = last ?? { size: 0, root: emptyRoot() };
  if (oldSize !== known.size) return { kind: 'conflict', size: known.size };
  // A size that was cosigned with another root: the log shows different people different trees.
  if (size === known.size && !isEqual(root, known.root))
    return { kind: 'conflict', size: known.size };
  if (known.size === 0) {
    // Nothing is proven from an empty tree; it is where trust in a log begins.
    return proof.length === 0 ? continues : refused(422, 'a proof from size 0 is empty');
  }
  const trees = { size1: known.size, root1: known.root, size2: size, root2: root };
  return verifyConsistency({ ...trees, proof })
    ? continues
    : refused(422, 'the proof does not lead from the cosigned tree to this one');
}

const continues = { kind: 'continues' } as const;
