import { featureBucket } from './name-hash.ts';
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

/** Where the weights stand of what a template sees, and sees beside that. */
export function bucketOf(template: number, seen: number, beside: number): number {
  return featureBucket(template, seen, beside) & bucketMask;
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
