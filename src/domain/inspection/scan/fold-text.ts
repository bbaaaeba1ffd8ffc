import { isDigitUnit, isLetterUnit } from './character-class.ts';
import { dropped, lookAlikeOf, signOf } from './look-alikes.ts';
import { originSpan, ShadowBuilder, type ShadowText, textOf, unitsOf } from './shadow-text.ts';
import { unitAt } from './unit-at.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what the expression is about.
const beyondAscii = /[^\x00-\x7f]/;

// First halves of the pairs of two blocks: tag characters and mathematical letters.
const tags = 0xdb40;
const mathematical = 0xd835;

/**
 * The text as a reader sees it, for the scanner: full-width characters, digits of other scripts and look-alike letters in
 * Latin words become ASCII, invisible characters are left out. Text without any of these is returned as it is.
 */
export function foldText(text: string): ShadowText {
  if (!beyondAscii.test(text)) return { text, origins: undefined };
  const first = nextFolded(text, 0);
  if (first === text.length) return { text: foldLookAlikes(text), origins: undefined };
  const shadow = new ShadowBuilder(text.length);
  let plainStart = 0;
  let at = first;
  while (at < text.length) {
    shadow.addRun(text, plainStart, at);
    const width = widthAt(text, at);
    const folded = foldAt(text, at, width);
    // A pair that stays as it is keeps the places of its halves.
    if (folded.length === 2) shadow.addRun(text, at, at + 2);
    else if (folded.length === 1) shadow.add(unitAt(folded, 0), at);
    plainStart = at + width;
    at = nextFolded(text, plainStart);
  }
  shadow.addRun(text, plainStart, text.length);
  const { text: folded, origins } = shadow.finish(text.length);
  return { text: foldLookAlikes(folded), origins };
}

/** Next unit that may be folded, the first half of a pair included. */
function nextFolded(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const unit = unitAt(text, at);
    if (unit > 0x7f && (signOf[unit] !== unit || unit === tags || unit === mathematical)) return at;
    at += 1;
  }
  return at;
}

function foldAt(text: string, at: number, width: number): string {
  return width === 2 ? foldPair(text.slice(at, at + 2)) : foldUnit(unitAt(text, at));
}

/** Where in `original` a span of its folded text stands. */
export function unfoldSpan(
  original: string,
  folded: ShadowText,
  span: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  return originSpan(folded, span, (origin) => foldedWidthAt(original, origin));
}

/** Of a pair that stayed as it is, each half is a unit of its own. */
function foldedWidthAt(original: string, origin: number): number {
  const isPair = widthAt(original, origin) === 2;
  return isPair && foldPair(original.slice(origin, origin + 2)).length === 1 ? 2 : 1;
}

function widthAt(text: string, at: number): number {
  const isPair =
    (unitAt(text, at) & 0xfc00) === 0xd800 && (unitAt(text, at + 1) & 0xfc00) === 0xdc00;
  return isPair ? 2 : 1;
}

function foldUnit(unit: number): string {
  const sign = signOf[unit] ?? unit;
  return sign === dropped && unit !== dropped ? '' : String.fromCharCode(sign);
}

/** Mathematical letters and digits become ASCII; tag characters, which nobody sees, are left out. */
function foldPair(pair: string): string {
  const high = unitAt(pair, 0);
  if (high === tags) return '';
  if (high !== mathematical) return pair;
  const plain = pair.normalize('NFKC');
  return plain.length === 1 ? plain : pair;
}

/** A word is disguised when ASCII letters or digits stand in it, or when nothing but look-alikes does. */
function foldLookAlikes(text: string): string {
  const first = nextLookAlike(text, 0);
  if (first === text.length) return text;
  let units: Uint16Array | undefined;
  let at = first;
  while (at < text.length) {
    const end = wordEnd(text, at);
    const begin = wordBegin(text, at);
    if (isDisguised(text, begin, end)) {
      units ??= unitsOf(text);
      toAscii(units, begin, end);
    }
    at = nextLookAlike(text, end);
  }
  return units ? textOf(units) : text;
}

function toAscii(units: Uint16Array, begin: number, end: number): void {
  for (let at = begin; at < end; at += 1) {
    const unit = units[at] ?? 0;
    units[at] = lookAlikeOf[unit] || unit;
  }
}

function nextLookAlike(text: string, from: number): number {
  let at = from;
  while (at < text.length && (lookAlikeOf[unitAt(text, at)] ?? 0) === 0) at += 1;
  return at;
}

function wordBegin(text: string, at: number): number {
  let begin = at;
  while (isPart(unitAt(text, begin - 1))) begin -= 1;
  return begin;
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (isPart(unitAt(text, end))) end += 1;
  return end;
}

/** ASCII letters and digits, Greek and Cyrillic letters, and single ones that look like ASCII. */
function isPart(unit: number): boolean {
  if (isLetterUnit(unit) || isDigitUnit(unit)) return true;
  return (unit >= 0x370 && unit <= 0x52f) || (lookAlikeOf[unit] ?? 0) !== 0;
}

function isDisguised(text: string, begin: number, end: number): boolean {
  let lookAlikes = 0;
  for (let at = begin; at < end; at += 1) {
    const unit = unitAt(text, at);
    if (isLetterUnit(unit) || isDigitUnit(unit)) return true;
    if (lookAlikeOf[unit] !== 0) lookAlikes += 1;
  }
  return lookAlikes === end - begin && end - begin > 1;
}
