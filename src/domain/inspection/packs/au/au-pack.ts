import type { CodeDetector, NumberDetector, Pack, PhonePlan } from '../../scan/detector.ts';
import { digitAt, weightedSum } from '../checksum/weighted-sum.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

const number = { kind: 'number', checksum: true, against: otherNumbers } as const;

const isTaxFileNumber = (digits: string) =>
  weightedSum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 && !/^(\d)\1+$/.test(digits);

/** The first digit is one less than written in the sum (ABR). */
const isBusinessNumber = (digits: string) =>
  (weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0 &&
  !digits.startsWith('0');

const isCompanyNumber = (digits: string) =>
  (10 - (weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === digitAt(digits, 8);

/** Card number: eight digits, check digit, issue; the place on the card may follow. */
const isMedicareNumber = (digits: string) =>
  /^[2-6]/.test(digits) &&
  weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(digits, 8) &&
  digitAt(digits, 9) > 0;

const businessWords = phrases(
  'abn, abn number, abn no, australian business number, business number, tax invoice, gst',
);

const medicareWords = phrases(
  'medicare, medicare number, medicare no, medicare card, health card, irn, individual reference number',
);

const taxFileDetector: NumberDetector = {
  ...number,
  id: 'au.tfn',
  type: 'AU_TFN',
  digitsMin: 9,
  digitsMax: 9,
  groupMin: 3,
  score: 0.25,
  scoreInContext: 0.95,
  context: phrases('tfn, tax file, tax file number, tfn number, tfn no, tax number, ato'),
  accepts: ({ text }) => isTaxFileNumber(text),
};

const writtenBusinessDetector: CodeDetector = {
  ...number,
  kind: 'code',
  id: 'au.abn_written',
  type: 'AU_ABN',
  pictures: ['99 999 999 999'],
  score: 0.75,
  scoreInContext: 0.97,
  context: businessWords,
  accepts: ({ text }) => isBusinessNumber(text),
};

const businessDetector: NumberDetector = {
  ...number,
  id: 'au.abn',
  type: 'AU_ABN',
  digitsMin: 11,
  digitsMax: 11,
  groupMin: 11,
  score: 0.45,
  scoreInContext: 0.96,
  context: businessWords,
  accepts: ({ text }) => isBusinessNumber(text),
};

const companyDetector: NumberDetector = {
  ...number,
  id: 'au.acn',
  type: 'AU_ACN',
  digitsMin: 9,
  digitsMax: 9,
  groupMin: 3,
  score: 0.2,
  scoreInContext: 0.95,
  context: phrases(
    'acn, acn number, acn no, australian company number, company number, arbn, asic, pty ltd',
  ),
  accepts: ({ text }) => isCompanyNumber(text),
};

const writtenMedicareDetector: CodeDetector = {
  ...number,
  kind: 'code',
  id: 'au.medicare_written',
  type: 'AU_MEDICARE',
  pictures: ['9999 99999 9', '9999 99999 9 9', '9999 99999 9/9', '9999-99999-9'],
  score: 0.65,
  scoreInContext: 0.96,
  context: medicareWords,
  accepts: ({ text }) => isMedicareNumber(text),
};

const medicareDetector: NumberDetector = {
  ...number,
  id: 'au.medicare',
  type: 'AU_MEDICARE',
  digitsMin: 10,
  digitsMax: 11,
  groupMin: 10,
  score: 0,
  scoreInContext: 0.95,
  context: medicareWords,
  accepts: ({ text }) => isMedicareNumber(text),
};

const australianPhones: PhonePlan = {
  region: 'AU',
  countryCode: '61',
  trunk: '0',
  numbers: [
    { prefixes: ['2', '3', '4', '7', '8'], digitsMin: 9, digitsMax: 9 },
    { prefixes: ['1300', '1800'], digitsMin: 10, digitsMax: 10 },
  ],
};

/** Australia. */
export const auPack: Pack = {
  id: 'au',
  detectors: [
    taxFileDetector,
    writtenBusinessDetector,
    businessDetector,
    companyDetector,
    writtenMedicareDetector,
    medicareDetector,
  ],
  phones: [australianPhones],
};
