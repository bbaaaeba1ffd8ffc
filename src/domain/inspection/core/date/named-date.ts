import { isDigitUnit, lowerOf } from '../../scan/character-class.ts';
import { hashOf, isLetter } from '../../scan/hash-words.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { hashWord } from '../../scan/word-set.ts';
import { digitsEnd, isCalendarDay, isYear, numberAt } from './calendar.ts';
import { monthNumbers } from './month-names.ts';

const nameLengthMin = 3;
const nameLengthMax = 10;
const months: ReadonlyMap<number, number> = new Map(
  [...monthNumbers].map(([name, month]) => [hashWord(name), month] as const),
);
const lettersMask = 0x3ff;
/** Whether the name of a month may begin with two letters: most words behind numbers begin with others. */
const beginnings = new Uint8Array(lettersMask + 1);
for (const name of monthNumbers.keys()) beginnings[lettersAt(name, 0)] = 1;
const ordinals = ['st', 'nd', 'rd', 'th', 'er'];
const links = ['of ', 'de '];

/** `1 May`, `1st of May 2024`, `1-Mei-24`. Positions are -1 when none begins at the place. */
export function dayMonthEnd(text: string, at: number): number {
  const dayEnd = digitsEnd(text, at, 2);
  let next = pastOrdinal(text, dayEnd);
  if (next === dayEnd && unitAt(text, dayEnd) === 0x2e) next += 1;
  const gap = unitAt(text, next);
  if (gap !== 0x20 && gap !== 0x2d) return -1;
  next = past(text, next + 1, links);
  if (!mayBeginMonth(text, next)) return -1;
  const nameEnd = endOfName(text, next);
  const month = nameEnd < 0 ? 0 : monthAt(text, next, nameEnd);
  const isDay = month > 0 && isCalendarDay(numberAt(text, at, dayEnd), month);
  return isDay ? pastYear(text, pastPoint(text, nameEnd)) : -1;
}

/** `May 1`, `May 1st, 2024`; not `May 3` of `in May 3 June 2024`. */
export function monthDayEnd(text: string, at: number): number {
  const nameEnd = endOfName(text, at);
  if (nameEnd < 0) return -1;
  const day = pastPoint(text, nameEnd) + 1;
  const dayEnd = digitsEnd(text, day, 2);
  if (unitAt(text, day - 1) !== 0x20 || dayEnd === day) return -1;
  if (!isCalendarDay(numberAt(text, day, dayEnd), monthAt(text, at, nameEnd))) return -1;
  const end = pastOrdinal(text, dayEnd);
  const year = end + (unitAt(text, end) === 0x2c ? 2 : 1);
  if (unitAt(text, year - 1) === 0x20 && isWholeYear(text, year, 4)) return year + 4;
  return goesOn(text, end) || isDayOfNext(text, day, end) ? -1 : end;
}

/** `In May 3 June 2024 was set`: the day belongs to the month and the year behind it. */
function isDayOfNext(text: string, day: number, dayEnd: number): boolean {
  if (unitAt(text, dayEnd) !== 0x20 || !mayBeginMonth(text, dayEnd + 1)) return false;
  const nameEnd = endOfName(text, dayEnd + 1);
  const hasYear = nameEnd >= 0 && pastYear(text, pastPoint(text, nameEnd)) > nameEnd + 1;
  return hasYear && isDigitUnit(unitAt(text, dayMonthEnd(text, day) - 1));
}

/** `May 2024`. */
export function monthYearEnd(text: string, at: number): number {
  const nameEnd = endOfName(text, at);
  if (nameEnd < 0) return -1;
  const afterPoint = pastPoint(text, nameEnd);
  const year = afterPoint + (unitAt(text, afterPoint) === 0x2c ? 2 : 1);
  // Mostly a day follows: the last digit of a year is looked at first.
  if (!isDigitUnit(unitAt(text, year + 3)) || unitAt(text, year - 1) !== 0x20) return -1;
  if (digitsEnd(text, year, 5) !== year + 4) return -1;
  return isYear(numberAt(text, year, year + 4), 4) ? year + 4 : -1;
}

function endOfName(text: string, at: number): number {
  let end = at;
  while (end - at <= nameLengthMax && isLetter(unitAt(text, end))) end += 1;
  const length = end - at;
  return length >= nameLengthMin && length <= nameLengthMax ? end : -1;
}

function monthAt(text: string, start: number, end: number): number {
  return months.get(hashOf(text, start, end)) ?? 0;
}

function mayBeginMonth(text: string, at: number): boolean {
  return beginnings[lettersAt(text, at)] === 1;
}

function lettersAt(text: string, at: number): number {
  const first = lowerOf[unitAt(text, at)] ?? 0;
  const second = lowerOf[unitAt(text, at + 1)] ?? 0;
  return ((first << 5) ^ second) & lettersMask;
}

function pastOrdinal(text: string, at: number): number {
  return isLetter(unitAt(text, at)) ? past(text, at, ordinals) : at;
}

function pastPoint(text: string, at: number): number {
  return unitAt(text, at) === 0x2e ? at + 1 : at;
}

function past(text: string, at: number, words: readonly string[]): number {
  const first = unitAt(text, at);
  for (const word of words)
    if (unitAt(word, 0) === first && text.startsWith(word, at)) return at + word.length;
  return at;
}

/** End of the year after a day and month; `at` when none follows. */
function pastYear(text: string, at: number): number {
  const year = yearAhead(text, at);
  if (!isDigitUnit(unitAt(text, year)) || !isDigitUnit(unitAt(text, year + 1))) return at;
  if (isWholeYear(text, year, 4)) return year + 4;
  return isWholeYear(text, year, 2) ? year + 2 : at;
}

/** Past `, `, ` '`, ` de `, a space, a hyphen or an apostrophe; the end of a text, where no year stands, past anything else. */
function yearAhead(text: string, at: number): number {
  const unit = unitAt(text, at);
  const next = unitAt(text, at + 1);
  if (unit === 0x2c) return next === 0x20 ? at + 2 : text.length;
  if (unit === 0x2d || unit === 0x27) return at + 1;
  if (unit !== 0x20) return text.length;
  if (next === 0x27) return at + 2;
  return next === 0x64 && text.startsWith('de ', at + 1) ? at + 4 : at + 1;
}

function isWholeYear(text: string, at: number, digits: number): boolean {
  return digitsEnd(text, at, digits) === at + digits && !goesOn(text, at + digits);
}

/** What a digit or colon follows is longer, or a time of day. */
function goesOn(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  return unit === 0x3a || isDigitUnit(unit);
}
