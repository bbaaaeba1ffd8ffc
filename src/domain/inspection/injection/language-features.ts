import type { Words } from './read-words.ts';

/** Weights of the model; a feature is a number below it. */
export const featureCount = 1 << 15;
/** Words that are judged together: a longer text is as suspicious as its most suspicious part. */
export const windowWords = 256;

const pairPrime = 0x27d4eb2f;
const triplePrime = 0x165667b1;
/** Window in which a feature was last seen, so that each counts once; in bytes, so that all of it stays in the cache. */
const lastSeen = new Uint8Array(featureCount);
const windowNumberMax = 255;
let windowNumber = 0;

/** Where the distinct features of a window are written to. */
export const windowFeatures = new Uint16Array(windowWords * 3);

/** First words of the windows: one after the other, the last one as long as the others where the text allows it. */
export function windowStarts(count: number): readonly number[] {
  const starts: number[] = [];
  for (let first = 0; first + windowWords < count; first += windowWords) starts.push(first);
  if (count > 0) starts.push(Math.max(0, count - windowWords));
  return starts;
}

/** Writes the distinct words, pairs and triples from `first` up to `last`; returns how many there are. */
export function readFeatures(words: Words, first: number, last: number): number {
  beginWindow();
  let count = 0;
  let before = 0;
  let beforeThat = 0;
  for (let word = first; word < last; word += 1) {
    const hash = words.hash(word);
    count = addFeature(hash, count);
    if (before !== 0) count = addFeature(Math.imul(before, pairPrime) ^ hash, count);
    if (beforeThat !== 0) {
      count = addFeature(
        Math.imul(Math.imul(beforeThat, triplePrime) ^ before, pairPrime) + hash,
        count,
      );
    }
    beforeThat = before;
    before = hash;
  }
  return count;
}

function beginWindow(): void {
  if (windowNumber === windowNumberMax) lastSeen.fill(0);
  windowNumber = (windowNumber % windowNumberMax) + 1;
}

function addFeature(hash: number, count: number): number {
  const feature = Math.imul(hash, 0x9e3779b1) >>> 17;
  if (lastSeen[feature] === windowNumber) return count;
  lastSeen[feature] = windowNumber;
  windowFeatures[count] = feature;
  return count + 1;
}
