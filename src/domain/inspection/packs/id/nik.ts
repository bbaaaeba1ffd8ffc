import type { Code, CodeDetector, NumberDetector } from '../../scan/detector.ts';
import { isCalendarDay } from '../calendar-day.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

// Codes of the 38 provinces; 97 is the statistics office's for one that Papua was divided into in 2022.
const provinces = new Set(
  phrases(
    `11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65, 71, 72, 73, 74, 75, 76, 81,
     82, 91, 92, 93, 94, 95, 96, 97`,
  ).map(Number),
);
const isProvince = Uint8Array.from({ length: 100 }, (_, code) => Number(provinces.has(code)));

/**
 * National identity numbers: province, regency and district (two digits each), date of birth as DDMMYY with 40 added to the
 * day for women, and a serial number.
 */
export function isNik(digits: string): boolean {
  return isNumberOfPerson({ digits: Uint8Array.from(digits, Number), digitCount: digits.length });
}

type Digits = Pick<Code, 'digits' | 'digitCount'>;

function isNumberOfPerson({ digits, digitCount }: Digits): boolean {
  if (!isOfDistrict({ digits, digitCount }) || isZero(digits, 12, 16)) return false;
  const written = twoDigitsAt(digits, 6);
  return isCalendarDay(twoDigitsAt(digits, 8), written > 40 ? written - 40 : written);
}

function isOfDistrict({ digits, digitCount }: Digits): boolean {
  if (digitCount !== 16 || isProvince[twoDigitsAt(digits, 0)] !== 1) return false;
  return !isZero(digits, 2, 4) && !isZero(digits, 4, 6);
}

function isZero(digits: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (digits[at] !== 0) return false;
  return true;
}

function twoDigitsAt(digits: Uint8Array, at: number): number {
  return (digits[at] ?? 0) * 10 + (digits[at + 1] ?? 0);
}

/** As on cards and in forms: region, date of birth, serial number. */
const groupings = [
  ...['99.99.99.999999.9999', '999999.999999.9999', '999999 999999 9999', '999999-999999-9999'],
  ...['99 99 99 999999 9999', '99-99-99-999999-9999', '99.9999.999999.9999'],
];

const nik = {
  type: 'NIK',
  score: 0.6,
  scoreInContext: 0.95,
  context: phrases(
    `nik, nomor induk kependudukan, induk kependudukan, ktp, e ktp, ektp, no ktp, kependudukan, nomor identitas, no identitas,
     identitas, penduduk, identity card, id card, id number, national id, identity number, citizen id, pemegang ktp`,
  ),
  against: otherNumbers,
  checksum: false,
  accepts: isNumberOfPerson,
} as const;

export const nikDetectors: readonly (NumberDetector | CodeDetector)[] = [
  { ...nik, kind: 'number', id: 'id.nik', digitsMin: 16, digitsMax: 16, groupMin: 4 },
  { ...nik, kind: 'code', id: 'id.nik_grouped', pictures: groupings, score: 0.7 },
];

/** Family cards: built like the number of a person, with the day of issue, so that only a word tells them apart. */
export const kkDetector: NumberDetector = {
  kind: 'number',
  id: 'id.kk',
  type: 'KK',
  digitsMin: 16,
  digitsMax: 16,
  groupMin: 4,
  score: 0,
  scoreInContext: 0.95,
  context: phrases(
    'kk, no kk, nomor kk, kartu keluarga, nomor kartu keluarga, family card, family card number',
  ),
  checksum: false,
  accepts: isOfDistrict,
};
