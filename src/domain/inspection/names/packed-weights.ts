import type { NameContext } from './name-context.ts';
import { bucketOf, featureCount, labelCount } from './name-features.ts';

/** Weights of up to four labels side by side in one number, so that one addition serves all of them. */
const labelsPerNumber = 4;
const numbersPerBucket = 2;
/** How long an array for sums is. Those behind the labels are 0. */
export const sumCount: number = labelsPerNumber * numbersPerBucket;
// Makes every weight positive. All labels get the same, which changes nothing between them.
const bias = 128;
/** Four sums of up to 32 weights, one for each feature, fit into the 53 bits of a number that are exact. */
const sumBits = 13;
const sumMask = 2 ** sumBits - 1;
const twoPlaces = 2 ** (2 * sumBits);

/** The weights of a model, laid out for adding up. */
export class PackedWeights {
  readonly #numbers: Float64Array;

  /** `weights` has one for each label of each bucket. */
  constructor(weights: Int8Array) {
    const buckets = weights.length / labelCount;
    this.#numbers = new Float64Array(buckets * numbersPerBucket);
    for (let bucket = 0, from = 0; bucket < buckets; bucket += 1, from += labelCount) {
      const to = bucket * numbersPerBucket;
      const second = from + labelsPerNumber;
      this.#numbers[to] = packed(weights.subarray(from, second));
      this.#numbers[to + 1] = packed(weights.subarray(second, from + labelCount));
    }
  }

  /** Adds up what a context says for each label; there is room for `sumCount` scores. */
  score({ seen, beside }: NameContext, scores: Int32Array): void {
    const numbers = this.#numbers;
    let first = 0;
    let second = 0;
    for (let template = 0; template < featureCount; template += 1) {
      const bucket = bucketOf(template, seen[template] ?? 0, beside[template] ?? 0);
      const at = bucket * numbersPerBucket;
      first += numbers[at] ?? 0;
      second += numbers[at + 1] ?? 0;
    }
    unpack(first, scores, 0);
    unpack(second, scores, labelsPerNumber);
  }
}

/** The first one in the lowest place. */
function packed(weights: Int8Array): number {
  return weights.reduceRight((sum, weight) => sum * 2 ** sumBits + weight + bias, 0);
}

function unpack(sums: number, scores: Int32Array, from: number): void {
  const high = Math.floor(sums / twoPlaces);
  const low = sums - high * twoPlaces;
  scores[from] = low & sumMask;
  scores[from + 1] = low >>> sumBits;
  scores[from + 2] = high & sumMask;
  scores[from + 3] = high >>> sumBits;
}
