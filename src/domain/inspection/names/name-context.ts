import { unitAt } from '../scan/unit-at.ts';
import { bucketOf, featureCount } from './name-features.ts';
import { emptyNameHash, nameHashStep } from './name-hash.ts';
import type { NameTokens } from './name-tokens.ts';

/** Letters at the beginning and at the end of a word that features see. */
const affixLength = 3;

/** What a token and its neighbours say, for one token at a time: a pair of numbers for each template. */
export class NameContext {
  /** What each template sees, and what it sees beside that. The weights of both together are in their bucket. */
  readonly seen: Int32Array = new Int32Array(featureCount);
  readonly beside: Int32Array = new Int32Array(featureCount);

  read(tokens: NameTokens, slot: number): void {
    const { hashes, shapes } = tokens;
    const word = intAt(hashes, slot);
    const before = intAt(hashes, slot - 1);
    const after = intAt(hashes, slot + 1);
    const twoBefore = intAt(hashes, slot - 2);
    const twoAfter = intAt(hashes, slot + 2);
    const shape = byteAt(shapes, slot);
    const shapeBefore = byteAt(shapes, slot - 1);
    const classes = byteAt(tokens.classes, slot);
    const classesBefore = byteAt(tokens.classes, slot - 1);
    const classesAfter = byteAt(tokens.classes, slot + 1);
    const label = byteAt(tokens.labels, slot - 1);
    const look = (shape << 8) | classes;
    const lookBefore = (shapeBefore << 8) | classesBefore;
    const lookAfter = (byteAt(shapes, slot + 1) << 8) | classesAfter;
    this.#see(0, word, shape);
    this.#see(1, word, -1);
    this.#see(4, look, -2);
    this.#see(5, before, shape);
    this.#see(6, before, twoBefore);
    this.#see(7, after, shape);
    this.#see(8, after, twoAfter);
    this.#see(9, (shapeBefore << 4) | shape, (lookAfter & 0xf00) | classes);
    this.#see(10, label, look);
    this.#see(11, label, (byteAt(tokens.labels, slot - 2) << 8) | shape);
    this.#see(12, label, word);
    this.#see(13, before, (label << 4) | shape);
    this.#see(14, look, (classesAfter << 8) | classesBefore);
    this.#see(15, look, lookAfter);
    this.#see(16, twoBefore, shape);
    this.#see(17, twoAfter, shape);
    this.#see(18, before, look);
    this.#see(19, after, look);
    this.#see(20, lookBefore, (label << 16) | look);
    this.#see(22, before, after);
    this.#see(23, (label << 16) | look, lookAfter);
    this.#seeAffixes(tokens, slot, { shape, label });
  }

  /** Where the weights of everything stand that was read. */
  writeBuckets(buckets: Int32Array): void {
    const { seen, beside } = this;
    for (let template = 0; template < featureCount; template += 1)
      buckets[template] = bucketOf(template, seen[template] ?? 0, beside[template] ?? 0);
  }

  #seeAffixes(
    { text, starts, ends }: NameTokens,
    slot: number,
    { shape, label }: { readonly shape: number; readonly label: number },
  ): void {
    const start = intAt(starts, slot);
    const end = intAt(ends, slot);
    const suffix = hashOf(text, Math.max(start, end - affixLength), end);
    this.#see(2, hashOf(text, start, Math.min(end, start + affixLength)), shape);
    this.#see(3, suffix, shape);
    this.#see(21, suffix, label);
  }

  #see(template: number, seen: number, beside: number): void {
    this.seen[template] = seen;
    this.beside[template] = beside;
  }
}

function hashOf(text: string, start: number, end: number): number {
  let hash = emptyNameHash;
  for (let unit = start; unit < end; unit += 1) hash = nameHashStep(hash, unitAt(text, unit));
  return hash;
}

// One for each kind of array, because the engine reads only what is always of one kind without asking first.
function intAt(of: Int32Array, slot: number): number {
  return of[slot] ?? 0;
}

function byteAt(of: Uint8Array, slot: number): number {
  return of[slot] ?? 0;
}
