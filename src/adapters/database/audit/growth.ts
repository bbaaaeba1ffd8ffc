import { isEqual } from '../../../domain/audit/bytes.ts';
import type { AuditClass } from '../../../domain/audit/fact.ts';
import { encodeLeaf } from '../../../domain/audit/leaf.ts';
import { CompactRange, leafHash } from '../../../domain/audit/merkle.ts';
import { tileRoot, tileWidth } from '../../../domain/audit/tile.ts';
import { formatTime } from '../../../domain/audit/time.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { EncodedEntry } from './encoded-entry.ts';
import type { LogHead } from './log-head.ts';

export interface GrownEntry {
  readonly entry: EncodedEntry;
  readonly timeUs: number;
  readonly leaf: Uint8Array;
  readonly leafHash: Uint8Array;
}

export interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
  readonly root: Uint8Array;
}

/** What one batch adds to a log, and the head afterwards. */
export interface Growth {
  readonly before: LogHead;
  readonly after: LogHead;
  readonly entries: readonly GrownEntry[];
  readonly tiles: readonly FullTile[];
}

/** Reads the hashes of a level from `first` up to, not including, `end`. */
export type ReadHashes = (level: number, first: number, end: number) => Promise<Uint8Array>;

/**
 * Frames the entries behind the head and computes the new root and the tiles that became full.
 * @param nowUs microseconds since the epoch; a clock that went back does not take the log with it
 * @throws MonagoError `internal` when two computations of the root disagree: memory is not to be trusted then
 */
export async function grow(
  before: LogHead,
  batch: readonly EncodedEntry[],
  from: { readonly nowUs: number; readonly readHashes: ReadHashes },
): Promise<Growth> {
  const range = CompactRange.from(before.frontier, before.size);
  requireSame(range.root(), before.root);
  const classCounts: Record<AuditClass, number> = { ...before.classCounts };
  const timeUs = Math.max(from.nowUs, before.lastTimeUs);
  const time = formatTime(timeUs);
  const entries: GrownEntry[] = [];
  let prev = before.prevLeafHash;
  for (const entry of batch) {
    const classIndex = classCounts[entry.class]++;
    const position = { origin: before.origin, index: before.size + entries.length, time, prev };
    const leaf = encodeLeaf({ ...position, class: entry.class, classIndex, body: entry.body });
    prev = leafHash(leaf);
    range.append(prev);
    entries.push({ entry, timeUs, leaf, leafHash: prev });
  }
  const root = range.root();
  requireSame(rootAgain(before, entries), root);
  const after: LogHead = {
    ...before,
    size: range.size,
    root,
    frontier: range.bytes(),
    prevLeafHash: prev,
    lastTimeUs: timeUs,
    classCounts,
  };
  return { before, after, entries, tiles: await fullTiles(before, entries, from.readHashes) };
}

/** From the frames once more: a bit that flipped in between would otherwise be signed for ever. */
function rootAgain(before: LogHead, entries: readonly GrownEntry[]): Uint8Array {
  const range = CompactRange.from(before.frontier, before.size);
  for (const { leaf } of entries) range.append(leafHash(leaf));
  return range.root();
}

function requireSame(left: Uint8Array, right: Uint8Array): void {
  if (isEqual(left, right)) return;
  throw new MonagoError('internal', { internal: 'two computations of the root disagree' });
}

async function fullTiles(
  before: LogHead,
  entries: readonly GrownEntry[],
  readHashes: ReadHashes,
): Promise<FullTile[]> {
  const tiles: FullTile[] = [];
  let first = before.size;
  let added = entries.map((entry) => entry.leafHash);
  for (let level = 0; added.length > 0; level++) {
    const filled = await fillLevel({ level, first, added }, readHashes);
    tiles.push(...filled);
    first = Math.floor(first / tileWidth);
    added = filled.map((tile) => tile.root);
  }
  return tiles;
}

/** The tiles of one level that the added hashes complete; what is stored is read only when there is such a tile. */
async function fillLevel(
  { level, first, added }: { level: number; first: number; added: readonly Uint8Array[] },
  readHashes: ReadHashes,
): Promise<FullTile[]> {
  const start = first - (first % tileWidth);
  if (first + added.length < start + tileWidth) return [];
  const stored = start < first ? await readHashes(level, start, first) : new Uint8Array(0);
  const hashes = Buffer.concat([stored, ...added]);
  const tileBytes = tileWidth * 32;
  const tiles: FullTile[] = [];
  for (let at = 0; at + tileBytes <= hashes.length; at += tileBytes) {
    const tile = hashes.subarray(at, at + tileBytes);
    const index = start / tileWidth + tiles.length;
    tiles.push({ level, index, hashes: tile, root: tileRoot(tile) });
  }
  return tiles;
}
