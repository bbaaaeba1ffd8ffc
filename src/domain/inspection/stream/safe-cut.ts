import { wordsBeforeStreet } from '../core/address/address-words.ts';
import type { Recognised } from '../match.ts';
import { isDigitUnit, isWordUnit } from '../scan/character-class.ts';
import { isLetter } from '../scan/hash-words.ts';
import { type Run, runsFrom } from './runs.ts';

/** How much text a lane holds back at most, unless something that is to be hidden is longer by itself. */
export const holdMax = 128;

const separators = ' -./()\u00a0';
const separatorsMax = 3;
const shortLetters = 4;
const chainLengthMax = 64;

/** What detectors look at behind a place for words that speak for it. */
const gapMax = 32;
const wordsAfter = 3;
const unitsAfter = 48;
/** The two that are looked at, and those that may still belong to the name, or to the street before its number. */
const wordsBehindName = 4;
/** Words between a house number and the street, and between a street and its number. */
const streetWords = 8;
const streets: ReadonlySet<string> = new Set(wordsBeforeStreet);
const units: ReadonlySet<string> = new Set(['psc', 'cmr', 'unit', 'uss', 'usns', 'usnv', 'uscgc']);
/** Pieces behind an address of which one may be its postal code. */
const addressPieces = 14;
const timeLengthMax = 40;

/**
 * The last place where a text that goes on can be cut so that what is recognised before it stays what it is: not within a
 * word or number, nor before what may still speak for it.
 */
export function safeCut(text: string, from: number): number {
  const runs = runsFrom(text, from);
  const open = firstOpen(text, runs);
  const last = runs.at(-1);
  const complete = last?.end === text.length ? last.start : text.length;
  return Math.max(from, Math.min(wordsBack(text, complete), chainStart(text, runs, open)));
}

/** Names are told by the words and signs behind them, those of the neighbour that may go on with the name included. */
function wordsBack(text: string, end: number): number {
  let at = end;
  for (let words = 0; words < wordsBehindName && at > 0; words += 1) {
    while (at > 0 && isSpace(text.charCodeAt(at - 1))) at -= 1;
    const last = at;
    while (at > 0 && isWordPart(text, at - 1)) at -= 1;
    if (at === last) at -= 1;
  }
  return Math.max(0, at);
}

function isWordPart(text: string, at: number): boolean {
  return isWordUnit(text.charCodeAt(at)) || "-'’._".includes(text.charAt(at));
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0xa0;
}

/** Likewise, once it is known what was recognised: nothing of it is cut, nor what may still grow. */
export function cutBefore(text: string, cut: number, matches: readonly Recognised[]): number {
  let moved = cut;
  for (const match of matches.toReversed()) {
    if (match.end > moved || mayGrow(text, match)) moved = Math.min(moved, match.start);
  }
  return moved;
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

function isOpenAt(reading: Reading, at: number): boolean {
  const { text, runs, isOpen } = reading;
  const run = runs[at];
  if (!run || run.end === text.length) return true;
  const next = runs[at + 1];
  const isJoined = next !== undefined && areJoined(text, run, next);
  if (run.hasDigit) {
    if (isJoined && next.hasDigit) return isOpen[at + 1] === true;
    return isNumberOpen(reading, at);
  }
  if (opensAddress(text, run) && lacksWords(reading, at, streetWords)) return true;
  return run.end - run.start <= shortLetters && run.end + 1 >= text.length;
}

function isNumberOpen({ text, runs }: Reading, at: number): boolean {
  const run = runs[at];
  if (!run) return true;
  const behind = skipSeparators(text, run.end);
  if (behind === text.length) return true;
  if (isContextOpen(text, lastDigit(text, run) + 1)) return true;
  return isHouseNumber(text, run) && lacksWords({ text, runs }, at, streetWords);
}

/** Whether words behind a place that may speak for it are still to come. */
function isContextOpen(text: string, end: number): boolean {
  const first = nextWord(text, end, end + gapMax);
  if (first >= end + gapMax) return false;
  const last = first + unitsAfter;
  let at = first;
  for (let words = 0; words < wordsAfter && at < last; words += 1) {
    if (at < text.length && !isLetter(text.charCodeAt(at))) return false;
    at = wordEnd(text, at, last);
    if (at >= text.length) return true;
    at = nextWord(text, at, last);
  }
  return false;
}

/** Where the next word begins, or a sign stands that ends the search. */
function nextWord(text: string, from: number, last: number): number {
  let at = from;
  while (at < last && at < text.length && !isLetter(text.charCodeAt(at)) && !isStop(text, at))
    at += 1;
  return at;
}

function wordEnd(text: string, from: number, last: number): number {
  let at = from;
  while (at < last && isLetter(text.charCodeAt(at))) at += 1;
  return at;
}

function isStop(text: string, at: number): boolean {
  return at < text.length && '\n,;:|.=!?'.includes(text.charAt(at));
}

function isHouseNumber(text: string, run: Run): boolean {
  return text.charAt(run.end) === ' ' && /(?:^|\D)\d{1,6}\w?$/.test(text.slice(run.start, run.end));
}

/** Streets, ships and units have the numbers that tell them behind their names. */
function opensAddress(text: string, run: Run): boolean {
  const written = text.slice(run.start, run.end);
  const word = written.replace(/\W+$/, '').toLowerCase();
  return units.has(word) || (streets.has(word) && (run.isCapital || written.endsWith('.')));
}

function lacksWords({ text, runs }: Omit<Reading, 'isOpen'>, at: number, count: number): boolean {
  const last = runs[at + count];
  return last === undefined || last.end === text.length;
}

function lastDigit(text: string, { start, end }: Run): number {
  let at = end - 1;
  while (at > start && !isDigitUnit(text.charCodeAt(at))) at -= 1;
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
    const mayBelong = run.hasDigit || run.isCapital || run.end - run.start <= shortLetters;
    if (!mayBelong) break;
    first = at;
  }
  return runs[first]?.start ?? text.length;
}

function mayGrow(text: string, match: Recognised): boolean {
  if (match.type === 'STREET_ADDRESS') return mayHavePostalCode(text, match.end);
  if (match.type === 'DATE' || match.type === 'DATE_OF_BIRTH') return mayHaveTime(text, match.end);
  return false;
}

function mayHavePostalCode(text: string, end: number): boolean {
  const piece = /[ ,.\n\r>#?]*([\p{L}\p{N}'/-]*)/uy;
  piece.lastIndex = end;
  for (let pieces = 0; pieces < addressPieces; pieces += 1) {
    const word = piece.exec(text)?.[1] ?? '';
    if (piece.lastIndex === text.length) return true;
    if (word === '' || /^\d{4,6}$/.test(word)) return false;
  }
  return false;
}

function mayHaveTime(text: string, end: number): boolean {
  const rest = text.slice(end, end + timeLengthMax);
  return rest.length < timeLengthMax && /^(?:,? ?$|T$|(?:,? |T)\d)/.test(rest);
}
