import { isLetterUnit, isWordUnit } from './character-class.ts';
import type { TextSpan } from './name-tagger.ts';
import { unitAt } from './unit-at.ts';

const lengthMin = 4;
const lengthMax = 20;
const digitsMax = 2;
/** Nobody misreads more: a text with that many is made to take long. */
const wordsMax = 2_000;
const zero = 0x30;
const space = 0x20;
const caseBit = 0x20;
const [capitalI, capitalL, capitalO] = [0x49, 0x4c, 0x4f];

/** Where digits stand more closely than this, to jump from one to the next takes longer than to look at everything. */
const unitsToJump = 24;
const jumpsMin = 16;
const behindLetter = /[A-Za-z][01]/g;
const vowels = 'aeiouAEIOU';

/** A word with a capital, and the digits in it that may stand for letters. */
export interface MisreadWord extends TextSpan {
  readonly digits: readonly number[];
}

/**
 * Words of which letters may have been taken for 0 or 1, in order: `J0hn`, `SM1TH`, and beside another word with a capital those
 * that end so: `Agus Nugroh0`.
 */
export function misreadWords(text: string): readonly MisreadWord[] {
  const found: MisreadWord[] = [];
  const next = digitFinder(text);
  for (let at = next(0); at < text.length && found.length < wordsMax; ) {
    const end = wordEnd(text, at);
    const word = readWord(text, wordStart(text, at), end);
    if (word) found.push(word);
    at = next(end);
  }
  return found;
}

/** The letter that was taken for a digit of a word: 1 is an i between two consonants, and an l elsewhere. */
export function letterBehind(text: string, at: number, { start }: TextSpan): number {
  const isLower = isSmall(unitAt(text, start + 1)) || isSmall(unitAt(text, start + 2));
  const caseOf = isLower ? caseBit : 0;
  if (unitAt(text, at) === zero) return capitalO | caseOf;
  const isBetween = isConsonant(unitAt(text, at - 1)) && isConsonant(unitAt(text, at + 1));
  return (isBetween ? capitalI : capitalL) | caseOf;
}

function isConsonant(unit: number): boolean {
  return isLetterUnit(unit) && !vowels.includes(String.fromCharCode(unit));
}

/** Tells where 0 or 1 stands next behind a letter, from a place on; the end of the text when nowhere. */
function digitFinder(text: string): (from: number) => number {
  const places = { zero: -1, one: -1 };
  let jumps = 0;
  const nextDigit = (from: number) => {
    jumps += 1;
    if (jumps > jumpsMin && jumps * unitsToJump > from) return nextBehindLetter(text, from);
    if (places.zero < from) places.zero = placeOf(text, '0', from);
    if (places.one < from) places.one = placeOf(text, '1', from);
    return Math.min(places.zero, places.one);
  };
  return (from) => {
    let at = nextDigit(from);
    while (at < text.length && !isLetterUnit(unitAt(text, at - 1))) at = nextDigit(at + 1);
    return at;
  };
}

function placeOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at < 0 ? text.length : at;
}

function nextBehindLetter(text: string, from: number): number {
  behindLetter.lastIndex = Math.max(0, from - 1);
  return behindLetter.test(text) ? behindLetter.lastIndex - 1 : text.length;
}

/** So far back as a word goes that is looked at. */
function wordStart(text: string, at: number): number {
  let start = at;
  while (at - start <= lengthMax && isWordUnit(unitAt(text, start - 1))) start -= 1;
  return start;
}

function wordEnd(text: string, at: number): number {
  let end = at + 1;
  while (isWordUnit(unitAt(text, end))) end += 1;
  return end;
}

function readWord(text: string, start: number, end: number): MisreadWord | undefined {
  const length = end - start;
  if (length < lengthMin || length > lengthMax || !isCapital(unitAt(text, start))) {
    return undefined;
  }
  const digits = digitsOfName(text, start, end);
  const isFew = digits.length <= digitsMax && length - digits.length >= lengthMin - 1;
  if (!isFew || digits.length === 0) return undefined;
  const isWhole = digits.at(-1) !== end - 1 || isBesideName(text, start, end);
  return isWhole ? { start, end, digits } : undefined;
}

/** Where 0 and 1 stand in a word that is written like a name besides, behind its capital; nowhere in any other. */
function digitsOfName(text: string, start: number, end: number): readonly number[] {
  const digits: number[] = [];
  let small = 0;
  for (let at = start + 1; at < end; at += 1) {
    const unit = unitAt(text, at);
    if (isSmall(unit)) small += 1;
    else if (unit === zero || unit === zero + 1) digits.push(at);
    else if (!isCapital(unit)) return [];
  }
  const isOfOneCase = small === 0 || small + digits.length === end - start - 1;
  return isOfOneCase ? digits : [];
}

/** Whether a word with a capital and small letters stands one space before or behind. */
function isBesideName(text: string, start: number, end: number): boolean {
  const isBehind =
    unitAt(text, end) === space &&
    isCapital(unitAt(text, end + 1)) &&
    isSmall(unitAt(text, end + 2));
  if (isBehind) return true;
  if (unitAt(text, start - 1) !== space || !isSmall(unitAt(text, start - 2))) return false;
  return isCapital(unitAt(text, wordStart(text, start - 1)));
}

function isCapital(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

function isSmall(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}
