import { isDigitUnit, isLetterUnit, isWordUnit } from '../scan/character-class.ts';
import type { PictureDetector, TokenDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

/** Lengths by country (ISO 13616 registry). */
const lengths: Readonly<Record<string, number>> = {
  ...{
    AD: 24,
    AE: 23,
    AL: 28,
    AT: 20,
    AZ: 28,
    BA: 20,
    BE: 16,
    BG: 22,
    BH: 22,
    BI: 27,
    BR: 29,
    BY: 28,
  },
  ...{
    CH: 21,
    CR: 22,
    CY: 28,
    CZ: 24,
    DE: 22,
    DJ: 27,
    DK: 18,
    DO: 28,
    EE: 20,
    EG: 29,
    ES: 24,
    FI: 18,
  },
  ...{
    FK: 18,
    FO: 18,
    FR: 27,
    GB: 22,
    GE: 22,
    GI: 23,
    GL: 18,
    GR: 27,
    GT: 28,
    HR: 21,
    HU: 28,
    IE: 22,
  },
  ...{
    IL: 23,
    IQ: 23,
    IS: 26,
    IT: 27,
    JO: 30,
    KW: 30,
    KZ: 20,
    LB: 28,
    LC: 32,
    LI: 21,
    LT: 20,
    LU: 20,
  },
  ...{
    LV: 21,
    LY: 25,
    MC: 27,
    MD: 24,
    ME: 22,
    MK: 19,
    MN: 20,
    MR: 27,
    MT: 31,
    MU: 30,
    NI: 28,
    NL: 18,
  },
  ...{
    NO: 15,
    OM: 23,
    PK: 24,
    PL: 28,
    PS: 29,
    PT: 25,
    QA: 29,
    RO: 24,
    RS: 22,
    RU: 33,
    SA: 24,
    SC: 31,
  },
  ...{
    SD: 18,
    SE: 24,
    SI: 19,
    SK: 24,
    SM: 27,
    SO: 23,
    ST: 25,
    SV: 28,
    TL: 23,
    TN: 24,
    TR: 26,
    UA: 29,
  },
  ...{ VA: 22, VG: 24, XK: 20, YE: 30 },
};

/** Account numbers (ISO 13616) written together. */
export const ibanDetector: TokenDetector = {
  kind: 'token',
  id: 'core.iban',
  type: 'IBAN',
  lengthMin: 15,
  lengthMax: 34,
  score: 0.99,
  scoreInContext: 0.99,
  context: [],
  checksum: true,
  accepts: (code) => isIban(code.text),
};

/** Account numbers in groups of four. */
export const groupedIbanDetector: PictureDetector = {
  kind: 'picture',
  id: 'core.iban_grouped',
  type: 'IBAN',
  pictures: ['AA99'],
  places: [{ after: [/[ -]/, /[A-Z\d]/i] }],
  probe(text, at) {
    const wanted = lengths[text.slice(at, at + 2).toUpperCase()] ?? 0;
    const end = endOfGroups(text, at, wanted);
    const isWhole = end > 0 && !isWordUnit(unitAt(text, end));
    return isWhole && hasRightDigits(text.slice(at, end))
      ? { start: at, end, score: 0.99, checksum: true }
      : undefined;
  },
};

/** End of so many letters and digits, with a space or hyphen after each fourth; 0 when they stand otherwise. */
function endOfGroups(text: string, start: number, wanted: number): number {
  let at = start;
  for (let count = 0; count < wanted; count += 1) {
    let unit = unitAt(text, at);
    const isGap = (unit === 0x20 || unit === 0x2d) && count > 0 && count % 4 === 0;
    if (isGap) {
      at += 1;
      unit = unitAt(text, at);
    }
    if (!isDigitUnit(unit) && !isLetterUnit(unit)) return 0;
    at += 1;
  }
  return wanted === 0 ? 0 : at;
}

/** Whether the country's length and the check digits are right. Takes upper case. */
function isIban(code: string): boolean {
  return lengths[code.slice(0, 2)] === code.length && hasRightDigits(code);
}

/** Whether the check digits (ISO/IEC 7064, MOD 97-10) are right: with the letters of the country they come last. */
function hasRightDigits(written: string): boolean {
  let rest = 0;
  for (let at = 4; at < written.length; at += 1) rest = restWith(rest, unitAt(written, at));
  for (let at = 0; at < 4; at += 1) rest = restWith(rest, unitAt(written, at));
  return rest === 1;
}

function restWith(rest: number, unit: number): number {
  if (isDigitUnit(unit)) return (rest * 10 + unit - 0x30) % 97;
  return isLetterUnit(unit) ? (rest * 100 + (unit & 0x5f) - 55) % 97 : rest;
}
