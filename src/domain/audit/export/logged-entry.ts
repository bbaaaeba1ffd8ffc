import { encodeBase64 } from '../base64.ts';
import { parseBody } from '../entry.ts';
import type { AuditBody } from '../fact.ts';
import { type Leaf, parseLeaf } from '../leaf.ts';
import { leafHash } from '../merkle.ts';

/** An entry on its way to another system, with what is needed to find it in the log again and to prove it. */
export interface LoggedEntry {
  readonly leaf: Leaf;
  /** Base64. */
  readonly leafHash: string;
  readonly body: AuditBody;
}

/** @throws AuditFormatError for bytes that are no leaf of this version */
export function readLoggedEntry(bytes: Uint8Array): LoggedEntry {
  const leaf = parseLeaf(bytes);
  return { leaf, leafHash: encodeBase64(leafHash(bytes)), body: parseBody(leaf.body) };
}
