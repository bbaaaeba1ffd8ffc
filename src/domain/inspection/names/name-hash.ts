import { lowerOf } from '../scan/character-class.ts';
import { unitAt } from '../scan/unit-at.ts';

/** Start of the hash of a word. The model is trained on these very hashes: change them and it has to be trained anew. */
export const emptyNameHash = 0x811c9dc5 | 0;

/** One step of the hash of a word, whatever its case (FNV-1a over code units). */
export function nameHashStep(hash: number, unit: number): number {
  return nameHashFolded(hash, lowerOf[unit] ?? unit);
}

/** The same for a code unit that is in lower case already. */
export function nameHashFolded(hash: number, lowered: number): number {
  return Math.imul(hash ^ lowered, 0x01000193);
}

export function nameHash(word: string): number {
  let hash = emptyNameHash;
  for (let at = 0; at < word.length; at += 1) hash = nameHashStep(hash, unitAt(word, at));
  return hash;
}

/** Bucket, below 2 ** `bits`, of what a template sees. */
export function featureBucket(template: number, seen: number, beside: number): number {
  let hash = Math.imul(seen ^ Math.imul(template + 1, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash ^ beside, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
