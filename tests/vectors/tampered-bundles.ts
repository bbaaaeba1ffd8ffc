import { encodeLeaf, type Leaf, parseLeaf } from '../../src/domain/audit/leaf.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
import {
  encodeEntryBundle,
  readEntries,
  tilePath,
  tileWidth,
} from '../../src/domain/audit/tile.ts';
import { entryFiles } from './bundle-writer.ts';
import { bundleOf, logOf, type SampleLog, sampleLog, sampleSigner } from './sample-log.ts';

export type Files = Map<string, Uint8Array>;

/** The bundle that was signed, and everything to make others from it. */
export interface GoodBundle {
  readonly log: SampleLog;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** A log of another tenant, as long, in the same hands. */
  readonly other: ReadonlyMap<string, Uint8Array>;
}

/** 273 full tiles of level 0 and one of 112, a full one and a part of level 1, and one hash of level 2. */
export const matrixSize = 70_000;
const earlierSizes = [256, 65_536];

export async function goodBundle(): Promise<GoodBundle> {
  const log = sampleLog(matrixSize);
  const another = sampleLog(matrixSize, sampleSigner(1, 'audit.monago.example/log/another'));
  return {
    log,
    files: await bundleOf(log, earlierSizes),
    other: await bundleOf(another, earlierSizes),
  };
}

/** An entry in the middle of a tile, far from the ends and from every earlier checkpoint. */
export const middle = 33_333;
export const forger = sampleSigner(2);

/** The entries as changed, with everything else as it was signed. */
export function withEntries(good: GoodBundle, leaves: readonly Uint8Array[]): Files {
  const files = new Map([...good.files].filter(([name]) => !name.startsWith('tile/entries/')));
  for (const { name, bytes } of entryFiles(leaves)) files.set(name, bytes);
  return files;
}

/** One entry changed in the file that it is in. */
export function withLeaf(good: GoodBundle, index: number, leaf: Uint8Array): Files {
  const at = Math.floor(index / tileWidth);
  const name = tilePath({ level: 'entries', index: at, width: tileWidth });
  const { entries } = readEntries(good.files.get(name) ?? new Uint8Array());
  const bytes = encodeEntryBundle(entries.with(index % tileWidth, leaf));
  return new Map(good.files).set(name, bytes);
}

export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ 1);
}

export function leafAt({ log }: GoodBundle, index: number): Uint8Array {
  const leaf = log.leaves[index];
  if (leaf === undefined) throw new RangeError(`no entry ${index}`);
  return leaf;
}

/** Offset of the first byte of a line of a leaf, counted from 1. */
export function lineStart(leaf: Uint8Array, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) at = leaf.indexOf(0x0a, at) + 1;
  return at;
}

/** Whoever holds the database: entries from an index on are chained anew, and the tree is built anew. */
export function rechained(
  leaves: readonly Uint8Array[],
  from: number,
  change: (leaf: Leaf) => Leaf,
): Uint8Array[] {
  const changed = leaves.slice(0, from);
  const counters = { ai: 0, admin: 0, auth: 0, sys: 0 };
  for (const leaf of changed) counters[parseLeaf(leaf).class]++;
  for (const bytes of leaves.slice(from)) {
    const prev = leafHash(changed.at(-1) ?? new Uint8Array());
    const leaf = parseLeaf(bytes);
    const place = { index: changed.length, prev, classIndex: counters[leaf.class]++ };
    const own = { ...leaf, ...place };
    changed.push(encodeLeaf(changed.length === from ? change(own) : own));
  }
  return changed;
}

/** A whole new tree over other entries, under the signatures there were. */
export async function rebuilt(good: GoodBundle, leaves: readonly Uint8Array[]): Promise<Files> {
  const files = await bundleOf(logOf(leaves), []);
  const signed = ['checkpoint', ...earlierSizes.map((size) => `checkpoints/${size}`)];
  for (const name of signed) files.set(name, good.files.get(name) ?? new Uint8Array());
  return files;
}

export const otherModel = (leaf: Leaf): Leaf => ({
  ...leaf,
  body: leaf.body.replace('"node":"node-1"', '"node":"node-2"'),
});

export function forgedLog(good: GoodBundle, signer = sampleSigner()): SampleLog {
  return logOf(rechained(good.log.leaves, middle, otherModel), signer);
}
