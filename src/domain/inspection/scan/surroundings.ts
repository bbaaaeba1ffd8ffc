import type { Around } from './detector.ts';
import { TableHeaders } from './table-headers.ts';
import { unitAt } from './unit-at.ts';
import { UnitRuns, type UnitSet, unitSet } from './unit-runs.ts';
import { joinHashes, partsOf, sharesOf, type WordSet, wordPart } from './word-set.ts';
import { WordTrail } from './word-trail.ts';

const wordsBefore = 6;
const wordsAfter = 3;
/** How far words reach from the nearest, and how far from a place the nearest may stand. */
const unitsBefore = 96;
const gapMax = 32;
/** Words behind a place end so soon behind it, and behind where it begins: a stream waits for no more than that. */
const unitsAfter = 40;
const unitsFromStart = 120;

const digits = unitSet('0123456789');

/** How far away a word is that stands in a column's header. */
const headerDistance = 1;

export interface Nearness {
  readonly phrase: string;
  /** 0 is the neighbouring word. */
  readonly distance: number;
}

// For one text at a time: see `WordTrail`.
const scratch = { before: new Int32Array(wordsBefore), after: new Int32Array(wordsAfter) };

/** The words around a place. Places are asked about by many detectors each: what is near is looked up once. */
export class Surroundings implements Around {
  readonly #text: string;
  // Nobody asks about most short texts, and most texts are short: these are made when somebody does.
  #headers: TableHeaders | undefined;
  #words: WordTrail | undefined;
  #digits: UnitRuns | undefined;
  #longNumbers: UnitRuns | undefined;
  #runs: Map<UnitSet, UnitRuns> | undefined;
  #start = -1;
  #end = -1;
  #word = 0;
  readonly #before = scratch.before;
  #beforeCount = 0;
  readonly #after = scratch.after;
  #afterCount = 0;
  /** What may be near, which tells that nothing is of most places; what is, once the words were looked at. */
  #sharesNear = 0;
  #shares: number | undefined;
  #header: Int32Array | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  near(start: number, end: number, words: WordSet): string | undefined {
    return this.mayBeNear(start, end, words.share) ? this.#nearestOf(words)?.phrase : undefined;
  }

  digitsAfter(place: number, count: 1 | 4): number {
    if (count === 1) {
      this.#digits ??= new UnitRuns(this.#text, digits, 1);
      return this.#digits.after(place);
    }
    this.#longNumbers ??= new UnitRuns(this.#text, digits, 4);
    return this.#longNumbers.after(place);
  }

  nextOf(units: UnitSet, place: number): number {
    this.#runs ??= new Map();
    let runs = this.#runs.get(units);
    if (runs === undefined) {
      runs = new UnitRuns(this.#text, units, 1);
      this.#runs.set(units, runs);
    }
    return runs.after(place);
  }

  nearest(
    place: { readonly start: number; readonly end: number },
    words: WordSet,
  ): Nearness | undefined {
    return this.mayBeNear(place.start, place.end, words.share) ? this.#nearestOf(words) : undefined;
  }

  /** Whether words near a place may be in one of the sets with these shares. */
  mayBeNear(start: number, end: number, shares: number): boolean {
    if (start !== this.#start || end !== this.#end) this.#moveTo(start, end);
    if ((this.#sharesNear & shares) === 0) return false;
    this.#shares ??= this.#lookAround();
    return (this.#shares & shares) !== 0;
  }

  get #trail(): WordTrail {
    this.#words ??= new WordTrail(this.#text);
    return this.#words;
  }

  #nearestOf(words: WordSet): Nearness | undefined {
    const before = nearestBackwards(this.#before, this.#beforeCount, words);
    const after = nearestForwards(this.#after, this.#afterCount, words);
    if (after && (!before || after.distance < before.distance)) return after;
    if (before || !this.#header) return before;
    const found = nearestForwards(this.#header, this.#header.length, words);
    return found && { phrase: found.phrase, distance: headerDistance };
  }

  #moveTo(start: number, end: number): void {
    this.#start = start;
    this.#end = end;
    this.#headers ??= new TableHeaders(this.#text);
    this.#header = this.#headers.wordsAbove(start);
    const inHeader = this.#header ? sharesOfAll(this.#header, this.#header.length) : 0;
    this.#sharesNear = inHeader | this.#trail.sharesNear(start, end + unitsAfter);
    this.#shares = undefined;
  }

  #lookAround(): number {
    const [start, end] = [this.#start, this.#end];
    this.#word = this.#trail.wordBefore(start, this.#word);
    this.#collectBefore(start);
    this.#collectAfter(end, Math.min(end + unitsAfter, start + unitsFromStart));
    return (
      (this.#header ? sharesOfAll(this.#header, this.#header.length) : 0) |
      sharesOfAll(this.#before, this.#beforeCount) |
      sharesOfAll(this.#after, this.#afterCount)
    );
  }

  /** Nearest first; a label that ends in `:` or `=` keeps out what stands before it. */
  #collectBefore(start: number): void {
    const trail = this.#trail;
    const nearest = this.#word;
    this.#beforeCount = 0;
    const isNear = trail.isKnown(nearest) && start - trail.endOf(nearest) <= gapMax;
    if (!isNear || trail.hasBlankLine(nearest, start)) return;
    this.#before[0] = trail.hashOf(nearest);
    this.#beforeCount = 1;
    const labelled = isLabelled(this.#text, start);
    const first = trail.endOf(nearest) - unitsBefore;
    for (let word = nearest - 1; nearest - word < wordsBefore; word -= 1) {
      if (trail.endOf(word) < first || trail.isCutOff(word, { start, labelled })) return;
      this.#before[nearest - word] = trail.hashOf(word);
      this.#beforeCount += 1;
    }
  }

  #collectAfter(end: number, last: number): void {
    const trail = this.#trail;
    this.#afterCount = 0;
    trail.readAhead(end + gapMax);
    let word = this.#word;
    while (trail.isKnown(word + 1) && trail.startOf(word + 1) < end) word += 1;
    const nearest = word + 1;
    if (!trail.isKnown(nearest) || trail.startOf(nearest) - end > gapMax) return;
    trail.readAhead(last);
    let count = 0;
    while (count < wordsAfter && trail.isKnown(word + 1) && trail.endOf(word + 1) <= last) {
      if (trail.hasStop(word, end)) break;
      this.#after[count] = trail.hashOf(word + 1);
      count += 1;
      word += 1;
    }
    this.#afterCount = count;
  }
}

function sharesOfAll(hashes: Int32Array, count: number): number {
  let shares = 0;
  for (let at = 0; at < count; at += 1) shares |= sharesOf(hashes[at] ?? 0);
  return shares;
}

// Phrases are hashed from their first word on, whichever way the text is read.
function nearestBackwards(hashes: Int32Array, count: number, words: WordSet): Nearness | undefined {
  for (let at = 0; at < count; at += 1) {
    const parts = partsOf(words, hashes[at] ?? 0);
    if ((parts & (wordPart.whole | wordPart.last)) === 0) continue;
    const phrase = phraseEndingAt(hashes, at, { count, words });
    if (phrase !== undefined) return { phrase, distance: at };
  }
  return undefined;
}

function nearestForwards(hashes: Int32Array, count: number, words: WordSet): Nearness | undefined {
  for (let at = 0; at < count; at += 1) {
    const parts = partsOf(words, hashes[at] ?? 0);
    if ((parts & (wordPart.whole | wordPart.first)) === 0) continue;
    const phrase = phraseBeginningAt(hashes, at, { count, words });
    if (phrase !== undefined) return { phrase, distance: at };
  }
  return undefined;
}

interface Within {
  readonly count: number;
  readonly words: WordSet;
}

function phraseEndingAt(
  hashes: Int32Array,
  at: number,
  { count, words: { phrases } }: Within,
): string | undefined {
  const last = hashes[at] ?? 0;
  const single = phrases.get(last);
  if (single !== undefined || at + 1 >= count) return single;
  const middle = hashes[at + 1] ?? 0;
  const pair = phrases.get(joinHashes(middle, last));
  if (pair !== undefined || at + 2 >= count) return pair;
  return phrases.get(joinHashes(joinHashes(hashes[at + 2] ?? 0, middle), last));
}

function phraseBeginningAt(
  hashes: Int32Array,
  at: number,
  { count, words: { phrases } }: Within,
): string | undefined {
  const first = hashes[at] ?? 0;
  const single = phrases.get(first);
  if (single !== undefined || at + 1 >= count) return single;
  const joined = joinHashes(first, hashes[at + 1] ?? 0);
  const pair = phrases.get(joined);
  if (pair !== undefined || at + 2 >= count) return pair;
  return phrases.get(joinHashes(joined, hashes[at + 2] ?? 0));
}

/** Whether `:` or `=` stands before a place, quotation marks and the like between. */
function isLabelled(text: string, start: number): boolean {
  for (let at = start - 1; at >= 0 && start - at < 6; at -= 1) {
    const unit = unitAt(text, at);
    if (unit === 0x3a || unit === 0x3d) return true;
    if (!staysInLabel(unit)) return false;
  }
  return false;
}

function staysInLabel(unit: number): boolean {
  return unit < 128 && betweenLabelAndValue[unit] === 1;
}

const betweenLabelAndValue = Uint8Array.from({ length: 128 }, (_, unit) =>
  Number(' "\'\\([+#`*'.includes(String.fromCharCode(unit))),
);
