import { addressLengthMax, isAddressToEnd } from '../core/address/address-walk.ts';
import { wordsBeforeStreet } from '../core/address/address-words.ts';
import type { Run } from './runs.ts';

/** From a house number to the end of the word that tells that it is one, and of the number of a flat behind that. */
const houseReach = 92;
const housePieces = 10;
const townReach = 48;
/** From a word for a street to the number of a house. */
const streetReach = 64;
const streetPieces = 6;
const militaryReach = 64;
const growthPieces = 14;

const streets: ReadonlySet<string> = new Set(wordsBeforeStreet);
const units = /^(?:psc|cmr|unit|apo|fpo|dpo|us(?:s|ns|nv|cgc))$/i;
const pieces = /[\p{L}\d'/-]+/gu;
const digits = /\d/g;
const twoNumbers = /^\d{1,6}[\p{L}\d]?(?: \S{1,28}){1,3} [\p{L}\d]{1,6}\n/u;

/**
 * Where in a run a word or number stands with which the address of a building may begin that the rest of the text, should it
 * go on, tells; undefined when none does.
 */
export function openAddressIn(text: string, run: Run): number | undefined {
  if (text.length - run.end > houseReach + townReach) return undefined;
  if (!run.isNumber && !run.isCapital && !text.startsWith('.', run.end - 1)) {
    return units.test(text.slice(run.start, run.end)) ? openAt(text, run) : undefined;
  }
  return openAt(text, run);
}

function openAt(text: string, run: Run): number | undefined {
  for (const { 0: written, index } of text.slice(run.start, run.end).matchAll(pieces)) {
    const start = run.start + index;
    if (mayBegin(text, start, written)) return start;
  }
  return undefined;
}

function mayBegin(text: string, start: number, written: string): boolean {
  const end = start + written.length;
  const ahead = text.length - start;
  const count = written.match(digits)?.length ?? 0;
  if (count > 0) {
    if (count > 6) return false;
    return (
      (ahead <= houseReach && isAddressToEnd(text, end, housePieces)) ||
      isNumberedTwice(text, start)
    );
  }
  if (units.test(written)) return ahead <= militaryReach && isAddressToEnd(text, end, housePieces);
  const isStreet = streets.has(written.toLowerCase());
  return isStreet && ahead <= streetReach && isAddressToEnd(text, end, streetPieces);
}

/** `92 Eusebio Marín 57` above what may be a town with its postal code. */
function isNumberedTwice(text: string, start: number): boolean {
  const written = twoNumbers.exec(text.slice(start, start + houseReach))?.[0];
  if (written === undefined) return false;
  const end = start + written.length;
  return text.length - end <= townReach && isAddressToEnd(text, end, growthPieces);
}

/** Whether the postal code of an address, or a name of a place, may still follow. */
export function mayAddressGrow(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  return text.length - start <= addressLengthMax && isAddressToEnd(text, end, growthPieces);
}
