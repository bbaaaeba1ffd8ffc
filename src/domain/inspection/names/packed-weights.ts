import { labelCount } from './name-features.ts';

/** Weights of two labels side by side in one number, so that one addition serves both. */
const wordsPerBucket = 4;
// Makes every weight positive. All labels get the same, which changes nothing between them.
const bias = 128;

/** The weights of a model, laid out for adding up. */
export class PackedWeights {
  readonly #words: Int32Array;

  /** `weights` has one for each label of each bucket. */
  constructor(weights: Int8Array) {
    const buckets = weights.length / labelCount;
    this.#words = new Int32Array(buckets * wordsPerBucket);
    for (let bucket = 0, from = 0; bucket < buckets; bucket += 1, from += labelCount) {
      const to = bucket * wordsPerBucket;
      this.#words[to] = pair(weights[from], weights[from + 1]);
      this.#words[to + 1] = pair(weights[from + 2], weights[from + 3]);
      this.#words[to + 2] = pair(weights[from + 4], weights[from + 5]);
      this.#words[to + 3] = pair(weights[from + 6], 0);
    }
  }

  /** Adds up what the features say for each label. At most 256 features. */
  score(features: Int32Array, scores: Int32Array): void {
    const words = this.#words;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let feature = 0; feature < features.length; feature += 1) {
      const at = (features[feature] ?? 0) * wordsPerBucket;
      first = (first + (words[at] ?? 0)) | 0;
      second = (second + (words[at + 1] ?? 0)) | 0;
      third = (third + (words[at + 2] ?? 0)) | 0;
      fourth = (fourth + (words[at + 3] ?? 0)) | 0;
    }
    scores[0] = first & 0xffff;
    scores[1] = first >>> 16;
    scores[2] = second & 0xffff;
    scores[3] = second >>> 16;
    scores[4] = third & 0xffff;
    scores[5] = third >>> 16;
    scores[6] = fourth & 0xffff;
  }
}

function pair(low: number | undefined, high: number | undefined): number {
  return ((low ?? 0) + bias) | (((high ?? 0) + bias) << 16);
}
