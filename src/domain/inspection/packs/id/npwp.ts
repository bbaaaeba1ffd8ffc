import { hasLuhnCheckDigit } from '../../core/luhn.ts';
import type { CodeDetector, NumberDetector } from '../../scan/detector.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';
import { isNik } from './nik.ts';

const taxWords = phrases(
  `npwp, no npwp, nomor npwp, nomor pokok wajib, pokok wajib pajak, wajib pajak, nomor pajak, pajak, tax id, tax number,
   taxpayer, tax identification number, taxpayer number, tin`,
);

/** Nine digits of the taxpayer, the last one a check digit; three of the tax office; three of the branch. */
function isFifteenDigitNpwp(digits: string): boolean {
  return hasLuhnCheckDigit(digits.slice(0, 9)) && /^(?!000000000)\d{9}(?!000)\d{6}$/.test(digits);
}

/** PMK 112/2022: persons have their identity number, all others the old number after a zero. */
function isSixteenDigitNpwp(digits: string): boolean {
  return isNik(digits) || (digits.startsWith('0') && isFifteenDigitNpwp(digits.slice(1)));
}

const tax = { type: 'NPWP', context: taxWords, checksum: true } as const;

// Written so, it is nothing else.
const writtenAsNpwp = {
  ...tax,
  kind: 'code',
  pictures: [
    '99.999.999.9-999.999',
    '99.999.999.9.999.999',
    '99 999 999 9 999 999',
    '99-999-999-9-999-999',
    '99.999.999-9.999.999',
    '99.999.999.9 999.999',
  ],
  scoreInContext: 0.98,
} as const;

export const writtenNpwpDetector: CodeDetector = {
  ...writtenAsNpwp,
  id: 'id.npwp_written',
  score: 0.95,
  accepts: ({ text }) => isFifteenDigitNpwp(text),
};

/** Samples and typing errors: the way of writing says enough. */
export const uncheckedNpwpDetector: CodeDetector = {
  ...writtenAsNpwp,
  id: 'id.npwp_unchecked',
  score: 0.8,
  scoreInContext: 0.9,
  checksum: false,
  accepts: () => true,
};

/** Head offices have branch 000, which chance seldom writes after a valid number. */
export const headOfficeNpwpDetector: NumberDetector = {
  ...tax,
  kind: 'number',
  id: 'id.npwp_head_office',
  digitsMin: 15,
  digitsMax: 15,
  groupMin: 15,
  score: 0.7,
  scoreInContext: 0.95,
  against: otherNumbers,
  accepts: ({ text }) => text.endsWith('000') && isFifteenDigitNpwp(text),
};

export const namedNpwpDetector: NumberDetector = {
  ...tax,
  kind: 'number',
  id: 'id.npwp',
  digitsMin: 15,
  digitsMax: 16,
  groupMin: 3,
  score: 0,
  scoreInContext: 0.95,
  accepts: ({ text }) => (text.length === 15 ? isFifteenDigitNpwp(text) : isSixteenDigitNpwp(text)),
};

/** Places of business (PMK 112/2022): the 16 digits of the taxpayer and six of the place. */
export const nitkuDetector: NumberDetector = {
  kind: 'number',
  id: 'id.nitku',
  type: 'NITKU',
  digitsMin: 22,
  digitsMax: 22,
  groupMin: 3,
  score: 0.6,
  scoreInContext: 0.95,
  context: [...phrases('nitku, nomor identitas tempat, tempat kegiatan usaha'), ...taxWords],
  against: otherNumbers,
  checksum: true,
  accepts: ({ text }) => isSixteenDigitNpwp(text.slice(0, 16)),
};
