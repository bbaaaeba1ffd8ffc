import { isLetter, wordStop } from '../scan/hash-words.ts';
import { unitAt } from '../scan/unit-at.ts';

/** A word or phrase as the words around a match are compared: `Employee-ID` and `employeeId` are `employee id`. */
export function contextPhrase(given: string): string {
  const words: string[] = [];
  let at = 0;
  while (at < given.length) {
    if (!isLetter(unitAt(given, at))) {
      at += 1;
      continue;
    }
    const stop = wordStop(given, at, given.length);
    words.push(given.slice(at, stop).toLowerCase());
    at = stop;
  }
  return words.join(' ');
}
