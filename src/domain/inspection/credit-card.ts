import { countNumbers } from './count-numbers.ts';
import type { Detector } from './signals.ts';

/** Payment card numbers (ISO/IEC 7812-1): 13 to 19 digits with a valid check digit. */
export const creditCardDetector: Detector = {
  type: 'CREDIT_CARD',
  count: (text) => countNumbers(text, { digitsMin: 13, digitsMax: 19, matches: isCardNumber }),
};

// First digits of the networks that issue payment cards.
const paymentIssuer = /^(?:[4-6]|2[2-7]|3(?:0[0-5]|[4-9]))/;

function isCardNumber(digits: string): boolean {
  return paymentIssuer.test(digits) && hasLuhnCheckDigit(digits);
}

function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
