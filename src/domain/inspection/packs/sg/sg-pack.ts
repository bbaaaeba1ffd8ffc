import type {
  Detector,
  NumberDetector,
  Pack,
  PhonePlan,
  WordDetector,
} from '../../scan/detector.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';
import { nricDetector, uncheckedNricDetector } from './nric.ts';
import { uenDetectors } from './uen.ts';

// Sectors 01 to 82 without 74 (URA).
const postalCode = /^(?:0[1-9]|[1-6]\d|7[0-35-9]|8[0-2])\d{4}$/;

const namedPostalCodeDetector: NumberDetector = {
  kind: 'number',
  id: 'sg.postal_code',
  type: 'SG_POSTAL_CODE',
  digitsMin: 6,
  digitsMax: 6,
  groupMin: 6,
  score: 0,
  scoreInContext: 0.8,
  context: phrases('postal code, postal, postcode, post code, zip code, zip, kode pos, blk'),
  against: otherNumbers,
  checksum: false,
  accepts: ({ text }) => postalCode.test(text),
};

/** How far behind where a city's name begins its code does, with all that may stand between. */
const codeAheadMax = 12;
const afterCity = /^(?:singapore|s'?pore|s)(?:\s?\(|,?\s)(\d{6})(?!\w)/i;

/** `Singapore 049483`, `S(049483)`. */
const addressedPostalCodeDetector: WordDetector = {
  kind: 'word',
  id: 'sg.postal_code_addressed',
  type: 'SG_POSTAL_CODE',
  words: ['singapore', 'spore', 's'],
  probe(text, at, around) {
    // The `s` of `it's` is seldom followed by a number.
    if (around.digitsAfter(at, 4) > at + codeAheadMax) return undefined;
    const found = afterCity.exec(text.slice(at, at + 24));
    const code = found?.[1];
    if (!found || code === undefined || !postalCode.test(code)) return undefined;
    if (text.charAt(at + 1) === ' ') return undefined;
    const start = at + found[0].length - code.length;
    return { start, end: start + code.length, score: 0.85, context: found[0].slice(0, 9) };
  },
};

const singaporeanPhones: PhonePlan = {
  region: 'SG',
  countryCode: '65',
  trunk: '',
  numbers: [
    { prefixes: ['3', '6', '8', '9'], digitsMin: 8, digitsMax: 8 },
    { prefixes: ['1800'], digitsMin: 11, digitsMax: 11 },
  ],
};

const detectors: readonly Detector[] = [
  nricDetector,
  uncheckedNricDetector,
  ...uenDetectors,
  namedPostalCodeDetector,
  addressedPostalCodeDetector,
];

/** Singapore. */
export const sgPack: Pack = { id: 'sg', detectors, phones: [singaporeanPhones] };
