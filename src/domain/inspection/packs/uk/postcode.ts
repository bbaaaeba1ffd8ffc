import type { CodeDetector } from '../../scan/detector.ts';
import { phrases } from '../phrases.ts';

/** Areas of Royal Mail. */
const areas: ReadonlySet<string> = new Set(
  phrases(
    `AB, AL, B, BA, BB, BD, BH, BL, BN, BR, BS, BT, CA, CB, CF, CH, CM, CO, CR, CT, CV, CW, DA, DD, DE, DG, DH, DL, DN, DT, DY, E,
     EC, EH, EN, EX, FK, FY, G, GL, GU, GY, HA, HD, HG, HP, HR, HS, HU, HX, IG, IM, IP, IV, JE, KA, KT, KW, KY, L, LA, LD, LE, LL,
     LN, LS, LU, M, ME, MK, ML, N, NE, NG, NN, NP, NR, NW, OL, OX, PA, PE, PH, PL, PO, PR, RG, RH, RM, S, SA, SE, SG, SK, SL, SM,
     SN, SO, SP, SR, SS, ST, SW, SY, TA, TD, TF, TN, TQ, TR, TS, TW, UB, W, WA, WC, WD, WF, WN, WR, WS, WV, YO, ZE`,
  ),
);

const outward = ['A9', 'A99', 'AA9', 'AA99', 'A9A', 'AA9A'];
const inward = /\d[ABD-HJLNP-UW-Z]{2}$/;

function isPostcode(code: string): boolean {
  const area = /^[A-Z]+/.exec(code)?.[0] ?? '';
  return areas.has(area) && inward.test(code);
}

const postcode = { kind: 'code', type: 'UK_POSTCODE', checksum: false } as const;

export const postcodeDetectors: readonly CodeDetector[] = [
  {
    ...postcode,
    id: 'uk.postcode',
    pictures: outward.map((code) => `${code} 9AA`),
    score: 0.8,
    scoreInContext: 0.95,
    context: phrases('postcode, post code, postal code, address, zip, zip code'),
    accepts: ({ text, written }) => written === written.toUpperCase() && isPostcode(text),
  },
  {
    ...postcode,
    id: 'uk.postcode_named',
    pictures: outward.flatMap((code) => [`${code} 9AA`, `${code}9AA`]),
    score: 0,
    scoreInContext: 0.85,
    context: phrases('postcode, post code, postal code'),
    accepts: ({ text }) => isPostcode(text),
  },
];
