import { isDigitUnit, isWordUnit } from '../../scan/character-class.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { isCapitalAt } from './address-walk.ts';

const ordinals = ['st', 'nd', 'rd', 'th'];
const beyondAscii = 0x80;
const isBeyondSpace = /\s/;

/**
 * Whether a capitalised word or an ordinal stands between a house number, which may end in a letter, and the word for a street
 * at `end`, in the line of the number or at the beginning of the next.
 */
export function hasStreetName(text: string, number: number, end: number): boolean {
  const gap = numberEnd(text, number);
  if (unitAt(text, gap) !== 0x20) return false;
  for (let at = gap + 1; at < end; at += 1) {
    const before = unitAt(text, at - 1);
    if (isSpace(before) && (isCapitalAt(text, at) || isOrdinal(text, at, end))) return true;
    if (endsLine(before)) return false;
  }
  return false;
}

/** `12`, `12a`, and of `28/145`, a flat and its house, both. */
function numberEnd(text: string, at: number): number {
  const first = digitsEnd(text, at);
  const end = unitAt(text, first) === 0x2f ? digitsEnd(text, first + 1) : first;
  const next = unitAt(text, end);
  return next === 0x5f || (next < beyondAscii && isWordUnit(next)) ? end + 1 : end;
}

function isOrdinal(text: string, at: number, last: number): boolean {
  const end = digitsEnd(text, at);
  if (end === at || end + 2 > last || !ordinals.includes(text.slice(end, end + 2))) return false;
  const next = unitAt(text, end + 2);
  return end + 2 === last || !((next < beyondAscii && isWordUnit(next)) || next === 0x5f);
}

function digitsEnd(text: string, at: number): number {
  let end = at;
  while (isDigitUnit(unitAt(text, end))) end += 1;
  return end;
}

function isSpace(unit: number): boolean {
  if (unit < beyondAscii) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return isBeyondSpace.test(String.fromCharCode(unit));
}

function endsLine(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d || unit === 0x2028 || unit === 0x2029;
}
