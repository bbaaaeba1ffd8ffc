import type { Code } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

/**
 * Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B). Everything else that is written between
 * them is passed over.
 */
export function hasLuhnCheckDigit(written: string): boolean {
  let sum = 0;
  let isDoubled = false;
  for (let at = written.length - 1; at >= 0; at -= 1) {
    const digit = unitAt(written, at) - 48;
    if (digit < 0 || digit > 9) continue;
    sum += isDoubled ? (doubled[digit] ?? 0) : digit;
    isDoubled = !isDoubled;
  }
  return sum % 10 === 0;
}

/** The same of the digits of a code. */
export function hasLuhnCheck({ digits, digitCount }: Code): boolean {
  let sum = 0;
  for (let at = digitCount - 1; at >= 0; at -= 2) {
    sum += digits[at] ?? 0;
    if (at > 0) sum += doubled[digits[at - 1] ?? 0] ?? 0;
  }
  return sum % 10 === 0;
}

/** Cross sums of the doubled digits. */
const doubled = Uint8Array.of(0, 2, 4, 6, 8, 1, 3, 5, 7, 9);
