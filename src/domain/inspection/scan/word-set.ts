import { lowerOf } from './character-class.ts';

/** Words and phrases of up to three words, by hash, so that asking costs no allocation. */
export interface WordSet {
  /** Hash to the phrase as it was given. */
  readonly phrases: ReadonlyMap<number, string>;
}

export const emptyHash = 0x811c9dc5 | 0;

/** One step of the hash of a word (FNV-1a over lower-cased code units). */
export function hashStep(hash: number, unit: number): number {
  return Math.imul(hash ^ (lowerOf[unit] ?? unit), 0x01000193);
}

/** Hash of two words, or of a phrase and a word, that follow each other. */
export function joinHashes(before: number, after: number): number {
  return Math.imul(before, 0x01000193 ^ 0x5bd1e995) ^ Math.imul(after, 0x27d4eb2f);
}

export function hashWord(word: string): number {
  let hash = emptyHash;
  for (let at = 0; at < word.length; at += 1) hash = hashStep(hash, word.charCodeAt(at));
  return hash;
}

export function wordSet(phrases: readonly string[]): WordSet {
  const hashes = new Map<number, string>();
  for (const phrase of phrases) {
    const words = phrase.split(' ').map(hashWord);
    hashes.set(words.reduce(joinHashes), phrase);
  }
  return { phrases: hashes };
}
