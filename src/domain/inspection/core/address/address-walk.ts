import { isDigitUnit, isWordUnit } from '../../scan/character-class.ts';
import type { Around } from '../../scan/detector.ts';

const tokensBackMax = 8;
const unitsBackMax = 64;
/** How far ahead the number of an address may end. */
export const numberAheadMax = 48;
const unitNumberAheadMax = 16;
const tokensAheadMax = 14;
const placeNamesMax = 4;
const tokenLengthMax = 28;
const gapMax = 6;
/** An address ends so soon behind where it begins, or is not gone on with: a stream waits for no more than that. */
export const addressLengthMax = 112;

/** Which numbers to look for before a street's name: one house number, or also one that follows it. */
export type NumberGroups = 1 | 2;

/** Start of the house number before a place; -1 when words lead up to it without one. */
export function houseNumberStart(text: string, at: number, groups: NumberGroups): number {
  return hasDigitBefore(text, at) ? walkBack(text, at, groups) : -1;
}

/** From piece to piece: a piece is one word or number of a line of an address. */
function walkBack(text: string, at: number, groups: NumberGroups): number {
  const first = at - unitsBackMax;
  let start = -1;
  let found = 0;
  let wasNumber = false;
  let from = at;
  for (let count = 0; count < tokensBackMax; count += 1) {
    const end = gapStart(text, from);
    from = pieceStart(text, end, first);
    if (from === end) break;
    const isNumber = isHouseNumber(text, from, end);
    const goesOn = isNumber && wasNumber;
    if (found === groups && !goesOn) break;
    if (isNumber) start = from;
    found += Number(isNumber && !goesOn);
    wasNumber = isNumber;
  }
  return start;
}

/** Most streets are spoken of without a number: that is seen before any word is looked at. */
function hasDigitBefore(text: string, at: number): boolean {
  for (let back = at - 1; back >= at - unitsBackMax; back -= 1) {
    if (isDigitUnit(text.charCodeAt(back))) return true;
  }
  return false;
}

function isHouseNumber(text: string, start: number, end: number): boolean {
  const digits = digitCount(text, start, end);
  return digits > 0 && digits <= 6;
}

/** Where an address ends that begins at `start` and goes as far as `at` for certain. */
export function addressEnd(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  around: Around,
): number {
  const last = start + addressLengthMax;
  const hasNumber = around.digitsAfter(end, 4) < last;
  const postalCode = hasNumber ? postalCodeEnd(text, end, last) : -1;
  return postalCode < 0 ? placeNamesEnd(text, end, last) : postalCode;
}

/** End of the names of the town and country that follow on, each with a capital letter; `at` when none does. */
function placeNamesEnd(text: string, at: number, last: number): number {
  let end = at;
  for (let count = 0; count < placeNamesMax; count += 1) {
    const start = gapEnd(text, end);
    const next = pieceEnd(text, start);
    if (next === start || next > last) break;
    if (!isCapitalAt(text, start) || endsAddress(text, end, start)) break;
    end = next;
  }
  return end;
}

/** Whether a letter is a capital; those beyond ASCII are asked about the slow way. */
export function isCapitalAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 0x80 ? unit >= 0x41 && unit <= 0x5a : /^\p{Lu}/u.test(text.slice(at, at + 2));
}

/** Whether a point, a question mark or a blank line stands between. */
function endsAddress(text: string, start: number, end: number): boolean {
  let isBlank = false;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x2e || unit === 0x3f) return true;
    if (unit === 0x0a && isBlank) return true;
    isBlank = unit === 0x0a || (isBlank && (unit === 0x20 || unit === 0x0d));
  }
  return false;
}

/** End of the postal code that ends an address before `last`; -1 when what follows is no address to its end. */
export function postalCodeEnd(text: string, at: number, last: number): number {
  let from = at;
  for (let count = 0; count < tokensAheadMax; count += 1) {
    const start = gapEnd(text, from);
    const end = pieceEnd(text, start);
    if (end === start || end > last) return -1;
    const isLength = end - start >= 4 && end - start <= 6;
    if (isLength && digitCount(text, start, end) === end - start) return end;
    from = end;
  }
  return -1;
}

/** End of the number that follows a place, across `No.`, `#` and the like; -1 when none does. */
export function numberEnd(text: string, at: number, wordsBetween: number): number {
  const last = at + (wordsBetween === 0 ? unitNumberAheadMax : numberAheadMax);
  let from = at;
  for (let count = 0; count <= wordsBetween; count += 1) {
    const start = gapEnd(text, from);
    const end = pieceEnd(text, start);
    if (end > last) return -1;
    if (end === start || holdsLineBreak(text, from, start)) return -1;
    if (digitCount(text, start, end) > 0) return end;
    from = end;
  }
  return -1;
}

/** Whether nothing but pieces of an address, so many at most, stands between a place and the end of a text. */
export function isAddressToEnd(text: string, at: number, pieces: number): boolean {
  let from = at;
  for (let count = 0; count <= pieces; count += 1) {
    const start = gapEnd(text, from);
    const end = pieceEnd(text, start);
    if (end >= text.length) return true;
    // What an escape stands for may belong to an address.
    if (end === start) return '%\\&'.includes(text.charAt(start));
    from = end;
  }
  return false;
}

function holdsLineBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === 0x0a) return true;
  return false;
}

function gapEnd(text: string, at: number): number {
  let end = at;
  while (end - at < gapMax && partOf[text.charCodeAt(end)] === between) end += 1;
  return end;
}

function pieceEnd(text: string, start: number): number {
  let end = start;
  while (end - start <= tokenLengthMax && (partOf[text.charCodeAt(end)] ?? 0) >= letter) end += 1;
  return end;
}

function digitCount(text: string, start: number, end: number): number {
  let digits = 0;
  for (let at = start; at < end; at += 1) if (partOf[text.charCodeAt(at)] === digit) digits += 1;
  return digits;
}

function gapStart(text: string, at: number): number {
  let start = at;
  while (at - start < gapMax && partOf[text.charCodeAt(start - 1)] === between) start -= 1;
  return start;
}

/** Start of the piece that ends somewhere; its end where none does that begins after `first`. */
function pieceStart(text: string, end: number, first: number): number {
  let start = end;
  while (end - start <= tokenLengthMax && (partOf[text.charCodeAt(start - 1)] ?? 0) >= letter)
    start -= 1;
  return start < first ? end : start;
}

// What a code unit is to an address. Space, line breaks, commas, points, and the marks of quoted mail stand between pieces.
const between = 1;
const letter = 2;
const digit = 3;
const partOf = buildParts();

function buildParts(): Uint8Array {
  const table = Uint8Array.from({ length: 65_536 }, (_, unit) => {
    if (isDigitUnit(unit)) return digit;
    return isWordUnit(unit) ? letter : 0;
  });
  for (const mark of ' ,.\n\r>#?') table[mark.charCodeAt(0)] = between;
  for (const mark of "'-/") table[mark.charCodeAt(0)] = letter;
  return table;
}
