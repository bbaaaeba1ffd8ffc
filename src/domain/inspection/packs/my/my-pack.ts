import type { CodeDetector, NumberDetector, Pack, PhonePlan } from '../../scan/detector.ts';
import { isCalendarDay } from '../calendar-day.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

// Places of birth: states 01–16 and 21–59, other countries and unknown 60–93, 98 and 99, with gaps (JPN).
const placeOfBirth = /^(?:0[1-9]|1[0-6]|2[1-9]|[345]\d|6[0-8]|7[1-25-9]|74|8[2-9]|9[0-3]|98|99)$/;

/** Identity cards: date of birth as YYMMDD, place of birth, serial number whose last digit is odd for men. */
function isMyKad(digits: string): boolean {
  const isDate = isCalendarDay(Number(digits.slice(2, 4)), Number(digits.slice(4, 6)));
  return isDate && placeOfBirth.test(digits.slice(6, 8)) && !digits.endsWith('0000');
}

const myKad = {
  type: 'MY_NRIC',
  scoreInContext: 0.97,
  context: phrases(
    `mykad, my kad, ic, no ic, ic no, ic number, nric, nric no, kad pengenalan, no kad pengenalan, nombor kad pengenalan, no kp,
     kp, k p, mypr, mykid, identity card, identification card, id number, national id, i c`,
  ),
  against: otherNumbers,
  checksum: false,
} as const;

const writtenMyKadDetector: CodeDetector = {
  ...myKad,
  kind: 'code',
  id: 'my.nric',
  pictures: ['999999-99-9999', '999999 99 9999'],
  score: 0.88,
  accepts: ({ text }) => isMyKad(text),
};

const namedMyKadDetector: NumberDetector = {
  ...myKad,
  kind: 'number',
  id: 'my.nric_together',
  digitsMin: 12,
  digitsMax: 12,
  groupMin: 12,
  score: 0.4,
  accepts: ({ text }) => isMyKad(text),
};

const malaysianPhones: PhonePlan = {
  region: 'MY',
  countryCode: '60',
  trunk: '0',
  numbers: [
    { prefixes: ['10', '12', '13', '14', '16', '17', '18', '19'], digitsMin: 9, digitsMax: 9 },
    { prefixes: ['11', '15'], digitsMin: 9, digitsMax: 10 },
    { prefixes: ['3'], digitsMin: 9, digitsMax: 9 },
    {
      prefixes: ['4', '5', '6', '7', '82', '83', '84', '85', '86', '87', '88', '89', '9'],
      digitsMin: 8,
      digitsMax: 8,
    },
  ],
};

/** Malaysia. */
export const myPack: Pack = {
  id: 'my',
  detectors: [writtenMyKadDetector, namedMyKadDetector],
  phones: [malaysianPhones],
};
