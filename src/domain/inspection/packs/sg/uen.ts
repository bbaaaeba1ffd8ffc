import type { CodeDetector } from '../../scan/detector.ts';
import { weightedSum } from '../checksum/weighted-sum.ts';
import { phrases } from '../phrases.ts';

const uenWords = phrases(
  `uen, uen no, uen number, unique entity number, acra, business registration, company registration, registration number,
   registration no, roc, rob, gst registration, gst reg, co reg, brn`,
);

const letters = 'ABCDEFGHJKLMNPQRSTUVWX0123456789';
const otherEntityWeights = [4, 3, 5, 3, 10, 2, 2, 5, 7];

/** Businesses: eight digits and a letter. */
function isBusiness(code: string): boolean {
  return 'XMKECAWLJDB'[weightedSum(code, [10, 4, 9, 3, 8, 2, 7, 1]) % 11] === code[8];
}

/** Companies: the year, five digits and a letter. */
function isCompany(code: string): boolean {
  const isYear = /^(?:18|19|20)/.test(code);
  return isYear && 'ZKCMDNERGWH'[weightedSum(code, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11] === code[9];
}

/** All others: century and year, two letters of the kind of entity, four digits and a letter. */
function isOtherEntity(code: string): boolean {
  if (!/^[RST]\d\d[A-Z][A-Z0-9]\d{4}[A-Z]$/.test(code)) return false;
  const sum = otherEntityWeights.reduce(
    (total, weight, at) => total + weight * letters.indexOf(code.charAt(at)),
    0,
  );
  return letters[(sum + 6) % 11] === code[9];
}

const entity = {
  kind: 'code',
  type: 'SG_UEN',
  context: uenWords,
  scoreInContext: 0.95,
  checksum: true,
} as const;

/** Numbers of companies, businesses and other entities. */
export const uenDetectors: readonly CodeDetector[] = [
  {
    ...entity,
    id: 'sg.uen_business',
    pictures: ['99999999A'],
    score: 0.45,
    accepts: ({ text, written }) => text === written && isBusiness(text),
  },
  {
    ...entity,
    id: 'sg.uen_company',
    pictures: ['999999999A'],
    score: 0.75,
    accepts: ({ text, written }) => text === written && isCompany(text),
  },
  {
    ...entity,
    id: 'sg.uen_other',
    pictures: ['A99AX9999A'],
    score: 0.85,
    accepts: ({ text, written }) => text === written && isOtherEntity(text),
  },
];
