import { isEqual } from '../../../domain/audit/bytes.ts';
import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import { proveConsistency, verifyConsistency } from '../../../domain/audit/proof.ts';
import type { Execute } from '../sql.ts';
import type { LogHead, TreeHead } from './log-head.ts';
import { storedHashReader } from './stored-tiles.ts';

/** Whether the stored log begins with the tree that was signed, by a proof from the stored hashes. */
export async function continues(
  head: LogHead,
  floor: TreeHead | undefined,
  execute: Execute,
): Promise<boolean> {
  if (floor === undefined) return true;
  if (head.size === floor.size) return isEqual(head.root, floor.root);
  if (head.size < floor.size) return false;
  // Every tree continues the empty one.
  if (floor.size === 0) return true;
  try {
    const reader = storedHashReader(execute, head, head.size);
    const proof = await proveConsistency(floor.size, head.size, reader);
    const old = { size1: floor.size, root1: floor.root };
    return verifyConsistency({ ...old, size2: head.size, root2: head.root, proof });
  } catch (error) {
    // Hashes that are missing prove nothing; a connection that broke says nothing about the log.
    if (error instanceof AuditFormatError) return false;
    throw error;
  }
}
