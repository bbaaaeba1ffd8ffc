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
  const shape = tokens.shapes[slot] ?? 0;
  if (shape === tokenShape.lineEnd) return false;
  if (tokens.labels[slot - 1] !== 0) return true;
  if (shape >= tokenShape.capitalized && shape <= tokenShape.mixed) return true;
  if (shape !== tokenShape.lower) return false;
  const classes = tokens.classes[slot] ?? 0;
  return (classes & nameWords) !== 0 && (classes & wordClass.common) === 0;
}

/** Writes the buckets of everything a token and its neighbours say into `features`. */
export function readFeatures(tokens: NameTokens, slot: number, features: Int32Array): void {
  const { hashes, shapes } = tokens;
  const word = at(hashes, slot);
  const before = at(hashes, slot - 1);
  const after = at(hashes, slot + 1);
  const twoBefore = at(hashes, slot - 2);
  const twoAfter = at(hashes, slot + 2);
  const shape = at(shapes, slot);
  const classes = at(tokens.classes, slot);
  const classesBefore = at(tokens.classes, slot - 1);
  const classesAfter = at(tokens.classes, slot + 1);
  const label = at(tokens.labels, slot - 1);
  const suffix = at(tokens.suffixes, slot);
  const look = (shape << 8) | classes;
  const lookBefore = (at(shapes, slot - 1) << 8) | classesBefore;
  const lookAfter = (at(shapes, slot + 1) << 8) | classesAfter;
  const shapesAround = (at(shapes, slot - 1) << 4) | shape;
  let count = 0;
  const add = (seen: number, beside: number): void => {
    features[count] = featureBucket(count, seen, beside) & bucketMask;
    count += 1;
  };
  add(word, shape);
  add(word, -1);
  add(at(tokens.prefixes, slot), shape);
  add(suffix, shape);
  add(look, -2);
  add(before, shape);
  add(before, twoBefore);
  add(after, shape);
  add(after, twoAfter);
  add(shapesAround, (at(shapes, slot + 1) << 8) | classes);
  add(label, look);
  add(label, (at(tokens.labels, slot - 2) << 8) | shape);
  add(label, word);
  add(before, (label << 4) | shape);
  add(look, (classesAfter << 8) | classesBefore);
  add(look, lookAfter);
  add(twoBefore, shape);
  add(twoAfter, shape);
  add(before, look);
  add(after, look);
  add(lookBefore, (label << 16) | look);
  add(suffix, label);
  add(before, after);
  add((label << 16) | look, lookAfter);
}

function at(of: Int32Array | Uint8Array, slot: number): number {
  return of[slot] ?? 0;
}

/** Adds up what the features say for each label. */
export function scoreLabels(
  weights: Int8Array | Float64Array,
  features: Int32Array,
  scores: Float64Array,
): void {
  scores.fill(0);
  for (let feature = 0; feature < featureCount; feature += 1) {
    const base = (features[feature] ?? 0) * labelCount;
    for (let label = 0; label < labelCount; label += 1) {
      scores[label] = (scores[label] ?? 0) + (weights[base + label] ?? 0);
    }
  }
}

/** The label with the highest score that may follow `previous`. */
export function bestLabel(scores: Float64Array, previous: number): number {
  let best = 0;
  for (let label = 1; label < labelCount; label += 1) {
    const isInside = (label & 1) === 0;
    if (isInside && previous !== label && previous !== label - 1) continue;
    if ((scores[label] ?? 0) > (scores[best] ?? 0)) best = label;
  }
  return best;
}
