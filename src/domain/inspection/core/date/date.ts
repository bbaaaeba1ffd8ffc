import { isDigitUnit, isWordUnit } from '../../scan/character-class.ts';
import type { Around, Hit, PictureDetector, WordDetector } from '../../scan/detector.ts';
import { wordSet } from '../../scan/word-set.ts';
import { birthWords, monthNumbers } from './month-names.ts';

const speaksOfBirth = wordSet(birthWords);
const dateLengthMax = 48;

const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const time =
  /^(?:,? |T)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp]\.?[Mm]\b\.?)?(?: ?Z\b|[+-]\d{2}:?\d{2})?/;
const dayAndMonth =
  /^(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:of |de )?(\p{L}{3,10})\.?(?:(?:,? |-| de |'| ')(\d{4}|\d{2})(?![\d:]))?/u;
const monthAndDay = /^(\p{L}{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?![\d:])/u;
const monthAndYear = /^(\p{L}{3,10})\.?,? (\d{4})(?!\d)/u;

/** Dates that begin with digits, with the time that follows them. */
export const dateDetector: PictureDetector = {
  kind: 'picture',
  id: 'core.date',
  type: 'DATE',
  pictures: ['9', '99', '9999', '9AA', '99AA', '9999A99'],
  probe(text, at, around) {
    const form = couldBeginDate(text, at) ? formAhead(text, at) : 'none';
    if (form === 'none') return undefined;
    const ahead = text.slice(at, at + dateLengthMax);
    const length = form === 'numeric' ? numericLength(ahead) : dayMonthLength(ahead);
    return length === 0 ? undefined : asDate(text, { start: at, length }, around);
  },
};

/** Dates that begin with the name of a month. */
export const monthNameDetector: WordDetector = {
  kind: 'word',
  id: 'core.date_month_name',
  type: 'DATE',
  words: [...monthNumbers.keys()],
  probe(text, at, around) {
    const ahead = text.slice(at, at + dateLengthMax);
    const length = monthDayLength(ahead) || monthYearLength(ahead);
    return length === 0 ? undefined : asDate(text, { start: at, length }, around);
  },
};

function couldBeginDate(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (isWordUnit(before)) return false;
  const isTied =
    (before === 0x2d || before === 0x2e || before === 0x2f) && isDigitUnit(text.charCodeAt(at - 2));
  return !isTied;
}

function timeLength(text: string, at: number): number {
  const isComma = text.charCodeAt(at) === 0x2c;
  if (!isDigitUnit(text.charCodeAt(isComma ? at + 2 : at + 1))) return 0;
  return time.exec(text.slice(at, at + 40))?.[0].length ?? 0;
}

/** Most numbers are followed by neither a date's separator and a digit nor a word: they are passed over without a look. */
function formAhead(text: string, at: number): 'numeric' | 'named' | 'none' {
  let end = at;
  while (end < at + 4 && isDigitUnit(text.charCodeAt(end))) end += 1;
  const next = text.charCodeAt(end);
  const following = text.charCodeAt(end + 1);
  const isSeparator = next === 0x2d || next === 0x2e || next === 0x2f;
  if (isSeparator && isDigitUnit(following)) return 'numeric';
  const leadsToWord = isWordUnit(next) || next === 0x20 || next === 0x2d || next === 0x2e;
  return leadsToWord && !isDigitUnit(following) && end - at < 3 ? 'named' : 'none';
}

function asDate(
  text: string,
  { start, length }: { readonly start: number; readonly length: number },
  around: Around,
): Hit {
  const dated = start + length;
  const end = dated + timeLength(text, dated);
  const context = around.near(start, dated, speaksOfBirth);
  if (context === undefined) return { start, end, score: 0.8 };
  return { start, end, score: 0.9, type: 'DATE_OF_BIRTH', context };
}

function numericLength(ahead: string): number {
  return yearFirstLength(ahead) || yearLastLength(ahead);
}

function yearFirstLength(ahead: string): number {
  const found = yearFirst.exec(ahead);
  if (!found || !isYear(found[1] ?? '')) return 0;
  return isCalendarDay(Number(found[4]), Number(found[3])) ? found[0].length : 0;
}

function yearLastLength(ahead: string): number {
  const [whole, one, separator, two, year] = yearLast.exec(ahead) ?? [];
  // Two digits of a year between points are as likely a version.
  if (whole === undefined || (year?.length === 2 && separator === '.')) return 0;
  const isDay = isCalendarDay(Number(one), Number(two)) || isCalendarDay(Number(two), Number(one));
  return isDay && isYear(year ?? '') ? whole.length : 0;
}

function dayMonthLength(ahead: string): number {
  const found = dayAndMonth.exec(ahead);
  return found && isCalendarDay(Number(found[1]), monthOf(found[2])) ? found[0].length : 0;
}

function monthDayLength(ahead: string): number {
  const found = monthAndDay.exec(ahead);
  return found && isCalendarDay(Number(found[2]), monthOf(found[1])) ? found[0].length : 0;
}

function monthYearLength(ahead: string): number {
  const found = monthAndYear.exec(ahead);
  return found && isYear(found[2] ?? '') ? found[0].length : 0;
}

function monthOf(word: string | undefined): number {
  return monthNumbers.get((word ?? '').toLowerCase()) ?? 0;
}

function isYear(year: string): boolean {
  return year.length === 2 || (Number(year) > 1850 && Number(year) < 2120);
}

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDay(day: number, month: number): boolean {
  return day >= 1 && day <= (daysInMonth[month - 1] ?? 0);
}
