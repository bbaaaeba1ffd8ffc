import { hasLuhnCheckDigit } from '../../core/luhn.ts';
import type { CodeDetector, NumberDetector } from '../../scan/detector.ts';
import { digitAt } from '../checksum/weighted-sum.ts';
import { phrases } from '../phrases.ts';

// Letters without S, L, O, I, B and Z (CMS).
const beneficiary =
  /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y]{2}\d\d$/;

/** Kind of registrant, first letter of the name or 9, seven digits whose last one checks the others. */
function isDeaNumber(code: string): boolean {
  if (!/^[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}$/.test(code)) return false;
  const digit = (at: number) => digitAt(code, at + 2);
  const sum = digit(0) + digit(2) + digit(4) + 2 * (digit(1) + digit(3) + digit(5));
  return sum % 10 === digit(6);
}

export const healthCareDetectors: readonly (CodeDetector | NumberDetector)[] = [
  {
    kind: 'code',
    id: 'us.mbi',
    type: 'US_MBI',
    pictures: ['9AX9AX9AA99', '9AX9-AX9-AA99', '9AX9 AX9 AA99'],
    score: 0.8,
    scoreInContext: 0.97,
    context: phrases(
      'mbi, medicare, medicare beneficiary, medicare number, medicare id, beneficiary, beneficiary identifier, cms',
    ),
    checksum: false,
    accepts: ({ text, written }) => text === written.replace(/[ -]/g, '') && beneficiary.test(text),
  },
  {
    // ISO/IEC 7812 with the prefix 80840 of health care in the United States, which is never written.
    kind: 'number',
    id: 'us.npi',
    type: 'US_NPI',
    digitsMin: 10,
    digitsMax: 10,
    groupMin: 10,
    score: 0,
    scoreInContext: 0.93,
    context: phrases(
      'npi, npi number, npi no, national provider, national provider identifier, provider, provider id, prescriber',
    ),
    checksum: true,
    accepts: ({ text }) => /^[12]/.test(text) && hasLuhnCheckDigit(`80840${text}`),
  },
  {
    kind: 'code',
    id: 'us.dea',
    type: 'US_DEA',
    pictures: ['AX9999999'],
    score: 0.45,
    scoreInContext: 0.95,
    context: phrases(
      'dea, dea number, dea no, dea registration, drug enforcement, prescriber, controlled substance',
    ),
    checksum: true,
    accepts: ({ text }) => isDeaNumber(text),
  },
];
