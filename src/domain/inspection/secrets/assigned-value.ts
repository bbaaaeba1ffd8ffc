import { unitMask } from '../scan/character-class.ts';
import { unitAt } from '../scan/unit-at.ts';

const valueLengthMin = 8;
const valueLengthMax = 200;

/** A value that stands after a name, without its quotation marks. */
export interface AssignedValue {
  readonly text: string;
  readonly start: number;
  readonly isQuoted: boolean;
}

const isQuote = signs('"\'`');
const endsQuoted = signs('"\'`\\ \t\n\v\f\r');
const endsBare = signs('"\'`\\ \t\n\v\f\r,;()[]{}<>|&');
const mayFollowBare = signs('"\'`\\ \t\n\v\f\r,;)]}<|&');
const partOfSignAfter = signs('=/:');
const partOfSignBefore = signs('=!');
const isBlank = signs(' \t\n\v\f\r');

/** Ones where signs of ASCII stand. */
export function signs(of: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const sign of of) table[unitAt(sign, 0)] = 1;
  return table;
}

/** What is assigned at a sign; nothing where it is a comparison, an address, or `:=`, which is asked about at its end. */
export function assignedValueAfter(text: string, at: number): AssignedValue | undefined {
  const isPartOfSign =
    partOfSignAfter[unitAt(text, at + 1) & unitMask] === 1 ||
    partOfSignBefore[unitAt(text, at - 1) & unitMask] === 1;
  if (isPartOfSign) return undefined;
  let start = text.charAt(at + 1) === '>' ? at + 2 : at + 1;
  const last = start + 4;
  while (start < last && isBlank[unitAt(text, start) & unitMask] === 1) start += 1;
  if (text.charAt(start) === '\\') start += 1;
  const isQuoted = isQuote[unitAt(text, start) & unitMask] === 1;
  if (isQuoted) start += 1;
  const end = isQuoted ? endOfQuoted(text, start) : endOfBare(text, start);
  const isLong = end - start >= valueLengthMin && end - start <= valueLengthMax;
  return isLong ? { text: text.slice(start, end), start, isQuoted } : undefined;
}

function endOfQuoted(text: string, start: number): number {
  const last = Math.min(text.length, start + valueLengthMax + 1);
  let end = start;
  while (end < last && endsQuoted[unitAt(text, end) & unitMask] !== 1) end += 1;
  return isQuote[unitAt(text, end) & unitMask] === 1 || text.charAt(end) === '\\' ? end : start;
}

function endOfBare(text: string, start: number): number {
  const last = Math.min(text.length, start + valueLengthMax + 1);
  let end = start;
  while (
    end < last &&
    (endsBare[unitAt(text, end) & unitMask] !== 1 || isAmpersandOfValue(text, end))
  )
    end += 1;
  const isWhole = end === text.length || mayFollowBare[unitAt(text, end) & unitMask] === 1;
  return isWhole ? end : start;
}

/** In a query, `&` ends the value: a name and `=` follow. */
function isAmpersandOfValue(text: string, at: number): boolean {
  return text.charAt(at) === '&' && !/^&[\w.-]{1,40}=/.test(text.slice(at, at + 42));
}
