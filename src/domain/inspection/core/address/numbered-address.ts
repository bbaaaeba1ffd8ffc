import { isDigitUnit, isLetterUnit, isWordUnit, lowerOf } from '../../scan/character-class.ts';
import type { Hit, PictureDetector, WordDetector } from '../../scan/detector.ts';
import { isLetter } from '../../scan/hash-words.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { addressEnd, postalCodeEnd } from './address-end.ts';
import { isStreetName, mayBeStreet } from './address-words.ts';

const nameWordsMax = 4;
const wordLengthMax = 28;
/** How far away the postal code of an address in lines may stand. */
const townLengthMax = 48;

/** `Lindenweg 12`, `92 Eusebio Marín 57` above a postal code: the house number comes after the street's name. */
export const numberedAddressDetector: PictureDetector = {
  kind: 'picture',
  id: 'core.address_numbered',
  type: 'STREET_ADDRESS',
  pictures: ['9', '99', '999', '9999', '9A', '99A'],
  places: [{ before: [/ /, /[\p{L}.]/u] }],
  probe(text, at, around) {
    if (unitAt(text, at - 1) !== 0x20 || !mayEndName(unitAt(text, at - 2))) return undefined;
    const end = wordEnd(text, at);
    const endsLine = unitAt(text, end) === 0x0a;
    if (!endsLine && !mayBeStreet(text, at - 1)) return undefined;
    const start = streetStart(text, at);
    if (start < 0) return undefined;
    const isNumberedTwice = isDigitUnit(unitAt(text, start));
    if (isNumberedTwice && !endsLine) return undefined;
    if (isNumberedTwice && postalCodeEnd(text, { start, end }, end + townLengthMax) < 0)
      return undefined;
    return { start, end: addressEnd(text, { start, end }, around), score: 0.7 };
  },
};

/** A point too: `Hauptstr.` */
function mayEndName(unit: number): boolean {
  return unit === 0x2e || isLetter(unit);
}

/** Where the name, or the number before it, begins; -1 when the words before are no street. */
function streetStart(text: string, at: number): number {
  const last = wordBegin(text, at - 1);
  const isStreet = isStreetName(text, last, at - 1);
  let start = isCapital(unitAt(text, last)) ? last : -1;
  if (start < 0 && !isStreet) return -1;
  let begin = last;
  for (let count = 1; count < nameWordsMax && unitAt(text, begin - 1) === 0x20; count += 1) {
    begin = wordBegin(text, begin - 1);
    const first = unitAt(text, begin);
    if (isDigitUnit(first)) return begin;
    if (!isCapital(first)) break;
    start = begin;
  }
  return isStreet ? start : -1;
}

function wordBegin(text: string, end: number): number {
  let begin = end;
  while (end - begin < wordLengthMax && isPart(unitAt(text, begin - 1))) begin -= 1;
  return begin;
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (isWordUnit(unitAt(text, end))) end += 1;
  return end;
}

function isPart(unit: number): boolean {
  return isWordUnit(unit) || unit === 0x2d || unit === 0x2e || unit === 0x27;
}

function isCapital(unit: number): boolean {
  return lowerOf[unit] !== unit;
}

const military =
  /(?:(?:PSC|CMR|Unit) \d{1,5},? Box \d{1,5}|US(?:S|NS|NV|CGC) \p{Lu}\p{L}+)[,\s]{1,3}$/iu;
const afterMilitary = / ?A[AEP],? \d{5}(?:-\d{4})?(?!\d)/iy;

/** `PSC 12, Box 345, APO AE 09012`: mail to the armed forces of the United States. */
export const militaryAddressDetector: WordDetector = {
  kind: 'word',
  id: 'core.address_military',
  type: 'STREET_ADDRESS',
  words: ['apo', 'fpo', 'dpo'],
  probe(text, at): Hit | undefined {
    if (!isLetterUnit(unitAt(text, at))) return undefined;
    afterMilitary.lastIndex = at + 3;
    if (!afterMilitary.test(text)) return undefined;
    const before = military.exec(text.slice(Math.max(0, at - 40), at));
    const start = at - (before?.[0].length ?? 0);
    return { start, end: afterMilitary.lastIndex, score: 0.85 };
  },
};
