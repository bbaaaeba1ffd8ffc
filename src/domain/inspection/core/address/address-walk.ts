import { isDigitUnit, isLetterUnit, isWordUnit, lowerOf } from '../../scan/character-class.ts';
import { unitAt } from '../../scan/unit-at.ts';

const tokensBackMax = 8;
const unitsBackMax = 64;
/** How far ahead the number of an address may end. */
export const numberAheadMax = 48;
const unitNumberAheadMax = 16;
export const tokensAheadMax = 14;
const tokenLengthMax = 28;
const gapMax = 6;
const abbreviationMax = 4;
const particleMax = 3;
/** Names of streets are written with capitals, but not by everyone. */
const ordinaryMax = 1;
const stopWords: ReadonlySet<string> = new Set(
  'in on at is my to for by or we as it he dan di ke ada und ab et est con per och på en'.split(
    ' ',
  ),
);
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
  let number = -1;
  let from = at;
  for (let count = 0; count < tokensBackMax; count += 1) {
    const before = from;
    from = stepBack(text, before, { at, first });
    if (from < 0) break;
    const isNumber = isHouseNumber(text, from, gapStart(text, before));
    const goesOn = isNumber && number === before && !holdsLineBreak(text, from, before);
    if (found === groups && !goesOn) break;
    found += Number(isNumber && !goesOn);
    if (isNumber) start = number = from;
  }
  return start;
}

/** Start of the piece before another one; -1 where none is, or where a sentence ends between the two. */
function stepBack(
  text: string,
  before: number,
  { at, first }: { readonly at: number; readonly first: number },
): number {
  const end = gapStart(text, before);
  // Behind a house number, a point may stand and the number of a flat.
  if (before !== at && endsSentence(text, end, before)) return -1;
  const start = pieceStart(text, end, first);
  return start === end ? -1 : start;
}

/** Most streets are spoken of without a number: that is seen before any word is looked at. */
function hasDigitBefore(text: string, at: number): boolean {
  for (let back = at - 1; back >= at - unitsBackMax; back -= 1) {
    if (isDigitUnit(unitAt(text, back))) return true;
  }
  return false;
}

function isHouseNumber(text: string, start: number, end: number): boolean {
  const digits = digitCount(text, start, end);
  return digits > 0 && digits <= 6;
}

/** Whether a letter is a capital; those beyond ASCII are asked about the slow way. */
export function isCapitalAt(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  return unit < 0x80 ? unit >= 0x41 && unit <= 0x5a : /^\p{Lu}/u.test(text.slice(at, at + 2));
}

/** Whether a sentence ends between two pieces: at a question mark, or at a point that no abbreviation ends with. */
export function endsSentence(text: string, from: number, to: number): boolean {
  const unit = unitAt(text, from);
  if (unit === 0x3f) return true;
  if (unit !== 0x2e || from + 1 === to) return false;
  const first = pieceStart(text, from, from - tokenLengthMax);
  if (digitCount(text, first, from) > 0) return !holdsLineBreak(text, from, to);
  return from - first > abbreviationMax && !text.startsWith('str', from - 3);
}

function endsLine(text: string, from: number, to: number): boolean {
  return holdsLineBreak(text, from, to) || endsSentence(text, from, to);
}

/** Whether a piece is a word in lower case that is not one of those within names of places: `Frankfurt am Main`. */
export function isOrdinaryWord(text: string, start: number, end: number): boolean {
  const unit = unitAt(text, start);
  if (lowerOf[unit] !== unit || !isLetterUnit(unit)) return false;
  return end - start > particleMax || stopWords.has(text.slice(start, end));
}

/** Whether a colon ends the words, without digits, that go on from a place in its line: they name what follows. */
export function isLabel(text: string, at: number, last: number): boolean {
  for (let next = at; next < last; next += 1) {
    const unit = unitAt(text, next);
    if (unit === 0x3a) return true;
    const part = partOf[unit] ?? 0;
    if (unit === 0x0a || part === 0 || part === digit) return false;
  }
  return false;
}

/** End of the number that follows a place, across `No.`, `#` and the like; -1 when none does. */
export function numberEnd(text: string, at: number, wordsBetween: number): number {
  const last = at + (wordsBetween === 0 ? unitNumberAheadMax : numberAheadMax);
  let from = at;
  let ordinary = 0;
  for (let count = 0; count <= wordsBetween; count += 1) {
    const start = gapEnd(text, from);
    const end = pieceEnd(text, start);
    if (end > last || end === start || endsLine(text, from, start)) return -1;
    if (digitCount(text, start, end) > 0) return end;
    ordinary += Number(isOrdinaryWord(text, start, end));
    if (ordinary > ordinaryMax) return -1;
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

export function holdsLineBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (unitAt(text, at) === 0x0a) return true;
  return false;
}

export function gapEnd(text: string, at: number): number {
  let end = at;
  while (end - at < gapMax && partOf[unitAt(text, end)] === between) end += 1;
  return end;
}

export function pieceEnd(text: string, start: number): number {
  let end = start;
  while (end - start <= tokenLengthMax && (partOf[unitAt(text, end)] ?? 0) >= letter) end += 1;
  return end;
}

function digitCount(text: string, start: number, end: number): number {
  let digits = 0;
  for (let at = start; at < end; at += 1) if (partOf[unitAt(text, at)] === digit) digits += 1;
  return digits;
}

function gapStart(text: string, at: number): number {
  let start = at;
  while (at - start < gapMax && partOf[unitAt(text, start - 1)] === between) start -= 1;
  return start;
}

/** Start of the piece that ends somewhere; its end where none does that begins after `first`. */
function pieceStart(text: string, end: number, first: number): number {
  let start = end;
  while (end - start <= tokenLengthMax && (partOf[unitAt(text, start - 1)] ?? 0) >= letter)
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
  for (const mark of ' ,.\n\r>#?') table[unitAt(mark, 0)] = between;
  for (const mark of "'-/") table[unitAt(mark, 0)] = letter;
  return table;
}
