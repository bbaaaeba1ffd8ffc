import { countNumbers } from './count-numbers.ts';
import type { Detector } from './signals.ts';

/**
 * Indonesian national identity numbers: province, regency and district (two digits each), date of birth as DDMMYY
 * with 40 added to the day for women, and a serial number.
 */
export const nikDetector: Detector = {
  type: 'NIK',
  count: (text) => countNumbers(text, { digitsMin: 16, digitsMax: 16, matches: isNik }),
};

// Codes of the provinces, the four that Papua was divided into in 2022 included.
const province = /^(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])/;

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isNik(digits: string): boolean {
  const part = (from: number, to: number) => Number(digits.slice(from, to));
  if (!province.test(digits) || part(2, 4) === 0 || part(4, 6) === 0) return false;
  const written = part(6, 8);
  const day = written > 40 ? written - 40 : written;
  const daysMax = daysInMonth[part(8, 10) - 1] ?? 0;
  return day >= 1 && day <= daysMax && digits.slice(12) !== '0000';
}
