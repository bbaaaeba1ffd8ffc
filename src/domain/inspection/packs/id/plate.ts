import type { CodeDetector } from '../../scan/detector.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

/** Letters of the regions (Perpol 7/2021). */
const regions: ReadonlySet<string> = new Set(
  phrases(
    `A, B, D, E, F, G, H, K, L, M, N, P, R, S, T, W, Z, AA, AB, AD, AE, AG, BA, BB, BD, BE, BG, BH, BK, BL, BM, BN, BP, DA, DB,
     DC, DD, DE, DG, DH, DK, DL, DM, DN, DP, DR, DS, DT, DW, EA, EB, ED, KB, KH, KT, KU, PA, PB, PG, PS, PT`,
  ),
);

const plateWords = phrases(
  `plat, plat nomor, nomor plat, nomor polisi, nopol, no polisi, polisi, nomor kendaraan, kendaraan, mobil, motor, sepeda motor,
   stnk, bpkb, license plate, licence plate, number plate, plate, plate number, vehicle, car, registration number, tilang`,
);

const pictureOfGroups = (separator: string) =>
  ['A', 'AA'].flatMap((region) =>
    ['9', '99', '999', '9999'].flatMap((digits) =>
      ['A', 'AA', 'AAA'].map((letters) => [region, digits, letters].join(separator)),
    ),
  );

const plate = {
  kind: 'code',
  type: 'ID_PLATE',
  context: plateWords,
  against: otherNumbers,
  checksum: false,
} as const;

/** Four digits and three letters between them are seldom anything else. */
export const fullPlateDetector: CodeDetector = {
  ...plate,
  id: 'id.plate_full',
  pictures: ['A 9999 AAA', 'AA 9999 AAA', 'AA 9999 AA', 'A 9999 AA'],
  score: 0.55,
  scoreInContext: 0.92,
  accepts: ({ written }) => isPlate(written) && !unitsOfMeasure.test(written),
};

export const namedPlateDetector: CodeDetector = {
  ...plate,
  id: 'id.plate',
  pictures: [...pictureOfGroups(' '), ...pictureOfGroups('-'), ...pictureOfGroups('')],
  score: 0,
  scoreInContext: 0.9,
  accepts: ({ written }) => isPlate(written),
};

const unitsOfMeasure =
  /(?:AD|AM|BC|CE|CM|GB|HP|HZ|ID|IN|IS|KB|KG|KM|KW|MB|ML|MM|NM|OF|OR|PM|RP|TB|TO|US|WH|AND|AUD|BCE|CAD|DAY|EUR|FOR|GBP|GHZ|IDR|INR|JPY|KWH|MAH|MHZ|MYR|PCS|RPM|SGD|THE|UTC|USD)$/;

function isPlate(written: string): boolean {
  const region = /^[A-Z]{1,2}(?=[ -]?[1-9]\d{0,3}[ -]?[A-Z]{1,3}$)/.exec(written);
  return region !== null && regions.has(region[0]);
}
