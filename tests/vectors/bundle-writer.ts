import {
  checkpointFile,
  earlierCheckpointFile,
  policyFile,
} from '../../src/domain/audit/bundle.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
import { formatPolicy, type LogPolicy } from '../../src/domain/audit/policy.ts';
import { encodeEntryBundle, tilePath, tileWidth } from '../../src/domain/audit/tile.ts';
import { type HashTile, TileBuilder } from '../../src/domain/audit/tile-builder.ts';
import type { BundleFile } from '../../src/ports/unit-of-work.ts';

/** What an evidence bundle is made from. */
export interface BundleSource {
  readonly policy: LogPolicy;
  /** Signed note over all leaves. */
  readonly checkpoint: string;
  /** Earlier signed notes of the same log, each with its size. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
  readonly leaves: readonly Uint8Array[];
}

/** The files of an evidence bundle, made from the leaves alone. */
export function* writeBundle(source: BundleSource): Generator<BundleFile> {
  yield { name: policyFile, bytes: utf8(formatPolicy(source.policy)) };
  yield { name: checkpointFile, bytes: utf8(source.checkpoint) };
  for (const { size, note } of source.checkpoints) {
    yield { name: earlierCheckpointFile(size), bytes: utf8(note) };
  }
  yield* entryFiles(source.leaves);
  const tree = new TileBuilder();
  for (const leaf of source.leaves) yield* tree.append(leafHash(leaf)).map(hashFile);
  yield* tree.partialTiles().map(hashFile);
}

/** The entry bundles of any leaves. */
export function* entryFiles(leaves: readonly Uint8Array[]): Generator<BundleFile> {
  for (let index = 0; index * tileWidth < leaves.length; index++) {
    const some = leaves.slice(index * tileWidth, (index + 1) * tileWidth);
    const name = tilePath({ level: 'entries', index, width: some.length });
    yield { name, bytes: encodeEntryBundle(some) };
  }
}

function hashFile({ tile, hashes }: HashTile): BundleFile {
  return { name: tilePath(tile), bytes: hashes };
}
