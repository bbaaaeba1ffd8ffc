import { encodeBase64 } from './base64.ts';
import type { BundleReader } from './bundle.ts';
import { isEqual } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { CompactRange, hashBytes } from './merkle.ts';
import { type Tile, tileHash, tileHeight, tilePath, tileRoot, tileWidth } from './tile.ts';

/** A full tile of level 0 without its entries. */
export interface SkippedTile {
  readonly index: number;
  readonly hashes: Uint8Array;
  /** The hash that the level above has of it; undefined where that is missing. */
  readonly above: Uint8Array | undefined;
}

/** A tile whose entries are gone, and which is not the one that the level above speaks of. */
export interface WrongTile {
  readonly file: string;
  /** Position of the entry whose hash was changed, where that can be known. */
  readonly index: number | undefined;
  readonly expected: string;
  readonly actual: string;
}

/** The tree that the hash tiles speak of. It costs next to nothing as long as it is the one of the entries. */
export class StoredTree {
  readonly #bundle: BundleReader;
  /** What both trees have, in full tiles. */
  #common = new CompactRange();
  #own: CompactRange | undefined;

  constructor(bundle: BundleReader) {
    this.#bundle = bundle;
  }

  /** A full tile of level 0 is that of the entries. @param complete all full tiles of their tree */
  agree(complete: CompactRange, hashes: Uint8Array): void {
    if (this.#own === undefined) this.#common = complete;
    else appendAll(this.#own, hashes);
  }

  /** A full tile of level 0 is not that of the entries. */
  differ(hashes: Uint8Array): void {
    appendAll(this.#diverge(), hashes);
  }

  /** Of a full tile without entries only the level above can tell whether it is the right one. */
  distrust(rootAbove: Uint8Array): void {
    this.#diverge().appendSubtree(rootAbove, tileHeight);
  }

  /** Whether the hash tiles have the signed root. */
  async has({ size, root }: Checkpoint): Promise<boolean> {
    const tree = (this.#own ?? this.#common).clone();
    while (tree.size < size) {
      const index = tree.size / tileWidth;
      const width = Math.min(tileWidth, size - tree.size);
      const hashes = await this.#bundle.read(tilePath({ level: 0, index, width }));
      if (hashes?.length !== width * hashBytes) return false;
      appendAll(tree, hashes);
    }
    return tree.size === size && isEqual(tree.root(), root);
  }

  #diverge(): CompactRange {
    this.#own ??= this.#common.clone();
    return this.#own;
  }
}

function appendAll(tree: CompactRange, hashes: Uint8Array): void {
  for (let at = 0; at * hashBytes < hashes.length; at++) tree.append(tileHash(hashes, at).slice());
}

/** The hash that the tile has in the level above; undefined where that is missing. */
export async function hashAbove(
  bundle: BundleReader,
  { index }: Pick<Tile, 'index'>,
  size: number,
): Promise<Uint8Array | undefined> {
  const above = Math.floor(index / tileWidth);
  const width = Math.min(tileWidth, Math.floor(size / tileWidth) - above * tileWidth);
  const hashes = await bundle.read(tilePath({ level: 1, index: above, width }));
  return hashes?.length === width * hashBytes ? tileHash(hashes, index % tileWidth) : undefined;
}

/**
 * Whether a full tile is the one of the level above.
 * @param next what the entry behind it names as the one ahead: it tells whether the last hash alone was changed
 */
export function checkFullTile(
  { index, hashes }: SkippedTile,
  above: Uint8Array,
  next: Uint8Array | undefined,
): WrongTile | undefined {
  const root = tileRoot(hashes);
  if (isEqual(root, above)) return undefined;
  const file = tilePath({ level: 0, index, width: tileWidth });
  const last = hashes.slice(-hashBytes);
  if (next !== undefined && isEqual(tileRoot(withLast(hashes, next)), above)) {
    const place = { file, index: (index + 1) * tileWidth - 1 };
    return { ...place, expected: encodeBase64(next), actual: encodeBase64(last) };
  }
  return { file, index: undefined, expected: encodeBase64(above), actual: encodeBase64(root) };
}

function withLast(hashes: Uint8Array, last: Uint8Array): Uint8Array {
  const changed = new Uint8Array(hashes);
  changed.set(last, changed.length - hashBytes);
  return changed;
}
