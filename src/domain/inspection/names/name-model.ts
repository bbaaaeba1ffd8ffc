import { namesModel } from './model/names-model.ts';
import { WordClasses } from './word-classes.ts';

/** What was learned; docs/formats/names-model.md describes it. */
export interface NameModel {
  /** One for each label of each bucket. */
  readonly weights: Int8Array;
  readonly words: WordClasses;
}

/** Takes a few milliseconds and a megabyte: call it once. */
export function readNameModel(): NameModel {
  const weights = decode(namesModel.weights);
  const words = decode(namesModel.words);
  return { weights: new Int8Array(weights), words: new WordClasses(new Int32Array(words)) };
}

function decode(base64: string): ArrayBuffer {
  // A copy of its own, because pooled buffers need not begin where numbers of four bytes may.
  return new Uint8Array(Buffer.from(base64, 'base64')).buffer;
}
