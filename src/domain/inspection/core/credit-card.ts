import { isDigitUnit } from '../scan/character-class.ts';
import type { Code, NumberDetector } from '../scan/detector.ts';
import { hasLuhnCheckDigit } from './luhn.ts';

const cardWords = [
  'card',
  'cards',
  'credit',
  'debit',
  'visa',
  'mastercard',
  'amex',
  'american express',
  'maestro',
  'discover',
  'diners',
  'jcb',
  'unionpay',
  'pan',
  'cc',
  'cvv',
  'cvc',
  'card number',
  'kartu',
  'kartu kredit',
  'kredit',
  'kad',
  'tarjeta',
  'carte',
  'karte',
  'kreditkarte',
  'carta',
  'creditcard',
];

/** Payment card numbers (ISO/IEC 7812-1) of the networks' own prefixes and lengths. */
export const creditCardDetector: NumberDetector = {
  kind: 'number',
  id: 'core.credit_card',
  type: 'CREDIT_CARD',
  digitsMin: 12,
  digitsMax: 19,
  groupMin: 3,
  score: 0.9,
  scoreInContext: 0.98,
  context: cardWords,
  checksum: true,
  accepts: (code) => isFormOfNetwork(code.written) && isCard(code),
};

/** Numbers with a check digit but an unknown prefix, where a word says that they are cards. */
export const namedCardDetector: NumberDetector = {
  ...creditCardDetector,
  id: 'core.credit_card_named',
  score: 0,
  scoreInContext: 0.85,
  accepts: isCard,
};

// The digits are read where they stand: most numbers are turned down before anybody needs them without separators.
function isCard({ written }: Code): boolean {
  return hasLuhnCheckDigit(written) && !isOneDigitRepeated(written);
}

function isOneDigitRepeated(written: string): boolean {
  const first = written.charCodeAt(0);
  for (let at = 1; at < written.length; at += 1) {
    const unit = written.charCodeAt(at);
    if (unit !== first && isDigitUnit(unit)) return false;
  }
  return true;
}

/** First and last value of the first four digits, and the lengths that go with them. */
const networks: readonly (readonly [first: number, last: number, lengths: readonly number[]])[] = [
  [4000, 4999, [13, 16, 19]],
  [5100, 5599, [16]],
  [2221, 2720, [16]],
  [3400, 3499, [15]],
  [3700, 3799, [15]],
  [3000, 3059, [14, 16]],
  [3600, 3699, [14, 16]],
  [3800, 3999, [14, 16]],
  [3528, 3589, [16, 17, 18, 19]],
  [6011, 6011, [16, 17, 18, 19]],
  [6440, 6599, [16, 17, 18, 19]],
  [6200, 6299, [16, 17, 18, 19]],
  [5000, 5099, [12, 13, 14, 15, 16, 17, 18, 19]],
  [5600, 5899, [12, 13, 14, 15, 16, 17, 18, 19]],
  [6000, 6999, [16, 19]],
  [2131, 2131, [15]],
  [1800, 1800, [15]],
];

/** By the first four digits, the lengths as bits. */
const lengthsOfPrefix: Int32Array = buildLengths();

function buildLengths(): Int32Array {
  const table = new Int32Array(10_000);
  for (const [first, last, lengths] of networks) {
    for (let prefix = first; prefix <= last; prefix += 1) {
      for (const length of lengths) table[prefix] = (table[prefix] ?? 0) | (1 << length);
    }
  }
  return table;
}

function isFormOfNetwork(written: string): boolean {
  let prefix = 0;
  let digits = 0;
  let lengths = 0;
  for (let at = 0; at < written.length; at += 1) {
    const unit = written.charCodeAt(at);
    if (!isDigitUnit(unit)) continue;
    digits += 1;
    if (digits > 4) continue;
    prefix = prefix * 10 + unit - 0x30;
    if (digits < 4) continue;
    lengths = lengthsOfPrefix[prefix] ?? 0;
    if (lengths === 0) return false;
  }
  return (lengths & (1 << digits)) !== 0;
}
