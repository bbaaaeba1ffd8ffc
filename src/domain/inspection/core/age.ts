import { isDigitUnit, isWordUnit, lowerOf } from '../scan/character-class.ts';
import type { PictureDetector } from '../scan/detector.ts';
import { hashOf } from '../scan/hash-words.ts';
import { unitAt } from '../scan/unit-at.ts';
import { hashWord } from '../scan/word-set.ts';
import { numberAt } from './date/calendar.ts';

const after =
  /^(?:[- ]years?[- ]?old|[- ]?y(?:rs?)?\.?[/ ]?o(?:ld)?\b|[- ]yrs?[- ]old| years of age| jahre alt| ans\b| años| anni\b| jaar oud)/i;
const ageWords = hashes(
  'age aged umur usia berusia berumur umurnya usianya alter leeftijd edad âge'.split(' '),
);
const linkWords = hashes(['is', 'of', 'adalah']);
const wordLengthMax = 16;
const ageMax = 120;
/** Of an ASCII letter and most of Latin-1, the bit that makes it lower case. */
const lowerCase = 0x20;
const lastLetters = new Set('deafhrs'.split('').map((letter) => unitAt(letter, 0)));
/** `Budi, 26 tahun,`: years beside a name. Fewer are those of a contract as often as not. */
const besideName = /^ (?:tahun|thn|th|yrs?),/i;
const yearsInIndonesian = /^ (?:tahun|thn|th)\b/i;
const isOldInIndonesian = /\b(?:umur|usia|berusia|berumur|umurnya|usianya)\b[^.\n]{0,12}$/i;

/** How old someone is, in years: the number alone. */
export const ageDetector: PictureDetector = {
  kind: 'picture',
  id: 'core.age',
  type: 'AGE',
  pictures: ['9', '99', '999'],
  places: [
    { after: [/[ -]/, /[yjat]/i] },
    // The last letters of the words below.
    { before: [/[ :="]/, /[ :="edrasfh]/i], after: [/[^_/:]/] },
  ],
  probe(text, at) {
    let end = at;
    while (end < at + 3 && unitAt(text, end) >= 0x30 && unitAt(text, end) <= 0x39) end += 1;
    const isTold = saysYears(text, at, end) || (isLabelled(text, at) && isWhole(text, end));
    const isAge = isTold && numberAt(text, at, end) <= ageMax;
    return isAge ? { start: at, end, score: 0.8 } : undefined;
  },
};

/** By the low bits of three letters, whether what may follow an age can begin with them: most numbers are followed by others. */
const letterBits = 5;
const letterMask = 0x1f;
const openings = new Uint8Array(1 << (3 * letterBits));
for (const word of ['jah', 'jaa', 'ans', 'ann', 'año']) openings[lettersAt(word, 0)] = 1;
for (const word of ['y', 'ta', 'th']) markBeginning(word);

function markBeginning(word: string): void {
  const open = (3 - word.length) * letterBits;
  const first = (lettersAt(word, 0) >> open) << open;
  openings.fill(1, first, first + (1 << open));
}

function saysYears(text: string, at: number, end: number): boolean {
  if (!mayFollowAge(text, end)) return false;
  const ahead = text.slice(end, end + 16);
  if (after.test(ahead)) return true;
  if (end - at === 2 && besideName.test(ahead) && isBehindName(text, at)) return true;
  const isIndonesian = yearsInIndonesian.test(ahead);
  return isIndonesian && isOldInIndonesian.test(text.slice(Math.max(0, at - 24), at));
}

/** Whether a word with a capital letter and a comma stand before. */
function isBehindName(text: string, at: number): boolean {
  if (unitAt(text, at - 1) !== 0x20 || unitAt(text, at - 2) !== 0x2c) return false;
  const begin = wordBegin(text, at - 2);
  return begin < at - 2 && lowerOf[unitAt(text, begin)] !== unitAt(text, begin);
}

/** Most numbers are followed by other letters, `and` and `Jan` among them: those are told before any expression is tried. */
function mayFollowAge(text: string, end: number): boolean {
  const following = unitAt(text, end);
  const first = following === 0x20 || following === 0x2d ? end + 1 : end;
  return openings[lettersAt(text, first)] === 1;
}

/** The low bits of three units, which are those of a letter in either case, as one number. */
function lettersAt(text: string, at: number): number {
  const first = unitAt(text, at) & letterMask;
  const second = unitAt(text, at + 1) & letterMask;
  return (((first << letterBits) | second) << letterBits) | (unitAt(text, at + 2) & letterMask);
}

/** Not the first part of a word, a decimal, a date or a time. */
function isWhole(text: string, end: number): boolean {
  const next = unitAt(text, end);
  if (isWordUnit(next) || next === 0x5f || next === 0x2f || next === 0x3a) return false;
  const mayTie = next === 0x2e || next === 0x2c;
  return !mayTie || !isDigitUnit(unitAt(text, end + 1));
}

/** `age: `, `usia adalah `: at most three signs, and perhaps a word that links, between the word and the number. */
function isLabelled(text: string, at: number): boolean {
  let end = at;
  if (!isBetween(unitAt(text, at - 1))) return false;
  while (at - end < 3 && isBetween(unitAt(text, end - 1))) end -= 1;
  if (!isLastLetter(unitAt(text, end - 1))) return false;
  const begin = wordBegin(text, end);
  const hash = hashOf(text, begin, end);
  if (ageWords.has(hash)) return true;
  if (!linkWords.has(hash) || unitAt(text, begin - 1) !== 0x20) return false;
  return ageWords.has(hashOf(text, wordBegin(text, begin - 1), begin - 1));
}

/** Of the words above, which most words are told from by their last letter. */
function isLastLetter(unit: number): boolean {
  return lastLetters.has(unit | lowerCase);
}

/** Space, colon, equals sign, quotation mark. */
function isBetween(unit: number): boolean {
  return unit === 0x20 || unit === 0x3a || unit === 0x3d || unit === 0x22;
}

function wordBegin(text: string, end: number): number {
  let begin = end;
  while (end - begin <= wordLengthMax && isWordUnit(unitAt(text, begin - 1))) begin -= 1;
  return begin;
}

function hashes(words: readonly string[]): ReadonlySet<number> {
  return new Set(words.map(hashWord));
}
