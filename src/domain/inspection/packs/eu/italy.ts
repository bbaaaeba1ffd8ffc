import type { CodeDetector } from '../../scan/detector.ts';
import { phrases } from '../phrases.ts';

const symbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Values of the symbols at odd places, counted from one; digits are worth what A to J are (DM 23/12/1976). */
const oddLetters = [
  ...[1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18],
  ...[20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23],
];

// Letters in place of digits tell apart two people whose code would be the same.
const digit = '[0-9LMNPQRSTUV]';
const shape = new RegExp(`^[A-Z]{6}${digit}{2}[ABCDEHLMPRST]${digit}{2}[A-Z]${digit}{3}[A-Z]$`);

function isFiscalCode(code: string): boolean {
  if (!shape.test(code)) return false;
  let sum = 0;
  for (let at = 0; at < 15; at += 1) {
    const value = symbols.indexOf(code.charAt(at));
    const asLetter = value < 10 ? value : value - 10;
    sum += at % 2 === 0 ? (oddLetters[asLetter] ?? 0) : asLetter;
  }
  return symbols[10 + (sum % 26)] === code[15];
}

/** Names, date and place of birth, check letter. */
export const fiscalCodeDetector: CodeDetector = {
  kind: 'code',
  id: 'eu.it_fiscal_code',
  type: 'IT_FISCAL_CODE',
  pictures: ['AAAAAAXXAXXAXXXA', 'AAA AAA 99A99 A999A', 'AAA AAA 99A99A999A'],
  score: 0.95,
  scoreInContext: 0.98,
  context: phrases('codice fiscale, cf, c f, fiscal code, tax code, codice'),
  checksum: true,
  accepts: ({ text }) => isFiscalCode(text),
};
