import type {
  Code,
  CodeDetector,
  Detector,
  NumberDetector,
  Pack,
  PhonePlan,
} from '../../scan/detector.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { digitAt, weightedSum } from '../checksum/weighted-sum.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';
import { postcodeDetectors } from './postcode.ts';

// HMRC NIM39110: letters that come first and second, and pairs that do not.
const insurancePrefix = /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]$/;
const letterBits = 5;
const letterMask = 0x1f;
/** By the low bits of two letters, which are the same in either case. */
const isInsurancePrefix = Uint8Array.from({ length: 1 << (2 * letterBits) }, (_, pair) =>
  Number(
    insurancePrefix.test(
      String.fromCharCode(0x40 | (pair >> letterBits), 0x40 | (pair & letterMask)),
    ),
  ),
);

/** Whether a code of the pictures below has such letters in front, and one of A to D behind. */
function isInsuranceNumber({ written }: Code): boolean {
  const pair =
    ((unitAt(written, 0) & letterMask) << letterBits) | (unitAt(written, 1) & letterMask);
  return isInsurancePrefix[pair] === 1 && (unitAt(written, written.length - 1) & letterMask) <= 4;
}

/** Letters stand in its first two places and in the last. */
function isInCapitals({ written }: Code): boolean {
  const letters = unitAt(written, 0) | unitAt(written, 1) | unitAt(written, written.length - 1);
  return (letters & 0x20) === 0;
}

const insuranceDetector: CodeDetector = {
  kind: 'code',
  id: 'uk.nino',
  type: 'UK_NINO',
  pictures: [
    'AA999999A',
    'AA 99 99 99 A',
    'AA-99-99-99-A',
    'AA 999999 A',
    'AA99 99 99A',
    'AA 999 999 A',
  ],
  score: 0.7,
  scoreInContext: 0.97,
  context: phrases(
    'nino, ni, ni number, ni no, national insurance, national insurance number, insurance number, nat ins, paye, hmrc',
  ),
  against: otherNumbers,
  checksum: false,
  accepts: (code) => isInsuranceNumber(code) && isInCapitals(code),
};

const namedInsuranceDetector: CodeDetector = {
  ...insuranceDetector,
  id: 'uk.nino_named',
  score: 0,
  scoreInContext: 0.9,
  accepts: isInsuranceNumber,
};

/** Ten digits, the last one a check digit (MOD 11). */
function isNhsNumber(digits: string): boolean {
  const rest = 11 - (weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (rest === 11 ? 0 : rest) === digitAt(digits, 9) && !/^(\d)\1+$/.test(digits);
}

const patientDetector: NumberDetector = {
  kind: 'number',
  id: 'uk.nhs',
  type: 'UK_NHS',
  digitsMin: 10,
  digitsMax: 10,
  groupMin: 3,
  score: 0.4,
  scoreInContext: 0.96,
  context: phrases(
    `nhs, nhs number, nhs no, national health, national health service, patient, patient number, health number, health service,
     gp, chi number`,
  ),
  against: otherNumbers,
  checksum: true,
  accepts: ({ text }) => isNhsNumber(text),
};

/** Ten digits, the first one a check digit of the others. */
function isTaxpayerReference(digits: string): boolean {
  const rest = weightedSum(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11;
  return '21987654321'[rest] === digits[0];
}

const taxpayerDetector: NumberDetector = {
  kind: 'number',
  id: 'uk.utr',
  type: 'UK_UTR',
  digitsMin: 10,
  digitsMax: 10,
  groupMin: 5,
  score: 0,
  scoreInContext: 0.95,
  context: phrases(
    'utr, utr number, unique taxpayer reference, taxpayer reference, self assessment, hmrc, tax reference, unique taxpayer',
  ),
  checksum: true,
  accepts: ({ text }) => isTaxpayerReference(text),
};

const britishPhones: PhonePlan = {
  region: 'GB',
  countryCode: '44',
  trunk: '0',
  numbers: [
    { prefixes: ['71', '72', '73', '74', '75', '77', '78', '79'], digitsMin: 10, digitsMax: 10 },
    { prefixes: ['1'], digitsMin: 9, digitsMax: 10 },
    { prefixes: ['2', '3', '55', '56', '8'], digitsMin: 10, digitsMax: 10 },
  ],
};

const detectors: readonly Detector[] = [
  insuranceDetector,
  namedInsuranceDetector,
  patientDetector,
  taxpayerDetector,
  ...postcodeDetectors,
];

/** United Kingdom. */
export const ukPack: Pack = { id: 'uk', detectors, phones: [britishPhones] };
