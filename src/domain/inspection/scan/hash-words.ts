import { characterClass, classOf, unitMask } from './character-class.ts';
import { unitAt } from './unit-at.ts';
import { emptyHash, hashStep } from './word-set.ts';

const letterBits = characterClass.letter | characterClass.foreignLetter;

export function isLetter(unit: number): boolean {
  return ((classOf[unit & unitMask] ?? 0) & letterBits) > 0;
}

function isUpper(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

/** Unit after the word that begins at `at`: `phoneNumber` is two words. */
export function wordStop(text: string, at: number, last: number): number {
  let stop = at + 1;
  while (stop < last && isLetter(unitAt(text, stop))) {
    if (isUpper(unitAt(text, stop)) && !isUpper(unitAt(text, stop - 1))) break;
    stop += 1;
  }
  return stop;
}

export function hashOf(text: string, start: number, end: number): number {
  let hash = emptyHash;
  for (let at = start; at < end; at += 1) hash = hashStep(hash, unitAt(text, at));
  return hash;
}

/** Hashes of the words of a text, in order. */
export function hashWords(text: string): readonly number[] {
  const hashes: number[] = [];
  let at = 0;
  while (at < text.length) {
    if (!isLetter(unitAt(text, at))) {
      at += 1;
      continue;
    }
    const stop = wordStop(text, at, text.length);
    hashes.push(hashOf(text, at, stop));
    at = stop;
  }
  return hashes;
}
