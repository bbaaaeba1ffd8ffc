import { emptyNameHash, featureBucket, nameHashStep } from './name-hash.ts';
import { type NameTokens, tokenShape } from './name-tokens.ts';
import { wordClass } from './word-classes.ts';

/** Beginning and inside of each kind of name; 0 is no name. Odd labels begin, the even one after them goes on. */
export const nameTypes = ['PERSON', 'LOCATION', 'ORGANIZATION'] as const;
export const labelCount = 7;
export const featureCount = 24;
/** Buckets of features, as a power of two. */
export const bucketBits = 16;

const bucketMask = (1 << bucketBits) - 1;
const nameWords = wordClass.given | wordClass.surname | wordClass.place;
/** Letters at the beginning and at the end of a word that features see. */
const affixLength = 3;

/**
 * Whether a token may be part of a name: one that is written with a capital, one that goes on with a name, or a name in lower
 * case that is no word of its own. All others are no names, unasked.
 */
export function mayBeName(tokens: NameTokens, slot: number): boolean {
  const shape = byteAt(tokens.shapes, slot);
  if (shape === tokenShape.lineEnd) return false;
  if (tokens.labels[slot - 1] !== 0) return true;
  const classes = byteAt(tokens.classes, slot);
  if (isCapital(shape))
    return !isPlain(shape, classes) || isCapital(byteAt(tokens.shapes, slot + 1));
  if (shape !== tokenShape.lower) return false;
  return (classes & nameWords) !== 0 && (classes & wordClass.common) === 0;
}

function isCapital(shape: number): boolean {
  return shape >= tokenShape.capitalized && shape <= tokenShape.mixed;
}

/** Words like any other, which begin sentences, and single letters: on their own they are no names. */
function isPlain(shape: number, classes: number): boolean {
  return shape === tokenShape.initial || classes === wordClass.common;
}

// What the templates see of one token, and beside it: first everything is gathered, then hashed in one short loop.
const seen = new Int32Array(featureCount);
const beside = new Int32Array(featureCount);

/** Writes the buckets of everything a token and its neighbours say into `features`. */
export function readFeatures(tokens: NameTokens, slot: number, features: Int32Array): void {
  const { hashes, shapes, labels } = tokens;
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
  const label = byteAt(labels, slot - 1);
  const look = (shape << 8) | classes;
  const lookBefore = (shapeBefore << 8) | classesBefore;
  const lookAfter = (byteAt(shapes, slot + 1) << 8) | classesAfter;
  see(0, word, shape);
  see(1, word, -1);
  see(4, look, -2);
  see(5, before, shape);
  see(6, before, twoBefore);
  see(7, after, shape);
  see(8, after, twoAfter);
  see(9, (shapeBefore << 4) | shape, (lookAfter & 0xf00) | classes);
  see(10, label, look);
  see(11, label, (byteAt(labels, slot - 2) << 8) | shape);
  see(12, label, word);
  see(13, before, (label << 4) | shape);
  see(14, look, (classesAfter << 8) | classesBefore);
  see(15, look, lookAfter);
  see(16, twoBefore, shape);
  see(17, twoAfter, shape);
  see(18, before, look);
  see(19, after, look);
  see(20, lookBefore, (label << 16) | look);
  see(22, before, after);
  see(23, (label << 16) | look, lookAfter);
  const { text } = tokens;
  const start = intAt(tokens.starts, slot);
  const end = intAt(tokens.ends, slot);
  const suffix = hashOf(text, Math.max(start, end - affixLength), end);
  see(2, hashOf(text, start, Math.min(end, start + affixLength)), shape);
  see(3, suffix, shape);
  see(21, suffix, label);
  writeBuckets(features);
}

function writeBuckets(features: Int32Array): void {
  for (let template = 0; template < featureCount; template += 1) {
    const bucket = featureBucket(template, seen[template] ?? 0, beside[template] ?? 0);
    features[template] = bucket & bucketMask;
  }
}

function see(template: number, what: number, besides: number): void {
  seen[template] = what;
  beside[template] = besides;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = emptyNameHash;
  for (let unit = start; unit < end; unit += 1) hash = nameHashStep(hash, text.charCodeAt(unit));
  return hash;
}

// One for each kind of array, because the engine reads only what is always of one kind without asking first.
function intAt(of: Int32Array, slot: number): number {
  return of[slot] ?? 0;
}

function byteAt(of: Uint8Array, slot: number): number {
  return of[slot] ?? 0;
}

/** The label with the highest score that may follow `previous`. */
export function bestLabel(scores: Float64Array | Int32Array, previous: number): number {
  let best = 0;
  for (let label = 1; label < labelCount; label += 1) {
    const isInside = (label & 1) === 0;
    if (isInside && previous !== label && previous !== label - 1) continue;
    if ((scores[label] ?? 0) > (scores[best] ?? 0)) best = label;
  }
  return best;
}
