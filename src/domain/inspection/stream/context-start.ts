import { isDigitUnit } from '../scan/character-class.ts';
import { unitAt } from '../scan/unit-at.ts';

/** How far words reach that speak for a place, and as much again to find where a number or word begins. */
const contextLength = 256;
const searchLength = 256;
const inBase64 = /[\w+/-]/;

/** Where to begin a scan again so that everything from a place on is recognised as if all of the text stood before it. */
export function contextStart(text: string, place: number): number {
  const latest = place - contextLength;
  if (latest <= 0) return 0;
  const earliest = Math.max(0, latest - searchLength);
  for (let at = latest; at > earliest; at -= 1) {
    if (isBetweenWords(text, at)) return at;
  }
  return alignedStart(text, earliest);
}

/** Within a text in Base64, between groups of four characters: what follows is read as if the beginning were there. */
function alignedStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && inBase64.test(text.charAt(start - 1))) start -= 1;
  return at - ((at - start) % 4);
}

/** Not between the groups of one number, which would be read as groups of another one. */
function isBetweenWords(text: string, at: number): boolean {
  const before = unitAt(text, at - 1);
  if (before !== 0x20 && before !== 0x0a) return false;
  return !isDigitUnit(unitAt(text, at)) && !isDigitUnit(unitAt(text, at - 2));
}
