import { isDigitUnit } from '../../scan/character-class.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { digitsEnd, isCalendarDay, isYear, numberAt } from './calendar.ts';

/** End of the date in digits that begins at a place, year first or last; -1 when none does. */
export function numericDateEnd(text: string, at: number): number {
  const firstEnd = digitsEnd(text, at, 4);
  const secondEnd = digitsEnd(text, firstEnd + 1, 2);
  const separator = unitAt(text, firstEnd);
  if (secondEnd === firstEnd + 1 || unitAt(text, secondEnd) !== separator) return -1;
  const end = digitsEnd(text, secondEnd + 1, 4);
  if (end === secondEnd + 1 || isDigitUnit(unitAt(text, end))) return -1;
  const numbers = {
    first: numberAt(text, at, firstEnd),
    second: numberAt(text, firstEnd + 1, secondEnd),
    third: numberAt(text, secondEnd + 1, end),
    digits: end - secondEnd - 1,
  };
  const isDate =
    firstEnd - at === 4
      ? isYearFirst(numbers)
      : firstEnd - at < 3 && isYearLast(numbers) && !isShortVersion(numbers.digits, separator);
  return isDate ? end : -1;
}

interface Numbers {
  readonly first: number;
  readonly second: number;
  readonly third: number;
  /** How many the last one has. */
  readonly digits: number;
}

function isYearFirst({ first, second, third, digits }: Numbers): boolean {
  return digits < 3 && isYear(first, 4) && isCalendarDay(third, second);
}

function isYearLast({ first, second, third, digits }: Numbers): boolean {
  return isYear(third, digits) && (isCalendarDay(first, second) || isCalendarDay(second, first));
}

/** Two digits of a year between points are as likely a version. */
function isShortVersion(digits: number, separator: number): boolean {
  return digits === 2 && separator === 0x2e;
}
