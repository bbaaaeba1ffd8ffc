import type {
  CodeDetector,
  Detector,
  Pack,
  PhonePlan,
  TokenDetector,
} from '../../scan/detector.ts';
import { phrases } from '../phrases.ts';
import {
  namedAadhaarDetector,
  uncheckedAadhaarDetector,
  writtenAadhaarDetector,
} from './aadhaar.ts';
import { taxpayerDetectors } from './taxpayer.ts';
import { upiDetector } from './upi.ts';

/** Three letters of the constituency and seven digits; too plain to be one without a word. */
const voterDetector: CodeDetector = {
  kind: 'code',
  id: 'in.voter_id',
  type: 'IN_VOTER_ID',
  pictures: ['AAA9999999', 'AAA 9999999'],
  score: 0,
  scoreInContext: 0.92,
  context: phrases(
    'voter, voter id, voter card, voter id card, epic, epic no, epic number, election card, electoral, elector',
  ),
  checksum: false,
  accepts: () => true,
};

/** Codes of banks (RBI). */
const banks: ReadonlySet<string> = new Set(
  phrases(
    `SBIN, HDFC, ICIC, UTIB, KKBK, PUNB, BARB, CNRB, UBIN, IOBA, IDIB, BKID, CBIN, MAHB, PSIB, UCBA, YESB, INDB, FDRL, KARB, KVBL,
     SIBL, TMBL, CIUB, DLXB, DCBL, IDFB, RATN, BDBL, ESFB, AUBL, USFB, UJVN, JAKA, DBSS, HSBC, SCBL, CITI, DEUT, IBKL, NKGS, SVCB,
     COSB, ABHY, JSFB, PYTM, AIRP, IPOS, FINO, CSBK, DNSB, KJSB, TJSB, NTBL, BACB, APGV`,
  ),
);

const ifscWords = phrases('ifsc, ifsc code, rtgs, neft, imps, branch code, bank branch, bank code');
const ifsc = /^[A-Z]{4}0[A-Z0-9]{6}$/;

const bankBranch = {
  kind: 'token',
  type: 'IN_IFSC',
  lengthMin: 11,
  lengthMax: 11,
  checksum: false,
} as const;

/** Bank, zero, branch. */
const branchDetectors: readonly TokenDetector[] = [
  {
    ...bankBranch,
    id: 'in.ifsc',
    score: 0.85,
    scoreInContext: 0.97,
    context: ifscWords,
    accepts: ({ text, written }) =>
      text === written && ifsc.test(text) && banks.has(text.slice(0, 4)),
  },
  {
    ...bankBranch,
    id: 'in.ifsc_named',
    score: 0,
    scoreInContext: 0.92,
    context: ifscWords,
    accepts: ({ text }) => ifsc.test(text),
  },
];

const indianPhones: PhonePlan = {
  region: 'IN',
  countryCode: '91',
  trunk: '0',
  numbers: [
    { prefixes: ['6', '7', '8', '9'], digitsMin: 10, digitsMax: 10 },
    { prefixes: ['11', '20', '22', '33', '40', '44'], digitsMin: 10, digitsMax: 10 },
  ],
};

const detectors: readonly Detector[] = [
  writtenAadhaarDetector,
  namedAadhaarDetector,
  uncheckedAadhaarDetector,
  ...taxpayerDetectors,
  voterDetector,
  ...branchDetectors,
  upiDetector,
];

/** India. */
export const inPack: Pack = { id: 'in', detectors, phones: [indianPhones] };
