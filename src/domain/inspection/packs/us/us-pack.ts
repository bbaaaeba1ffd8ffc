import type { CodeDetector, NumberDetector, Pack, PhonePlan } from '../../scan/detector.ts';
import { weightedSum } from '../checksum/weighted-sum.ts';
import { phrases } from '../phrases.ts';
import { healthCareDetectors } from './health-care.ts';
import { ssnDetectors } from './social-security.ts';

// Prefixes that the IRS assigns to its campuses and to applications over the internet.
const employerPrefix =
  /^(?:0[1-6]|1[0-6]|2[0-7]|3[0-9]|4[0-8]|5[0-9]|6[0-8]|7[1-7]|8[0-8]|9[0-589])/;

const employerDetector: CodeDetector = {
  kind: 'code',
  id: 'us.ein',
  type: 'US_EIN',
  pictures: ['99-9999999', '999999999', '99 9999999'],
  score: 0,
  scoreInContext: 0.9,
  context: phrases(
    `ein, fein, ein number, employer id, employer identification, employer identification number, federal tax id, federal id,
     tax id, irs number`,
  ),
  checksum: false,
  accepts: ({ text }) => employerPrefix.test(text),
};

// Federal Reserve districts, thrift institutions, electronic transactions, traveller's cheques (ABA).
const routingPrefix = /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/;

const routingDetector: NumberDetector = {
  kind: 'number',
  id: 'us.aba_routing',
  type: 'US_ABA_ROUTING',
  digitsMin: 9,
  digitsMax: 9,
  groupMin: 4,
  score: 0,
  scoreInContext: 0.93,
  context: phrases(
    'routing, routing number, routing no, aba, aba number, rtn, transit number, ach, wire, bank routing, routing transit',
  ),
  checksum: true,
  accepts: ({ text }) =>
    routingPrefix.test(text) && weightedSum(text, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
};

const northAmericanPhones: PhonePlan = {
  region: 'US',
  countryCode: '1',
  trunk: '',
  numbers: [{ prefixes: ['2', '3', '4', '5', '6', '7', '8', '9'], digitsMin: 10, digitsMax: 10 }],
};

/** United States. */
export const usPack: Pack = {
  id: 'us',
  detectors: [...ssnDetectors, employerDetector, routingDetector, ...healthCareDetectors],
  phones: [northAmericanPhones],
};
