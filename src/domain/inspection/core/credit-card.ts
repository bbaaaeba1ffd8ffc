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
  accepts: (code) => isFormOfNetwork(code.text) && isCard(code),
};

/** Numbers with a check digit but an unknown prefix, where a word says that they are cards. */
export const namedCardDetector: NumberDetector = {
  ...creditCardDetector,
  id: 'core.credit_card_named',
  score: 0,
  scoreInContext: 0.85,
  accepts: isCard,
};

function isCard({ text }: Code): boolean {
  return hasLuhnCheckDigit(text) && !isOneDigitRepeated(text);
}

function isOneDigitRepeated(digits: string): boolean {
  for (let at = 1; at < digits.length; at += 1) {
    if (digits.charCodeAt(at) !== digits.charCodeAt(0)) return false;
  }
  return true;
}

/** First and last value of the first four digits, and the lengths that go with them. */
const networks: readonly (readonly [first: number, last: number, lengths: ReadonlySet<number>])[] =
  [
    [4000, 4999, new Set([13, 16, 19])],
    [5100, 5599, new Set([16])],
    [2221, 2720, new Set([16])],
    [3400, 3499, new Set([15])],
    [3700, 3799, new Set([15])],
    [3000, 3059, new Set([14, 16])],
    [3600, 3699, new Set([14, 16])],
    [3800, 3999, new Set([14, 16])],
    [3528, 3589, new Set([16, 17, 18, 19])],
    [6011, 6011, new Set([16, 17, 18, 19])],
    [6440, 6599, new Set([16, 17, 18, 19])],
    [6200, 6299, new Set([16, 17, 18, 19])],
    [5000, 5099, new Set([12, 13, 14, 15, 16, 17, 18, 19])],
    [5600, 5899, new Set([12, 13, 14, 15, 16, 17, 18, 19])],
    [6000, 6999, new Set([16, 19])],
    [2131, 2131, new Set([15])],
    [1800, 1800, new Set([15])],
  ];

function isFormOfNetwork(digits: string): boolean {
  const prefix = Number(digits.slice(0, 4));
  for (const [first, last, lengths] of networks) {
    if (prefix >= first && prefix <= last && lengths.has(digits.length)) return true;
  }
  return false;
}
