import { lowerOf } from './character-class.ts';
import { unitAt } from './unit-at.ts';

/** Words and phrases of up to three words, by hash, so that asking costs no allocation. */
export interface WordSet {
  /** Hash to the phrase as it was given. */
  readonly phrases: ReadonlyMap<number, string>;
  /** What a word may be here, by the low bits of its hash: bits of `wordPart`. Most words are none of them. */
  readonly parts: Uint8Array;
  /** One of 31 bits, the same for the same phrases: what `sharesOf` says of a word that may be in the set. */
  readonly share: number;
}

export const wordPart = { whole: 1, first: 2, last: 4 } as const;

const partMask = 0x3ff;
const knownMask = 0xffff;
const shareMask = 0x3fff;
const shareCount = 31;

/** Words that stand in any set, by the low bits of their hashes: most texts hold hardly one of them near a number. */
const known = new Uint8Array(knownMask + 1);
/** The shares of the sets that words are in, by the low bits of their hashes. */
const shares = new Int32Array(shareMask + 1);

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
  for (let at = 0; at < word.length; at += 1) hash = hashStep(hash, unitAt(word, at));
  return hash;
}

export function wordSet(phrases: readonly string[]): WordSet {
  const hashes = new Map<number, string>();
  const parts = new Uint8Array(partMask + 1);
  const share = 1 << (Math.abs(hashWord(phrases.join())) % shareCount);
  const mark = (hash: number, part: number) => {
    parts[hash & partMask] = (parts[hash & partMask] ?? 0) | part;
    known[hash & knownMask] = 1;
    shares[hash & shareMask] = (shares[hash & shareMask] ?? 0) | share;
  };
  for (const phrase of phrases) {
    const words = phrase.split(' ').map(hashWord);
    hashes.set(words.reduce(joinHashes), phrase);
    mark(words[0] ?? 0, words.length === 1 ? wordPart.whole : wordPart.first);
    if (words.length > 1) mark(words.at(-1) ?? 0, wordPart.last);
  }
  return { phrases: hashes, parts, share };
}

/** Whether a word may begin or end a phrase of any set. */
function isKnownWord(hash: number): boolean {
  return known[hash & knownMask] === 1;
}

/** The shares of all sets that a known word may be in. */
export function sharesOf(hash: number): number {
  return isKnownWord(hash) ? (shares[hash & shareMask] ?? 0) : 0;
}

/** What a word may be in a set: bits of `wordPart`. */
export function partsOf(words: WordSet, hash: number): number {
  return words.parts[hash & partMask] ?? 0;
}
