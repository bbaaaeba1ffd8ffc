import type { Around } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';
import { unitSet } from '../scan/unit-runs.ts';

const valueLengthMin = 8;
const valueLengthMax = 200;

/** A value that stands after a name, without its quotation marks. */
export interface AssignedValue {
  readonly text: string;
  readonly start: number;
  readonly isQuoted: boolean;
}

const isQuote = unitSet('"\'`');
const endsQuoted = unitSet('"\'`\\ \t\n\v\f\r');
const endsBare = unitSet('"\'`\\ \t\n\v\f\r,;()[]{}<>|&');
const mayFollowBare = unitSet('"\'`\\ \t\n\v\f\r,;)]}<|&');
const partOfSignAfter = unitSet('=/:');
const partOfSignBefore = unitSet('=!');
const isBlank = unitSet(' \t\n\v\f\r');

/** What is assigned at a sign; nothing where it is a comparison, an address, or `:=`, which is asked about at its end. */
export function assignedValueAfter(
  text: string,
  at: number,
  around: Around,
): AssignedValue | undefined {
  const isPartOfSign =
    partOfSignAfter[unitAt(text, at + 1)] === 1 || partOfSignBefore[unitAt(text, at - 1)] === 1;
  if (isPartOfSign) return undefined;
  let start = text.charAt(at + 1) === '>' ? at + 2 : at + 1;
  const last = start + 4;
  while (start < last && isBlank[unitAt(text, start)] === 1) start += 1;
  if (text.charAt(start) === '\\') start += 1;
  const isQuoted = isQuote[unitAt(text, start)] === 1;
  if (isQuoted) start += 1;
  const end = isQuoted ? endOfQuoted(text, start, around) : endOfBare(text, start, around);
  const isLong = end - start >= valueLengthMin && end - start <= valueLengthMax;
  return isLong ? { text: text.slice(start, end), start, isQuoted } : undefined;
}

function endOfQuoted(text: string, start: number, around: Around): number {
  const end = around.nextOf(endsQuoted, start);
  return isQuote[unitAt(text, end)] === 1 || unitAt(text, end) === 0x5c ? end : start;
}

function endOfBare(text: string, start: number, around: Around): number {
  let end = around.nextOf(endsBare, start);
  while (end - start <= valueLengthMax && isAmpersandOfValue(text, end))
    end = around.nextOf(endsBare, end + 1);
  const isWhole = end === text.length || mayFollowBare[unitAt(text, end)] === 1;
  return isWhole ? end : start;
}

/** In a query, `&` ends the value: a name and `=` follow. */
function isAmpersandOfValue(text: string, at: number): boolean {
  return unitAt(text, at) === 0x26 && !/^&[\w.-]{1,40}=/.test(text.slice(at, at + 42));
}
