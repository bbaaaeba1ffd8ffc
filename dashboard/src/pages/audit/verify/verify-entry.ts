import { decodeBase64, encodeBase64 } from '../../../../../src/domain/audit/base64.ts';
import { checkpointFile, policyFile } from '../../../../../src/domain/audit/bundle.ts';
import { isEqual, textOf, utf8 } from '../../../../../src/domain/audit/bytes.ts';
import { openCheckpoint } from '../../../../../src/domain/audit/checkpoint.ts';
import { parseLeaf } from '../../../../../src/domain/audit/leaf.ts';
import { leafHash } from '../../../../../src/domain/audit/merkle.ts';
import { parsePolicy } from '../../../../../src/domain/audit/policy.ts';
import { proveInclusion, verifyInclusion } from '../../../../../src/domain/audit/proof.ts';
import { tileHashReader, tilePath } from '../../../../../src/domain/audit/tile.ts';
import type { FetchFile } from './remote-log.ts';
import { type AskEd25519, withSignatures } from './signatures.ts';

export interface EntryProof {
  /** The entry has the hash that is shown, and is at its index under the signed root. */
  readonly isIncluded: boolean;
  readonly areSignaturesChecked: boolean;
  /** Entries under the root. */
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** Base64; what leads from the entry to the root. */
  readonly hashes: readonly string[];
}

/**
 * Proves one entry: its bytes are hashed here, and the hashes beside the way to the root come from tiles.
 * @param policy that is trusted; undefined: the one that the server names now
 * @throws AuditFormatError where the checkpoint is not signed by a trusted key
 */
export async function verifyEntry(
  entry: { readonly leaf: string; readonly leaf_hash: string },
  use: {
    readonly fetchFile: FetchFile;
    readonly ask: AskEd25519;
    readonly policy: string | undefined;
  },
): Promise<EntryProof> {
  const note = await need(use.fetchFile, checkpointFile);
  const trusted = use.policy ?? textOf(await need(use.fetchFile, policyFile));
  const { logs } = parsePolicy(utf8(trusted));
  const opened = await withSignatures(use.ask, async (verify) =>
    openCheckpoint(note, logs, verify),
  );
  const { size, root, origin } = opened.value;
  const bytes = utf8(entry.leaf);
  const hash = leafHash(bytes);
  const leaf = parseLeaf(bytes);
  const read = tileHashReader(size, (tile) => need(use.fetchFile, tilePath(tile)));
  const proof = await proveInclusion(leaf.index, size, read);
  const isWhole = leaf.origin === origin && isEqual(hash, decodeBase64(entry.leaf_hash));
  return {
    isIncluded:
      isWhole && verifyInclusion({ index: leaf.index, size, leafHash: hash, root, proof }),
    areSignaturesChecked: opened.areSignaturesChecked,
    size,
    root: encodeBase64(root),
    hashes: proof.map(encodeBase64),
  };
}

async function need(fetchFile: FetchFile, name: string): Promise<Uint8Array> {
  const bytes = await fetchFile(name);
  if (bytes === undefined) throw new Error(`the server has no ${name}`);
  return bytes;
}
