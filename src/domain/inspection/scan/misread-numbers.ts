import { isDigitUnit, isLetterUnit, isWordUnit } from './character-class.ts';
import type { TextSpan } from './name-tagger.ts';
import { unitAt } from './unit-at.ts';

/** Letters that are taken for digits, each before its digit. */
const pairs = 'O0 o0 I1 l1 Z2 S5 G6 B8';
const separators = ' -./()';

const separator = 1;
const digit = 2;
const likeDigit = 3;

const kindOf: Uint8Array = new Uint8Array(128);
const digitOf: Uint8Array = new Uint8Array(128);
for (let unit = 0x30; unit <= 0x39; unit += 1) kindOf[unit] = digit;
for (const sign of separators) kindOf[unitAt(sign, 0)] = separator;
for (const pair of pairs.split(' ')) {
  kindOf[unitAt(pair, 0)] = likeDigit;
  digitOf[unitAt(pair, 0)] = unitAt(pair, 1);
}

/** Shorter numbers are told by nothing, and of one with more letters nobody thinks that it is a number. */
const digitsMin = 7;
const digitsToLetter = 3;
/** Longer than the numbers of companies, which end in a letter. */
const longMin = 12;
const separatorsMax = 2;
/** How far before three digits in a row the number may begin: of what is misread so much at least is read right. */
const reachBack = 24;
const reachAhead = 48;
const threeDigits = /\d{3}/g;

/** Nobody misreads more: a text with that many is made to take long. */
const numbersMax = 500;

/** `S1234567D`: so many letters and digits, of which the first and the last are letters in truth. */
const cardLength = 9;
const cardDigitsMin = 5;

/** Where a number with letters among its digits stands, and those of them that are digits in truth. */
export interface MisreadNumber extends TextSpan {
  readonly letters: readonly number[];
}

interface Chain {
  start: number;
  end: number;
  digits: number;
  readonly letters: number[];
}

/** Numbers in one group or several whose digits were taken for letters, `123-4S-6789` or `S1234S67D`: in order and apart. */
export function misreadNumbers(text: string): readonly MisreadNumber[] {
  const found: MisreadNumber[] = [];
  let done = 0;
  threeDigits.lastIndex = 0;
  while (found.length < numbersMax && threeDigits.test(text)) {
    const at = threeDigits.lastIndex - 3;
    const end = chainEnd(text, at);
    const mayBe = holdsLetter(text, Math.max(done, at - reachBack), { start: at, end });
    const from = done;
    done = end;
    if (mayBe) {
      const chain = chainAround(text, at, chainStart(text, at, from));
      const number = cardIn(text, at, chain) ?? chain;
      if (isMisread(number)) found.push(number);
      done = Math.max(chain.end, at + 3);
    }
    threeDigits.lastIndex = done;
  }
  return found;
}

/** The digit that a letter was taken for. */
export function digitBehind(letter: number): number {
  return digitOf[letter] || letter;
}

function isMisread(number: Chain): boolean {
  const { digits, letters } = number;
  if (digits < digitsMin || letters.length === 0) return false;
  return letters.length * digitsToLetter <= digits && !isLettered(number);
}

/** `GB123456789`, `12345678Z`: many numbers begin with letters, or end in one, that belong there. */
function isLettered({ start, end, digits, letters }: Chain): boolean {
  const isGrouped = digits + letters.length < end - start;
  if (isGrouped || digits >= longMin) return letters[0] === start && letters[1] === start + 1;
  return letters[0] === start || letters.at(-1) === end - 1;
}

/** The groups around three digits; nothing when those are part of a word. */
function chainAround(text: string, at: number, from: number): Chain {
  let chain: Chain = { start: at, end: at, digits: 0, letters: [] };
  for (let start = from; start >= 0 && start - at < reachAhead; ) {
    const end = groupEnd(text, start);
    const isPart = !isWordUnit(unitAt(text, start - 1)) && !isWordUnit(unitAt(text, end));
    if (!isPart || !take(text, { start, end }, chain)) {
      if (end > at) break;
      chain = { start: end, end, digits: 0, letters: [] };
    }
    start = nextGroup(text, end);
  }
  return chain;
}

/** Adds a group to a chain; false when it holds no digit. */
function take(text: string, { start, end }: TextSpan, chain: Chain): boolean {
  let digits = 0;
  for (let at = start; at < end; at += 1) {
    if (kindAt(text, at) === digit) digits += 1;
  }
  if (digits === 0) return false;
  for (let at = start; digits < end - start && at < end; at += 1) {
    if (kindAt(text, at) === likeDigit) chain.letters.push(at);
  }
  if (chain.digits === 0) chain.start = start;
  chain.digits += digits;
  chain.end = end;
  return true;
}

function chainStart(text: string, at: number, done: number): number {
  const first = Math.max(done, at - reachBack);
  let start = at;
  for (let back = at; back > first && kindAt(text, back - 1) !== 0; back -= 1) {
    if (kindAt(text, back - 1) !== separator) start = back - 1;
  }
  return start;
}

/** As far as digits, letters that look like some, and separators follow. */
function chainEnd(text: string, at: number): number {
  let end = at;
  while (end - at < reachAhead && kindAt(text, end) !== 0) end += 1;
  return end;
}

/** Most numbers hold none, nor stand behind one, and cost no more than this look from their ends. */
function holdsLetter(text: string, first: number, { start, end }: TextSpan): boolean {
  for (let at = start + 3; at < end; at += 1) if (kindAt(text, at) === likeDigit) return true;
  for (let at = start - 1; at >= first; at -= 1) {
    const kind = kindAt(text, at);
    if (kind === likeDigit) return true;
    if (kind === 0) return false;
  }
  return false;
}

function groupEnd(text: string, start: number): number {
  let end = start;
  while (kindAt(text, end) >= digit) end += 1;
  return end;
}

/** Where the next group begins; -1 when none does. */
function nextGroup(text: string, end: number): number {
  let start = end;
  while (start - end < separatorsMax && kindAt(text, start) === separator) start += 1;
  return start > end && kindAt(text, start) >= digit ? start : -1;
}

/** The number of an identity card around three digits, when that is what they and the letters around them are. */
function cardIn(text: string, at: number, { start, end }: Chain): Chain | undefined {
  if (end > start && end - start !== cardLength) return undefined;
  let first = at;
  while (at - first < cardLength && isAsciiWord(unitAt(text, first - 1))) first -= 1;
  let last = at + 3;
  while (last - first <= cardLength && isAsciiWord(unitAt(text, last))) last += 1;
  const isApart = !isWordUnit(unitAt(text, first - 1)) && !isWordUnit(unitAt(text, last));
  const isLettered = isLetterUnit(unitAt(text, first)) && isLetterUnit(unitAt(text, last - 1));
  if (last - first !== cardLength || !isApart || !isLettered) return undefined;
  return innerOf(text, { start: first, end: last });
}

function innerOf(text: string, { start, end }: TextSpan): Chain | undefined {
  const letters: number[] = [];
  for (let at = start + 1; at < end - 1; at += 1) {
    const kind = kindAt(text, at);
    if (kind === likeDigit) letters.push(at);
    else if (kind !== digit) return undefined;
  }
  const digits = cardLength - 2 - letters.length;
  // Fewer would do in a number: that it is one, the letters around it tell.
  return digits < cardDigitsMin ? undefined : { start, end, digits: digitsMin, letters };
}

function isAsciiWord(unit: number): boolean {
  return isLetterUnit(unit) || isDigitUnit(unit);
}

function kindAt(text: string, at: number): number {
  const unit = unitAt(text, at);
  return unit < 128 ? (kindOf[unit] ?? 0) : 0;
}
