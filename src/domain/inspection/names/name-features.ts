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
  const shape = at(tokens.shapes, slot);
  if (shape === tokenShape.lineEnd) return false;
  if (tokens.labels[slot - 1] !== 0) return true;
  const classes = at(tokens.classes, slot);
  if (isCapital(shape)) return !isPlain(shape, classes) || isCapital(at(tokens.shapes, slot + 1));
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

/** Writes the buckets of everything a token and its neighbours say into `features`. */
export function readFeatures(tokens: NameTokens, slot: number, features: Int32Array): void {
  const { hashes, shapes, labels } = tokens;
  const word = at(hashes, slot);
  const before = at(hashes, slot - 1);
  const after = at(hashes, slot + 1);
  const twoBefore = at(hashes, slot - 2);
  const twoAfter = at(hashes, slot + 2);
  const shape = at(shapes, slot);
  const shapeAfter = at(shapes, slot + 1);
  const classes = at(tokens.classes, slot);
  const classesBefore = at(tokens.classes, slot - 1);
  const classesAfter = at(tokens.classes, slot + 1);
  const label = at(labels, slot - 1);
  const start = at(tokens.starts, slot);
  const end = at(tokens.ends, slot);
  const prefix = hashOf(tokens.text, start, Math.min(end, start + affixLength));
  const suffix = hashOf(tokens.text, Math.max(start, end - affixLength), end);
  const look = (shape << 8) | classes;
  const lookBefore = (at(shapes, slot - 1) << 8) | classesBefore;
  const lookAfter = (shapeAfter << 8) | classesAfter;
  features[0] = bucket(0, word, shape);
  features[1] = bucket(1, word, -1);
  features[2] = bucket(2, prefix, shape);
  features[3] = bucket(3, suffix, shape);
  features[4] = bucket(4, look, -2);
  features[5] = bucket(5, before, shape);
  features[6] = bucket(6, before, twoBefore);
  features[7] = bucket(7, after, shape);
  features[8] = bucket(8, after, twoAfter);
  features[9] = bucket(9, (at(shapes, slot - 1) << 4) | shape, (lookAfter & 0xf00) | classes);
  features[10] = bucket(10, label, look);
  features[11] = bucket(11, label, (at(labels, slot - 2) << 8) | shape);
  features[12] = bucket(12, label, word);
  features[13] = bucket(13, before, (label << 4) | shape);
  features[14] = bucket(14, look, (classesAfter << 8) | classesBefore);
  features[15] = bucket(15, look, lookAfter);
  features[16] = bucket(16, twoBefore, shape);
  features[17] = bucket(17, twoAfter, shape);
  features[18] = bucket(18, before, look);
  features[19] = bucket(19, after, look);
  features[20] = bucket(20, lookBefore, (label << 16) | look);
  features[21] = bucket(21, suffix, label);
  features[22] = bucket(22, before, after);
  features[23] = bucket(23, (label << 16) | look, lookAfter);
}

function bucket(template: number, seen: number, beside: number): number {
  return featureBucket(template, seen, beside) & bucketMask;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = emptyNameHash;
  for (let unit = start; unit < end; unit += 1) hash = nameHashStep(hash, text.charCodeAt(unit));
  return hash;
}

function at(of: Int32Array | Uint8Array, slot: number): number {
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
