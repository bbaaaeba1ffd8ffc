import { isDigitUnit } from '../../scan/character-class.ts';
import { unitAt } from '../../scan/unit-at.ts';

/** By two digits that may be a month. */
const daysInMonth = new Uint8Array(100);
daysInMonth.set([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 1);

export function isCalendarDay(day: number, month: number): boolean {
  return day >= 1 && day <= (daysInMonth[month] ?? 0);
}

/** A year of two digits, or one that somebody alive or their papers may be of. */
export function isYear(year: number, digits: number): boolean {
  return digits === 2 || (digits === 4 && year > 1850 && year < 2120);
}

/** End of at most `most` digits and whether more follow is the caller's to see. */
export function digitsEnd(text: string, from: number, most: number): number {
  let end = from;
  while (end < from + most && isDigitUnit(unitAt(text, end))) end += 1;
  return end;
}

/** Value of the digits of a span. */
export function numberAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + unitAt(text, at) - 0x30;
  return value;
}
