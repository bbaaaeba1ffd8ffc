import { isDigitUnit, isWordUnit } from '../scan/character-class.ts';
import { isLetter } from '../scan/hash-words.ts';
import { unitAt } from '../scan/unit-at.ts';
import { mayAddressGrow, openAddressIn } from './open-address.ts';
import { type Run, runsFrom } from './runs.ts';

/** How much text a lane holds back at most, unless something that is to be hidden is longer by itself. */
export const holdMax = 128;

const separators = ' -./()';
const separatorsMax = 3;
const shortLetters = 4;
const chainLengthMax = 64;

/** What detectors look at behind a place for words that speak for it. */
const gapMax = 32;
const wordsAfter = 3;
const unitsAfter = 40;
/** Extensions of telephone numbers, `years old`, and the like. */
const unitsOfNumber = 20;
/** The two that are looked at, and those that may still belong to the name. */
const wordsBehindName = 4;
/** What looks like code behind a name takes it away again. */
const unitsBehindName = 48;
const timeLengthMax = 40;
const spokenLengthMax = 96;
const spoken =
  /(?:password|passwd|passphrase|sandi|passwort|contraseña) (?:is|was|adalah|yaitu|ist) $/i;

/** What was recognised in a folded text, what gave way to something else included. */
interface Candidate {
  readonly type?: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The last place where a folded text that goes on can be cut so that what is recognised before it stays what it is: not within
 * a word or number, nor before what may still speak for it, nor within what was recognised, nor before what may still grow.
 */
export function safeCut(text: string, from: number, candidates: readonly Candidate[]): number {
  const runs = runsFrom(text, from);
  const last = runs.at(-1);
  const complete = last?.end === text.length ? last.start : text.length;
  const cut = Math.min(
    wordsBack(text, complete),
    chainStart(text, runs, firstOpen(text, runs)),
    firstAddress(text, runs),
  );
  return Math.max(from, cutBefore(text, cut, candidates));
}

/** Names are told by the words and signs behind them, those of the neighbour that may go on with the name included. */
function wordsBack(text: string, end: number): number {
  let at = end;
  for (let words = 0; words < wordsBehindName && at > 0; words += 1) {
    while (at > 0 && isSpace(unitAt(text, at - 1))) at -= 1;
    const last = at;
    while (at > 0 && isWordPart(text, at - 1)) at -= 1;
    if (at === last) at -= 1;
  }
  return Math.max(0, at);
}

function isWordPart(text: string, at: number): boolean {
  return isWordUnit(unitAt(text, at)) || "-'’._".includes(text.charAt(at));
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0xa0;
}

/** What overlaps is weighed together, and stays together. */
function cutBefore(text: string, cut: number, candidates: readonly Candidate[]): number {
  let moved = candidates.reduce(
    (first, one) => (mayGrow(text, one) ? Math.min(first, one.start) : first),
    cut,
  );
  for (const { start, end } of candidates.toSorted((a, b) => b.end - a.end)) {
    if (end <= moved) break;
    if (start < moved) moved = start;
  }
  return moved;
}

function mayGrow(text: string, one: Candidate): boolean {
  if (one.type === 'STREET_ADDRESS') return mayAddressGrow(text, one);
  if (one.type === 'DATE' || one.type === 'DATE_OF_BIRTH') return mayHaveTime(text, one.end);
  return one.type === 'PERSON' && text.length - one.end <= unitsBehindName;
}

function mayHaveTime(text: string, end: number): boolean {
  const rest = text.slice(end, end + timeLengthMax);
  return rest.length < timeLengthMax && /^(?:,? ?$|T$|(?:,? |T)\d)/.test(rest);
}

function firstAddress(text: string, runs: readonly Run[]): number {
  for (const run of runs) {
    const open = openAddressIn(text, run);
    if (open !== undefined) return open;
  }
  return text.length;
}

function firstOpen(text: string, runs: readonly Run[]): number {
  const isOpen = runs.map(() => false);
  for (let at = runs.length - 1; at >= 0; at -= 1)
    isOpen[at] = isOpenAt({ text, runs, isOpen }, at);
  const first = isOpen.indexOf(true);
  return first < 0 ? runs.length : first;
}

interface Reading {
  readonly text: string;
  readonly runs: readonly Run[];
  /** Of the runs behind the one that is asked about. */
  readonly isOpen: readonly boolean[];
}

function isOpenAt({ text, runs, isOpen }: Reading, at: number): boolean {
  const run = runs[at];
  if (!run || run.end === text.length) return true;
  if (run.isNumber) {
    const next = runs[at + 1];
    const isJoined = next?.isNumber === true && areJoined(text, run, next);
    return isNumberOpen(text, run) || (isJoined && isOpen[at + 1] === true);
  }
  if (isSpokenPassword(text, run)) return true;
  return run.end - run.start <= shortLetters && run.end + 1 >= text.length;
}

function isNumberOpen(text: string, run: Run): boolean {
  const ahead = text.length - run.end;
  if (skipSeparators(text, run.end) === text.length || isSpokenPassword(text, run)) return true;
  if (run.isEscaped) return ahead <= unitsAfter;
  const digit = lastIn(text, run, (unit) => isDigitUnit(unit) || unit === 0x40) + 1;
  if (text.length - digit < unitsOfNumber) return true;
  const end = lastIn(text, run, isWordUnit) + 1;
  return isContextOpen(text, digit) || (end !== digit && isContextOpen(text, end));
}

/** Nothing but white space ends a password that is told in a sentence. */
function isSpokenPassword(text: string, run: Run): boolean {
  const rest = text.slice(run.end, run.end + spokenLengthMax);
  if (rest.length === spokenLengthMax || /\s/.test(rest)) return false;
  const before = text.slice(Math.max(0, run.start - spokenLengthMax), run.start);
  return spoken.test(before.slice(0, before.search(/\S*$/)));
}

/** Whether words behind a place that may speak for it are still to come. */
function isContextOpen(text: string, end: number): boolean {
  const last = end + unitsAfter;
  const first = nextWord(text, end, end + gapMax + 1);
  if (first > end + gapMax) return false;
  let at = first;
  for (let words = 0; words < wordsAfter; words += 1) {
    if (at >= text.length) return text.length <= last;
    if (at > last || !isLetter(unitAt(text, at))) return false;
    at = wordEnd(text, at, last);
    if (at >= text.length) return true;
    at = nextWord(text, at, last);
  }
  return false;
}

/** Where the next word begins, or a sign stands that ends the search. */
function nextWord(text: string, from: number, last: number): number {
  let at = from;
  while (at < last && at < text.length && !isLetter(unitAt(text, at)) && !isStop(text, at)) at += 1;
  return at;
}

function wordEnd(text: string, from: number, last: number): number {
  let at = from;
  while (at < last && isLetter(unitAt(text, at))) at += 1;
  return at;
}

function isStop(text: string, at: number): boolean {
  return at < text.length && '\n,;:|.=!?'.includes(text.charAt(at));
}

function lastIn(text: string, { start, end }: Run, is: (unit: number) => boolean): number {
  let at = end - 1;
  while (at > start && !is(unitAt(text, at))) at -= 1;
  return at;
}

function skipSeparators(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < separatorsMax && separators.includes(text.charAt(at)))
    at += 1;
  return at;
}

function areJoined(text: string, run: Run, next: Run): boolean {
  return skipSeparators(text, run.end) >= next.start;
}

/** Start of the groups that may be one number with the first open run, or one name. */
function chainStart(text: string, runs: readonly Run[], open: number): number {
  let first = open;
  const end = runs[open]?.start ?? text.length;
  for (let at = open - 1; at >= 0; at -= 1) {
    const [run, next] = [runs[at], runs[at + 1]];
    if (!run || !next || !areJoined(text, run, next) || end - run.start > chainLengthMax) break;
    const mayBelong = run.isNumber || run.isCapital || run.end - run.start <= shortLetters;
    if (!mayBelong) break;
    first = at;
  }
  return runs[first]?.start ?? text.length;
}
