import type { Code, CodeDetector, NumberDetector } from '../../scan/detector.ts';
import { hasVerhoeffCheck } from '../checksum/verhoeff.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

/** Twelve digits, the first neither 0 nor 1, the last a check digit (UIDAI). */
function isAadhaar(code: Code): boolean {
  if ((code.digits[0] ?? 0) < 2) return false;
  return hasVerhoeffCheck(code.digits, code.digitCount) && !/^(\d)\1+$/.test(code.text);
}

const aadhaar = {
  type: 'IN_AADHAAR',
  scoreInContext: 0.95,
  context: phrases(
    `aadhaar, aadhar, adhaar, adhar, uid, uidai, aadhaar number, aadhaar card, aadhaar no, unique identification, आधार, id number,
     national id`,
  ),
  against: otherNumbers,
  checksum: true,
} as const;

export const writtenAadhaarDetector: CodeDetector = {
  ...aadhaar,
  kind: 'code',
  id: 'in.aadhaar',
  pictures: ['9999 9999 9999', '9999-9999-9999'],
  score: 0.6,
  accepts: isAadhaar,
};

export const namedAadhaarDetector: NumberDetector = {
  ...aadhaar,
  kind: 'number',
  id: 'in.aadhaar_together',
  digitsMin: 12,
  digitsMax: 12,
  groupMin: 4,
  score: 0.3,
  accepts: isAadhaar,
};

/** Numbers with a wrong check digit, where the word and the way of writing say what they should be. */
export const uncheckedAadhaarDetector: CodeDetector = {
  ...aadhaar,
  kind: 'code',
  id: 'in.aadhaar_unchecked',
  pictures: ['9999 9999 9999', '9999-9999-9999', '999999999999'],
  score: 0,
  scoreInContext: 0.7,
  context: phrases('aadhaar, aadhar, adhaar, adhar, uidai, आधार'),
  checksum: false,
  accepts: () => true,
};
