import { isDigitUnit, lowerOf } from '../../scan/character-class.ts';
import type { Around, Detector, Hit, Probe } from '../../scan/detector.ts';
import { isLetter } from '../../scan/hash-words.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { addressEnd } from './address-end.ts';
import { houseNumberStart, numberAheadMax, numberEnd } from './address-walk.ts';
import {
  lowerCaseStreets,
  wordsAfterStreet,
  wordsBeforeStreet,
  wordsBeforeUnit,
} from './address-words.ts';
import { militaryAddressDetector, numberedAddressDetector } from './numbered-address.ts';
import { hasStreetName } from './street-name.ts';

const nameWordsMax = 5;
const abbreviationMax = 4;
/** Words that points tie together go on for ever: what is longer is no abbreviation. */
const wordLengthMax = 32;

function wordEnd(text: string, at: number): number {
  let end = at;
  while (end - at < wordLengthMax && isInWord(unitAt(text, end))) end += 1;
  return end;
}

function isInWord(unit: number): boolean {
  return unit === 0x2e || isLetter(unit);
}

function isCapital(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  return isLetter(unit) && lowerOf[unit] !== unit;
}

function addressOf(text: string, span: { start: number; end: number }, around: Around): Hit {
  return { start: span.start, end: addressEnd(text, span, around), score: 0.75 };
}

/** `12 Main Street`: a house number, a name, and a word that only a capital letter tells from an ordinary one. */
const afterStreet: Probe = (text, at, around) => {
  if (!isCapital(text, at) || isBehindLowerCase(text, at)) return undefined;
  const start = houseNumberStart(text, at, 1);
  if (start < 0 || start === at || !hasStreetName(text, start, at)) return undefined;
  return addressOf(text, { start, end: streetEnd(text, at) }, around);
};

/** `par le Dr Lacroix`: the word for a street goes with a name, and this one with an article. */
function isBehindLowerCase(text: string, at: number): boolean {
  const last = unitAt(text, at - 2);
  let begin = at - 1;
  while (at - begin < wordLengthMax && isLetter(unitAt(text, begin - 1))) begin -= 1;
  return isLetter(last) && !isCapital(text, begin) && !isDigitUnit(unitAt(text, begin - 1));
}

/** A point behind a word that is too long to be an abbreviation ends a sentence. */
function streetEnd(text: string, at: number): number {
  const end = wordEnd(text, at);
  const isPoint = unitAt(text, end - 1) === 0x2e;
  return isPoint && end - at > abbreviationMax + 1 ? end - 1 : end;
}

/** `Jalan Sudirman No. 5`, `52 Rua Augusta`: a number before the word, or one after a name of a few words. */
const beforeStreet: Probe = (text, at, around) => {
  if (around.digitsAfter(at, 1) > at + wordLengthMax + numberAheadMax) return undefined;
  const isNumbered = text.charAt(at - 1) === ' ' && isDigitUnit(unitAt(text, at - 2));
  const lowerEnd = isNumbered ? lowerCaseStreetEnd(text, at) : -1;
  if (lowerEnd < 0 && !isCapital(text, at) && !isAbbreviated(text, at)) return undefined;
  const nameEnd = wordEnd(text, at);
  const start = isNumbered ? houseNumberStart(text, at, 1) : at;
  const end = Math.max(lowerEnd, numberEnd(text, nameEnd, nameWordsMax));
  return end < 0 || start < 0 ? undefined : addressOf(text, { start, end }, around);
};

const streetName = / (?:(?:de|du|des|la|le|les|del|da|do) ){0,3}(?:[dl]')?\p{Lu}[\p{L}'-]{0,27}/uy;

/** `61 boulevard Voltaire`: behind a house number, the name alone has a capital letter in France. Where it ends, or -1. */
function lowerCaseStreetEnd(text: string, at: number): number {
  const end = wordEnd(text, at);
  streetName.lastIndex = end;
  const isStreet = lowerCaseStreets.has(text.slice(at, end)) && streetName.test(text);
  return isStreet ? streetName.lastIndex : -1;
}

/** `jl. Sudirman`, `ul. Lubartowska`: a point tells the word for a street from others as well as a capital letter does. */
function isAbbreviated(text: string, at: number): boolean {
  const end = wordEnd(text, at);
  return unitAt(text, end - 1) === 0x2e && isCapital(text, end + 1);
}

/** `92 Calle Mayor 57 Suite 3`: what stands before the number of a part of a building is the street. */
const beforeUnit: Probe = (text, at, around) => {
  if (around.digitsAfter(at, 1) > at + wordLengthMax + numberAheadMax) return undefined;
  const end = numberEnd(text, wordEnd(text, at), 0);
  if (end < 0) return undefined;
  const start = houseNumberStart(text, at, 2);
  return start < 0 ? undefined : addressOf(text, { start, end }, around);
};

/** Addresses of buildings, up to the postal code where one follows. */
export const streetAddressDetectors: readonly Detector[] = [
  numberedAddressDetector,
  militaryAddressDetector,
  {
    kind: 'word',
    id: 'core.address_after_street',
    type: 'STREET_ADDRESS',
    words: wordsAfterStreet,
    probe: afterStreet,
  },
  {
    kind: 'word',
    id: 'core.address_before_street',
    type: 'STREET_ADDRESS',
    words: wordsBeforeStreet,
    probe: beforeStreet,
  },
  {
    kind: 'word',
    id: 'core.address_before_unit',
    type: 'STREET_ADDRESS',
    words: wordsBeforeUnit,
    probe: beforeUnit,
  },
];
