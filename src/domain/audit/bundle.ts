import { utf8 } from './bytes.ts';
import { leafHash } from './merkle.ts';
import { formatPolicy, type LogPolicy } from './policy.ts';
import { encodeEntryBundle, tilePath, tileWidth } from './tile.ts';
import { type HashTile, TileBuilder } from './tile-builder.ts';

/** One file of an evidence bundle. */
export interface BundleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An evidence bundle to be verified, wherever it lies. */
export interface BundleReader {
  /** Every file there is, each once, with `/` between folders. */
  readonly names: readonly string[];
  /** The whole file; undefined when there is none of this name. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** What an evidence bundle is made from. */
export interface BundleSource {
  readonly policy: LogPolicy;
  /** Signed note over the size that is exported. */
  readonly checkpoint: string;
  /** Earlier signed notes of the same log, each with its size. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
  /** Exactly the leaves that the checkpoint covers, from the first on. */
  readonly leaves: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The newest signed checkpoint. */
export const checkpointFile = 'checkpoint';
/** The trust policy as the log states it; a verifier compares it with the one it was given. */
export const policyFile = 'policy';

/** Name of an earlier checkpoint; of their folder, where the size is left out. */
export function earlierCheckpointFile(size: number | ''): string {
  return `checkpoints/${size}`;
}

/** The files of an evidence bundle, in the order in which an archive holds them; one tile is in memory at a time. */
export async function* writeBundle(source: BundleSource): AsyncGenerator<BundleFile> {
  yield { name: policyFile, bytes: utf8(formatPolicy(source.policy)) };
  yield { name: checkpointFile, bytes: utf8(source.checkpoint) };
  for (const { size, note } of source.checkpoints) {
    yield { name: earlierCheckpointFile(size), bytes: utf8(note) };
  }
  const tree = new TileBuilder();
  let entries: Uint8Array[] = [];
  for await (const leaf of source.leaves) {
    entries.push(leaf);
    const completed = tree.append(leafHash(leaf));
    if (entries.length < tileWidth) continue;
    yield entriesFile(entries, tree.size);
    entries = [];
    yield* completed.map(hashFile);
  }
  if (entries.length > 0) yield entriesFile(entries, tree.size);
  yield* tree.partialTiles().map(hashFile);
}

function entriesFile(entries: readonly Uint8Array[], size: number): BundleFile {
  const index = Math.floor((size - 1) / tileWidth);
  const name = tilePath({ level: 'entries', index, width: entries.length });
  return { name, bytes: encodeEntryBundle(entries) };
}

function hashFile({ tile, hashes }: HashTile): BundleFile {
  return { name: tilePath(tile), bytes: hashes };
}
