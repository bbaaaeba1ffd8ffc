import { isDigitUnit, isWordUnit } from '../../scan/character-class.ts';
import type { Around, Hit, PictureDetector, WordDetector } from '../../scan/detector.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { wordSet } from '../../scan/word-set.ts';
import { birthWords, monthNumbers } from './month-names.ts';
import { dayMonthEnd, monthDayEnd, monthYearEnd } from './named-date.ts';
import { numericDateEnd } from './numeric-date.ts';
import { timeEnd } from './time-of-day.ts';

const speaksOfBirth = wordSet(birthWords);

// `1 jan 1 jan 1`: each begins inside the one before.
const group = 'core.date';

/** Dates that begin with digits, with the time that follows them. */
export const dateDetector: PictureDetector = {
  kind: 'picture',
  id: 'core.date',
  type: 'DATE',
  group,
  pictures: ['9', '99', '9999', '9AA', '99AA'],
  // Not after what it goes on from; before the rest of a date in digits, or before the name of a month.
  places: ([[/[^\p{L}\d./-]/u], [/[./-]/, /\D/]] as const).flatMap((before) => [
    { before, after: [/[./-]/, /\d/] },
    { before, after: [/[ -]/, /\p{L}/u] },
    { before, after: [/\./, /[ -]/] },
  ]),
  probe(text, at, around) {
    const form = couldBeginDate(text, at) ? formAhead(text, at) : 'none';
    if (form === 'none') return undefined;
    const end = form === 'numeric' ? numericDateEnd(text, at) : dayMonthEnd(text, at);
    return end < 0 ? undefined : asDate(text, { start: at, end }, around);
  },
};

/** Dates that begin with the name of a month. */
export const monthNameDetector: WordDetector = {
  kind: 'word',
  id: 'core.date_month_name',
  type: 'DATE',
  group,
  words: [...monthNumbers.keys()],
  probe(text, at, around) {
    const end = monthDayEnd(text, at);
    return end < 0 ? undefined : asDate(text, { start: at, end }, around);
  },
};

/** A month and its year: also what is left of a date whose day belongs to something else. */
export const monthYearDetector: WordDetector = {
  kind: 'word',
  id: 'core.date_month_year',
  type: 'DATE',
  words: [...monthNumbers.keys()],
  probe(text, at, around) {
    const end = monthYearEnd(text, at);
    return end < 0 ? undefined : asDate(text, { start: at, end }, around);
  },
};

function couldBeginDate(text: string, at: number): boolean {
  const before = unitAt(text, at - 1);
  if (isWordUnit(before)) return false;
  const isTied = before === 0x2d || before === 0x2e || before === 0x2f;
  return !isTied || !isDigitUnit(unitAt(text, at - 2));
}

/** Most numbers are followed by neither a date's separator and a digit nor a word: they are passed over without a look. */
function formAhead(text: string, at: number): 'numeric' | 'named' | 'none' {
  let end = at;
  while (end < at + 4 && isDigitUnit(unitAt(text, end))) end += 1;
  const next = unitAt(text, end);
  const following = unitAt(text, end + 1);
  const isSeparator = next === 0x2d || next === 0x2e || next === 0x2f;
  if (isSeparator && isDigitUnit(following)) return 'numeric';
  const leadsToWord = isWordUnit(next) || next === 0x20 || next === 0x2d || next === 0x2e;
  return leadsToWord && !isDigitUnit(following) && end - at < 3 ? 'named' : 'none';
}

function asDate(
  text: string,
  { start, end: dated }: { readonly start: number; readonly end: number },
  around: Around,
): Hit {
  const end = timeEnd(text, dated);
  const context = around.near(start, dated, speaksOfBirth);
  if (context === undefined) return { start, end, score: 0.8 };
  return { start, end, score: 0.9, type: 'DATE_OF_BIRTH', context };
}
