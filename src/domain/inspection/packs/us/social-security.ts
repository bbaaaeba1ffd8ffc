import type { CodeDetector, NumberDetector } from '../../scan/detector.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

/** Area not 000, 666 or 900 and above, group not 00, serial not 0000 (SSA). */
function isSsn(digits: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(digits) && !isOneDigitRepeated(digits);
}

/** Begins with 9; the fourth and fifth digits are in the ranges of the IRS. */
function isItin(digits: string): boolean {
  return /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/.test(digits);
}

function isOneDigitRepeated(digits: string): boolean {
  return /^(\d)\1+$/.test(digits);
}

const ssn = {
  type: 'US_SSN',
  context: phrases(
    `ssn, ssns, ssn number, social security, social security number, social security no, social sec, soc sec, socials, social,
     tax id, taxpayer, last four ssn, social number, ss number, ss no`,
  ),
  against: [...otherNumbers, ...phrases('phone, tel, fax, mobile, telepon, hp')],
  checksum: false,
} as const;

const itinWords = phrases(
  'itin, individual taxpayer, individual taxpayer identification, taxpayer id, tax id, taxpayer identification number, tin',
);

export const ssnDetectors: readonly (CodeDetector | NumberDetector)[] = [
  {
    ...ssn,
    kind: 'code',
    id: 'us.ssn',
    pictures: ['999-99-9999'],
    score: 0.85,
    scoreInContext: 0.98,
    accepts: ({ text }) => isSsn(text),
  },
  {
    ...ssn,
    kind: 'code',
    id: 'us.ssn_spaced',
    pictures: ['999 99 9999', '999.99.9999'],
    score: 0.55,
    scoreInContext: 0.95,
    accepts: ({ text }) => isSsn(text),
  },
  {
    ...ssn,
    kind: 'number',
    id: 'us.ssn_together',
    digitsMin: 9,
    digitsMax: 9,
    groupMin: 3,
    score: 0.05,
    scoreInContext: 0.85,
    accepts: ({ text }) => isSsn(text),
  },
  {
    // Never issued, and written like one: typing errors, samples, and numbers of other countries.
    ...ssn,
    kind: 'code',
    id: 'us.ssn_like',
    pictures: ['999-99-9999'],
    score: 0.5,
    scoreInContext: 0.65,
    accepts: ({ text }) => !isSsn(text) && text.startsWith('9'),
  },
  {
    ...ssn,
    kind: 'code',
    id: 'us.ssn_like_named',
    pictures: ['999-99-9999', '999 99 9999', '999999999'],
    score: 0,
    scoreInContext: 0.65,
    accepts: ({ text }) => !isSsn(text),
  },
  {
    kind: 'code',
    id: 'us.itin',
    type: 'US_ITIN',
    pictures: ['999-99-9999', '999 99 9999'],
    score: 0.8,
    scoreInContext: 0.96,
    context: itinWords,
    against: phrases('ssn, social, social security, phone, tel, fax'),
    checksum: false,
    accepts: ({ text }) => isItin(text),
  },
  {
    kind: 'number',
    id: 'us.itin_together',
    type: 'US_ITIN',
    digitsMin: 9,
    digitsMax: 9,
    groupMin: 9,
    score: 0,
    scoreInContext: 0.88,
    context: itinWords,
    checksum: false,
    accepts: ({ text }) => isItin(text),
  },
];
