import { concat } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { checkSize, hashBytes, pairHash } from './merkle.ts';
import type { HashReader } from './proof.ts';

/** Hashes in a full tile, entries in a full bundle (c2sp.org/tlog-tiles). */
export const tileWidth = 256;
/** Levels of the tree that one tile spans. */
export const tileHeight = 8;
const entryBytesMax = 0xffff;

/** A file of tlog-tiles: hashes of a level, or the entries themselves. */
export interface Tile {
  readonly level: number | 'entries';
  /** Position within the level. */
  readonly index: number;
  /** 256, or less at the right edge of the tree. */
  readonly width: number;
}

/** Path of a tile, for instance `tile/0/x001/x234/067` or `tile/entries/000.p/15`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** Every hash tile of a tree of this size, level by level. */
export function* hashTilesOf(size: number): Generator<Tile & { readonly level: number }> {
  checkSize(size);
  for (let level = 0, nodes = size; nodes > 0; level++, nodes = Math.floor(nodes / tileWidth)) {
    yield* tilesAcross(level, nodes);
  }
}

/** Every entry bundle of a tree of this size. */
export function entryBundlesOf(size: number): Generator<Tile> {
  checkSize(size);
  return tilesAcross('entries', size);
}

function* tilesAcross<Level extends Tile['level']>(
  level: Level,
  nodes: number,
): Generator<Tile & { readonly level: Level }> {
  for (let index = 0; index * tileWidth < nodes; index++) {
    yield { level, index, width: Math.min(tileWidth, nodes - index * tileWidth) };
  }
}

/**
 * Entry bundle: each entry behind its length, a big-endian uint16.
 * @throws AuditFormatError `bad_tile` for an entry that is empty or longer than 65,535 bytes
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    if (entry.length > entryBytesMax) {
      throw new AuditFormatError(
        'bad_tile',
        `an entry of ${entry.length} bytes does not fit a bundle`,
      );
    }
    parts.push(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry);
  }
  return concat(...parts);
}

/** The entries of a bundle, as views into it. @throws AuditFormatError `bad_tile` when the last one is cut off. */
export function decodeEntryBundle(bundle: Uint8Array): Uint8Array[] {
  const { entries, isCutOff } = readEntries(bundle);
  if (isCutOff) throw new AuditFormatError('bad_tile', 'the entry bundle is cut off');
  return entries;
}

/** Reads as many entries as there are, for a verifier that wants to name the one that is cut off. */
export function readEntries(bundle: Uint8Array): { entries: Uint8Array[]; isCutOff: boolean } {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    const end = at + 2 + length;
    if (end > bundle.length) return { entries, isCutOff: true };
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return { entries, isCutOff: false };
}

/** The hash at a position of a tile. @throws AuditFormatError `bad_hash` beyond its end. */
export function tileHash(tile: Uint8Array, at: number): Uint8Array {
  if ((at + 1) * hashBytes > tile.length)
    throw new AuditFormatError('bad_hash', 'beyond the end of the tile');
  return tile.subarray(at * hashBytes, (at + 1) * hashBytes);
}

/**
 * Root over all hashes of a full tile, which is one hash of the level above.
 * @throws AuditFormatError `bad_tile` unless it holds a power of two of hashes
 */
export function tileRoot(tile: Uint8Array): Uint8Array {
  const width = tile.length / hashBytes;
  if (!Number.isInteger(Math.log2(width))) {
    throw new AuditFormatError('bad_tile', `${tile.length} bytes are not a complete subtree`);
  }
  // Not `slice`: that of a Node Buffer is a view, and the tile itself would be overwritten.
  const row = new Uint8Array(tile);
  for (let nodes = width / 2; nodes >= 1; nodes /= 2) {
    for (let at = 0; at < nodes; at++) {
      const pair = row.subarray(2 * at * hashBytes, 2 * (at + 1) * hashBytes);
      row.set(pairHash(pair), at * hashBytes);
    }
  }
  return row.slice(0, hashBytes);
}

/**
 * Reads any complete subtree of a tree of this size out of its tiles, for making proofs.
 * @param readTile returns the bytes of the tile, exactly `width` hashes
 */
export function tileHashReader(
  size: number,
  readTile: (tile: Tile & { readonly level: number }) => Promise<Uint8Array>,
): HashReader {
  return async ({ height, index }) => {
    const level = Math.floor(height / tileHeight);
    const span = 2 ** (height % tileHeight);
    const first = index * span;
    const tileIndex = Math.floor(first / tileWidth);
    const nodes = Math.floor(size / tileWidth ** level);
    const width = Math.min(tileWidth, nodes - tileIndex * tileWidth);
    const tile = await readTile({ level, index: tileIndex, width });
    const at = (first - tileIndex * tileWidth) * hashBytes;
    if (tile.length !== width * hashBytes || at + span * hashBytes > tile.length) {
      throw new AuditFormatError(
        'bad_tile',
        `tile ${level}/${tileIndex} does not hold ${width} hashes`,
      );
    }
    return tileRoot(tile.subarray(at, at + span * hashBytes));
  };
}
