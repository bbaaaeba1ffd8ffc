import { isDigitUnit, isWordUnit } from '../../scan/character-class.ts';

const tokensBackMax = 8;
const unitsBackMax = 64;
const tokensAheadMax = 14;
const placeNamesMax = 4;
const tokenLengthMax = 28;
const gapMax = 6;

/** One word or number of a line of an address. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
}

/** Which numbers to look for before a street's name: one house number, or also one that follows it. */
export type NumberGroups = 1 | 2;

/** Start of the house number before a place; -1 when words lead up to it without one. */
export function houseNumberStart(text: string, at: number, groups: NumberGroups): number {
  return hasDigitBefore(text, at) ? walkBack(text, at, groups) : -1;
}

function walkBack(text: string, at: number, groups: NumberGroups): number {
  let start = -1;
  let found = 0;
  let wasNumber = false;
  let piece = pieceBefore(text, at);
  for (let count = 0; piece && count < tokensBackMax; count += 1) {
    const isNumber = isHouseNumber(piece);
    if (found === groups && !(isNumber && wasNumber)) return start;
    start = isNumber ? piece.start : start;
    if (!wasNumber) found += Number(isNumber);
    wasNumber = isNumber;
    piece = pieceBefore(text, piece.start);
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

function isHouseNumber({ digits }: Piece): boolean {
  return digits > 0 && digits <= 6;
}

/** End of the names of the town and country that follow on, each with a capital letter; `at` when none does. */
export function placeNamesEnd(text: string, at: number): number {
  let end = at;
  for (let count = 0; count < placeNamesMax; count += 1) {
    const piece = pieceAfter(text, end);
    if (!piece || !/^\p{Lu}/u.test(text.slice(piece.start, piece.start + 2))) break;
    if (/[.?]|\n\s*\n/.test(text.slice(end, piece.start))) break;
    end = piece.end;
  }
  return end;
}

/** End of the postal code that ends an address; -1 when what follows is no address to its end. */
export function postalCodeEnd(text: string, at: number): number {
  let from = at;
  for (let count = 0; count < tokensAheadMax; count += 1) {
    const piece = pieceAfter(text, from);
    if (!piece) return -1;
    const length = piece.end - piece.start;
    if (piece.digits === length && length >= 4 && length <= 6) return piece.end;
    from = piece.end;
  }
  return -1;
}

/** End of the number that follows a place, across `No.`, `#` and the like; -1 when none does. */
export function numberEnd(text: string, at: number, wordsBetween: number): number {
  let from = at;
  for (let count = 0; count <= wordsBetween; count += 1) {
    const piece = pieceAfter(text, from);
    if (!piece || text.slice(from, piece.start).includes('\n')) return -1;
    if (piece.digits > 0) return piece.end;
    from = piece.end;
  }
  return -1;
}

function pieceBefore(text: string, at: number): Piece | undefined {
  let end = at;
  while (at - end < gapMax && isBetween(text, end - 1)) end -= 1;
  let start = end;
  while (end - start <= tokenLengthMax && isPart(text, start - 1)) start -= 1;
  return start === end ? undefined : pieceOf(text, start, end);
}

function pieceAfter(text: string, at: number): Piece | undefined {
  let start = at;
  while (start - at < gapMax && isBetween(text, start)) start += 1;
  let end = start;
  while (end - start <= tokenLengthMax && isPart(text, end)) end += 1;
  return start === end ? undefined : pieceOf(text, start, end);
}

function pieceOf(text: string, start: number, end: number): Piece {
  let digits = 0;
  for (let at = start; at < end; at += 1) if (isDigitUnit(text.charCodeAt(at))) digits += 1;
  return { start, end, digits };
}

/** Space, line breaks, commas, points, and the marks of quoted mail. */
function isBetween(text: string, at: number): boolean {
  return marks[text.charCodeAt(at)] === 1;
}

function isPart(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return isWordUnit(unit) || marks[unit] === 2;
}

const marks = new Uint8Array(128);
for (const mark of ' ,.\n\r>#?') marks[mark.charCodeAt(0)] = 1;
for (const mark of "'-/") marks[mark.charCodeAt(0)] = 2;
