import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { concat, utf8 } from '../../src/domain/audit/bytes.ts';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import { encodeLeaf, type Leaf, parseLeaf } from '../../src/domain/audit/leaf.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import type { Receipt } from '../../src/domain/audit/receipt.ts';
import {
  encodeEntryBundle,
  readEntries,
  tilePath,
  tileWidth,
} from '../../src/domain/audit/tile.ts';
import { entryFiles } from './bundle-writer.ts';
import { receiptAt } from './receipts.ts';
import { bodyAt, factAt, sampleBody } from './sample-facts.ts';
import { bundleOf, framed, logOf, type SampleLog, sampleLog, sampleSigner } from './sample-log.ts';

export type Files = Map<string, Uint8Array>;

/** The bundle that was signed, and everything to make others from it. */
export interface GoodBundle {
  readonly log: SampleLog;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** A log of another tenant, as long, in the same hands. */
  readonly other: ReadonlyMap<string, Uint8Array>;
  /** One entry changed, and everything after it chained anew. */
  readonly forged: readonly Uint8Array[];
  /** Of the entry in the middle. */
  readonly receipt: Receipt;
}

/** 273 full tiles of level 0 and one of 112, a full one and a part of level 1, and one hash of level 2. */
export const matrixSize = 70_000;
/** Sizes of the earlier checkpoints in the bundle. */
const earlierSizes = [256, 65_536] as const;
/** As the log says near its end: entries below this one need not be there any more. */
export const prunedBelow = 130 * tileWidth;
/** As the log says near its end: the content of this entry was erased. */
export const erased = positionOf('ai.request.intent', prunedBelow + tileWidth);
const said = positionOf('log.heartbeat', 69_000);

export async function goodBundle(): Promise<GoodBundle> {
  const log = logOf(framed(matrixBodies()));
  const another = sampleLog(matrixSize, sampleSigner(1, 'audit.monago.example/log/another'));
  return {
    log,
    files: await bundleOf(log, earlierSizes),
    other: await bundleOf(another, earlierSizes),
    forged: rechained(log.leaves, middle, otherModel),
    receipt: await receiptAt(log, middle),
  };
}

/** The first sample of a type, from an index on. */
export function positionOf(type: AuditFact['type'], from: number): number {
  let index = from;
  while (factAt(index).type !== type) index++;
  return index;
}

/** The samples, but for two entries in a row that say what was pruned and erased. */
function matrixBodies() {
  const bodies = Array.from({ length: matrixSize }, (_, index) => ({ body: sampleBody(index) }));
  const actor = { type: 'system', id: 'monago' } as const;
  const range = new CompactRange();
  for (const leaf of framed(bodies.slice(0, said))) range.append(leafHash(leaf));
  const tree = { size: said, root: encodeBase64(range.root()) };
  const pruned = { type: 'retention.pruned', actor, below: prunedBelow, ...tree, days: 1 } as const;
  const ranges = [{ first: erased, end: erased + 1 }];
  const gone = { type: 'privacy.erased', actor, ranges, count: 1, basis: 'request' } as const;
  return bodies
    .with(said, { body: bodyAt(said, pruned) })
    .with(said + 1, { body: bodyAt(said + 1, gone) });
}

/** An entry in the middle of a tile, far from the ends and from every earlier checkpoint. */
export const middle = 33_333;
export const lastEntry = matrixSize - 1;
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
  const width = Math.min(tileWidth, matrixSize - at * tileWidth);
  const name = tilePath({ level: 'entries', index: at, width });
  const { entries } = readEntries(good.files.get(name) ?? new Uint8Array());
  const bytes = encodeEntryBundle(entries.with(index % tileWidth, leaf));
  return new Map(good.files).set(name, bytes);
}

/** The files with some more at the end of one of them. */
export function append(files: ReadonlyMap<string, Uint8Array>, name: string, more: string): Files {
  const bytes = files.get(name) ?? new Uint8Array();
  return new Map(files).set(name, concat(bytes, utf8(more)));
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

export function forgedLog({ forged }: GoodBundle, signer = sampleSigner()): SampleLog {
  return logOf(forged, signer);
}
