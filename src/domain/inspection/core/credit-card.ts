import type { Code, NumberDetector } from '../scan/detector.ts';
import { hasLuhnCheck } from './luhn.ts';

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
  accepts: (code) => isFormOfNetwork(code) && isCard(code),
};

/** Numbers with a check digit but an unknown prefix, where a word says that they are cards. */
export const namedCardDetector: NumberDetector = {
  ...creditCardDetector,
  id: 'core.credit_card_named',
  score: 0,
  scoreInContext: 0.85,
  accepts: isCard,
};

function isCard(code: Code): boolean {
  return hasLuhnCheck(code) && !isOneDigitRepeated(code);
}

function isOneDigitRepeated({ digits, digitCount }: Code): boolean {
  for (let at = 1; at < digitCount; at += 1) if (digits[at] !== digits[0]) return false;
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

function isFormOfNetwork({ digits, digitCount }: Code): boolean {
  let prefix = 0;
  for (let at = 0; at < 4; at += 1) prefix = prefix * 10 + (digits[at] ?? 0);
  return ((lengthsOfPrefix[prefix] ?? 0) & (1 << digitCount)) !== 0;
}
