import { isDigitUnit } from '../../scan/character-class.ts';
import { unitAt } from '../../scan/unit-at.ts';

const time =
  /(?:,? |T)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp]\.?[Mm]\b\.?)?(?: ?Z\b|[+-]\d{2}:?\d{2})?/y;

/** End of the time of day that follows a date; `at` when none does. */
export function timeEnd(text: string, at: number): number {
  const hour = at + (unitAt(text, at) === 0x2c ? 2 : 1);
  if (!isDigitUnit(unitAt(text, hour))) return at;
  if (unitAt(text, hour + 1) !== 0x3a && unitAt(text, hour + 2) !== 0x3a) return at;
  time.lastIndex = at;
  return time.test(text) ? time.lastIndex : at;
}
