import { isDigitUnit } from '../../scan/character-class.ts';
import type { Around } from '../../scan/detector.ts';
import { unitAt } from '../../scan/unit-at.ts';
import {
  addressLengthMax,
  endsSentence,
  gapEnd,
  holdsLineBreak,
  isCapitalAt,
  isLabel,
  isOrdinaryWord,
  pieceEnd,
  tokensAheadMax,
} from './address-walk.ts';

const placeNamesMax = 4;
const townWordsMax = 5;
/** How far behind an address the first digit of a postal code is looked for that has no four of them. */
const townReach = 32;
const unitTailsMax = 5;
/** Of a flat and a floor: where more stand before it, a number is no postal code. */
const numbersMax = 2;
const townLengthMin = 3;
/** `213`, of `213 92`, and `M3`, of `M3 4LZ`. */
const [digitsMin, lettersMin] = [3, 2];

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where an address ends that begins at `start` and goes as far as `end` for certain. */
export function addressEnd(text: string, span: Span, around: Around): number {
  const last = span.start + addressLengthMax;
  const end = unitTailsEnd(text, span.end, last);
  const postalCode = mayHoldCode(text, { start: end, end: last }, around)
    ? postalCodeEnd(text, { start: span.start, end }, last)
    : -1;
  return postalCode < 0 ? placeNamesEnd(text, end, last) : postalCode;
}

// From its first digit on.
const shortCode = /\d[A-Z\d]? \d[A-Z]{2}|\d{2}-\d{3}|\d{3} \d{2} \p{Lu}|\d[A-Z] \d[A-Z]\d/uy;

/** Whether four digits follow, or a postal code with fewer: most of what follows an address is seen at once to hold neither. */
function mayHoldCode(text: string, { start, end }: Span, around: Around): boolean {
  if (around.digitsAfter(start, 4) < end) return true;
  let at = start;
  while (at < start + townReach && !isDigitUnit(unitAt(text, at))) at += 1;
  if (!isNumberBehind(text, at)) return false;
  shortCode.lastIndex = at;
  return shortCode.test(text);
}

/** Whether a space or hyphen and a digit stand behind the first three characters of a code at most. */
function isNumberBehind(text: string, at: number): boolean {
  for (let next = at + 1; next <= at + 3; next += 1) {
    const unit = unitAt(text, next);
    if (unit === 0x20 || unit === 0x2d) return isDigitUnit(unitAt(text, next + 1));
  }
  return false;
}

// Floors, flats, blocks, and the parts that a town in Indonesia or Malaysia has.
const unitTail =
  /,? ?(?:(?:RT|rt)\.? ?\d{1,3} ?\/ ?(?:(?:RW|rw)\.? ?)?\d{1,3}|(?:No|no|Nomor|Blok|blok|Kav|Lt|Lantai|Fl|Floor|Level|lgh|m)\b\.? ?\p{L}?\d[\p{L}\d/-]{0,7}|#\d{1,3}-\d{1,5}|\d{1,2}[º°ª] ?\p{Lu}[\p{L}]{0,3}\.?|(?:Kel|Kec|Kab|Ds|Desa|Kelurahan|Kecamatan|Kabupaten|Kota|Taman|Kampung)\b\.? \p{Lu}\p{L}{1,27}(?: \p{Lu}\p{L}{1,27}){0,2})(?![\p{L}\d:/-])/uy;

function unitTailsEnd(text: string, at: number, last: number): number {
  let end = at;
  for (let count = 0; count < unitTailsMax && mayBeUnitTail(text, end); count += 1) {
    unitTail.lastIndex = end;
    if (!unitTail.test(text) || unitTail.lastIndex > last) break;
    end = unitTail.lastIndex;
  }
  return end;
}

const unitInitials = new Set([...'RrNBbKLlFmDT#'].map((sign) => unitAt(sign, 0)));

/** Most of what follows a house number is seen by one character to be none of them. */
function mayBeUnitTail(text: string, at: number): boolean {
  const first = unitAt(text, at);
  if (first !== 0x20 && first !== 0x2c) return false;
  const start = unitAt(text, at + 1) === 0x20 ? at + 2 : at + 1;
  if (unitInitials.has(unitAt(text, start))) return true;
  if (!isDigitUnit(unitAt(text, start))) return false;
  return isOrdinalSign(unitAt(text, start + 1)) || isOrdinalSign(unitAt(text, start + 2));
}

function isOrdinalSign(unit: number): boolean {
  return unit === 0xaa || unit === 0xb0 || unit === 0xba;
}

/** End of the names of the town and country that follow on, each with a capital letter; `at` when none does. */
function placeNamesEnd(text: string, at: number, last: number): number {
  let end = at;
  for (let count = 0; count < placeNamesMax; count += 1) {
    const start = gapEnd(text, end);
    const next = pieceEnd(text, start);
    if (next === start || next > last) break;
    if (!isCapitalAt(text, start) || endsPlaceNames(text, end, start)) break;
    if (holdsLineBreak(text, end, start) && isLabel(text, next, last)) break;
    end = next;
  }
  return end;
}

/** Whether a point, a question mark or a blank line stands between. */
function endsPlaceNames(text: string, start: number, end: number): boolean {
  let isBlank = false;
  for (let at = start; at < end; at += 1) {
    const unit = unitAt(text, at);
    if (unit === 0x2e || unit === 0x3f) return true;
    if (unit === 0x0a && isBlank) return true;
    isBlank = unit === 0x0a || (isBlank && (unit === 0x20 || unit === 0x0d));
  }
  return false;
}

/**
 * End of the postal code that ends an address before `last`, or of the town behind it where none stands before it; -1 when what
 * follows is no address to its end.
 */
export function postalCodeEnd(text: string, span: Span, last: number): number {
  let from = span.end;
  let hasTown = false;
  let numbers = 0;
  for (let count = 0; count < tokensAheadMax && numbers <= numbersMax; count += 1) {
    const start = gapEnd(text, from);
    const end = pieceEnd(text, start);
    if (end > last || breaksOff(text, { from, start, end }, { span, last })) return -1;
    const code = codeEnd(text, start, end);
    if (code > 0) return withTown(text, code, { hasTown, last });
    hasTown ||= code < 0 && end - start >= townLengthMin;
    numbers += Number(code === 0);
    from = end;
  }
  return -1;
}

interface Piece {
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** Whether nothing follows, or a sentence ends, a field begins or ordinary words go on. */
function breaksOff(
  text: string,
  { from, start, end }: Piece,
  { span, last }: { readonly span: Span; readonly last: number },
): boolean {
  if (start === end || endsSentence(text, from, start)) return true;
  if (holdsLineBreak(text, from, start)) return isLabel(text, end, last);
  return isOrdinaryWord(text, start, end) && hasCapital(text, span);
}

function hasCapital(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at += 1) if (isCapitalAt(text, at)) return true;
  return false;
}

function holdsDigit(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isDigitUnit(unitAt(text, at))) return true;
  return false;
}

// Four to six digits, or as they are written in Poland, Sweden, the United Kingdom, Canada and the Netherlands.
const postalCode =
  /(?:(?:[A-Z]{1,2}-)?(?:\d{4} [A-Z]{2}|\d{4,6}(?:-\d{3,4})?)|\d{2}-\d{3}|\d{3} \d{2}(?= \p{Lu})|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)(?![\p{L}\d/-])/uy;

/** Where a postal code ends that begins with a piece; 0 when another number does, -1 when none does. */
function codeEnd(text: string, start: number, end: number): number {
  if (!holdsDigit(text, start, end)) return -1;
  const lengthMin = isDigitUnit(unitAt(text, start)) ? digitsMin : lettersMin;
  if (end - start < lengthMin) return 0;
  postalCode.lastIndex = start;
  return postalCode.test(text) ? postalCode.lastIndex : 0;
}

/** `50667 Köln`, `47300 Petaling Jaya, Selangor`: the town in the line of its postal code, where none stands before it. */
function withTown(
  text: string,
  at: number,
  { hasTown, last }: { readonly hasTown: boolean; readonly last: number },
): number {
  if (hasTown) return at;
  let end = at;
  let from = at;
  for (let count = 0; count < townWordsMax; count += 1) {
    const start = gapEnd(text, from);
    const next = pieceEnd(text, start);
    if (next === start || next > last || !isTownGap(text, from, start)) break;
    if (isCapitalAt(text, start) && unitAt(text, next) !== 0x3a) end = next;
    else if (isOrdinaryWord(text, start, next)) break;
    from = next;
  }
  return end;
}

function isTownGap(text: string, start: number, end: number): boolean {
  const gap = text.slice(start, end);
  return gap === ' ' || gap === ', ';
}
