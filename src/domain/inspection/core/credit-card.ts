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

/** First and last value of a prefix of as many digits as they have, and the lengths that go with it. */
const networks: readonly (readonly [first: number, last: number, lengths: readonly number[]])[] = [
  [4, 4, [13, 16, 19]],
  [51, 55, [16]],
  [2221, 2720, [16]],
  [34, 34, [15]],
  [37, 37, [15]],
  [300, 305, [14, 16]],
  [36, 36, [14, 16]],
  [38, 39, [14, 16]],
  [3528, 3589, [16, 17, 18, 19]],
  [6011, 6011, [16, 17, 18, 19]],
  [644, 649, [16, 17, 18, 19]],
  [65, 65, [16, 17, 18, 19]],
  [62, 62, [16, 17, 18, 19]],
  [50, 50, [12, 13, 14, 15, 16, 17, 18, 19]],
  [56, 58, [12, 13, 14, 15, 16, 17, 18, 19]],
  [60, 61, [16, 19]],
  [63, 64, [16, 19]],
  [66, 69, [16, 19]],
  [2131, 2131, [15]],
  [1800, 1800, [15]],
];

function isFormOfNetwork(digits: string): boolean {
  return networks.some(([first, last, lengths]) => {
    const prefix = Number(digits.slice(0, String(first).length));
    return prefix >= first && prefix <= last && lengths.includes(digits.length);
  });
}
