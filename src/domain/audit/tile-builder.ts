import { CompactRange, checkHash, hashBytes } from './merkle.ts';
import { type Tile, tileHeight, tileRoot, tileWidth } from './tile.ts';

/** A hash tile and its bytes. */
export interface HashTile {
  readonly tile: Tile & { readonly level: number };
  readonly hashes: Uint8Array;
}

interface Row {
  readonly hashes: Uint8Array;
  /** Tiles of this level that are complete already. */
  tiles: number;
  width: number;
}

const none: readonly HashTile[] = [];

/** Builds a whole tree, tiles and root, from its leaf hashes in one pass; it holds one tile per level. */
export class TileBuilder {
  readonly #rows: Row[] = [];
  /** Everything but the leaves of the level-0 tile that is still being filled. */
  readonly #range = new CompactRange();
  /** The range with as many of those leaves as the last root needed. */
  #tail = new CompactRange();

  get size(): number {
    return this.#range.size + (this.#rows[0]?.width ?? 0);
  }

  /** The tree of the leaves in full tiles. */
  complete(): CompactRange {
    return this.#range.clone();
  }

  /** @returns the tiles that this leaf completed, lowest level first */
  append(leafHash: Uint8Array): readonly HashTile[] {
    const completed: HashTile[] = [];
    let hash: Uint8Array | undefined = leafHash;
    for (let level = 0; hash !== undefined; level++) {
      const row = this.#rowAt(level);
      hash = this.#fill(row, hash, level);
      if (hash === undefined) break;
      completed.push({
        tile: { level, index: row.tiles - 1, width: tileWidth },
        hashes: row.hashes.slice(),
      });
    }
    return completed.length === 0 ? none : completed;
  }

  /** The tiles at the right edge that are not full, lowest level first. */
  partialTiles(): HashTile[] {
    return this.#rows.flatMap(({ hashes, tiles, width }, level) =>
      width === 0
        ? []
        : [{ tile: { level, index: tiles, width }, hashes: hashes.slice(0, width * hashBytes) }],
    );
  }

  root(): Uint8Array {
    const leaves = this.#rows[0]?.hashes ?? new Uint8Array();
    const filled = this.size - this.#range.size;
    for (let at = this.#tail.size - this.#range.size; at < filled; at++) {
      this.#tail.append(leaves.slice(at * hashBytes, (at + 1) * hashBytes));
    }
    return this.#tail.root();
  }

  #rowAt(level: number): Row {
    const row = this.#rows[level] ?? {
      hashes: new Uint8Array(tileWidth * hashBytes),
      tiles: 0,
      width: 0,
    };
    this.#rows[level] = row;
    return row;
  }

  /** @returns the root of the tile when the hash completed it */
  #fill(row: Row, hash: Uint8Array, level: number): Uint8Array | undefined {
    checkHash(hash);
    row.hashes.set(hash, row.width * hashBytes);
    row.width++;
    if (row.width < tileWidth) return undefined;
    const root = tileRoot(row.hashes);
    row.tiles++;
    row.width = 0;
    if (level === 0) {
      this.#range.appendSubtree(root, tileHeight);
      this.#tail = this.#range.clone();
    }
    return root;
  }
}
