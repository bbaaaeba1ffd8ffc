import type { Around } from './detector.ts';
import { hashOf, isLetter, wordBegin, wordStop } from './hash-words.ts';
import { TableHeaders } from './table-headers.ts';
import { joinHashes, type WordSet } from './word-set.ts';

const wordsBefore = 6;
const wordsAfter = 3;
/** How far words reach back, and how far from a place the nearest may stand. */
const unitsBefore = 96;
const unitsAfter = 48;
const gapMax = 32;

/** How far away a word is that stands in a column's header. */
const headerDistance = 1;

/** Signs that end the search for words: after a place, before a labelled one, and what stands between label and value. */
const stopsAfter = 1;
const stopsLabel = 2;
const staysInLabel = 4;
const signs = buildSigns();

export interface Nearness {
  readonly phrase: string;
  /** 0 is the neighbouring word. */
  readonly distance: number;
}

/**
 * The words around a place. Places are asked about by the thousand in texts of numbers: the stretches without words that
 * are already known are kept, so that each stretch is gone through a constant number of times.
 */
export class Surroundings implements Around {
  readonly #text: string;
  readonly #headers: TableHeaders;
  #start = -1;
  #end = -1;
  #header: readonly number[] | undefined;
  // No word stands in clearStart…clearEnd; one ends right before it when it is bounded.
  #clearStart = -1;
  #clearEnd = -1;
  #isBounded = false;
  readonly #before: number[] = [];
  #isLabelled = false;
  #hasWordsBefore = false;
  // No word and no stop stands in openStart…openEnd; one begins at its end when it is ended.
  #openStart = -1;
  #openEnd = -1;
  #isEnded = false;
  readonly #after: number[] = [];
  #hasWordsAfter = false;

  constructor(text: string) {
    this.#text = text;
    this.#headers = new TableHeaders(text);
  }

  near(start: number, end: number, words: WordSet): string | undefined {
    return this.nearest({ start, end }, words)?.phrase;
  }

  nearest(
    place: { readonly start: number; readonly end: number },
    words: WordSet,
  ): Nearness | undefined {
    if (words.phrases.size === 0) return undefined;
    if (place.start !== this.#start) this.#moveStart(place.start);
    if (place.end !== this.#end) this.#moveEnd(place.end);
    const before = this.#hasWordsBefore
      ? nearestOf(this.#before, words, phraseBackwards)
      : undefined;
    const after = this.#hasWordsAfter ? nearestOf(this.#after, words, phraseForwards) : undefined;
    const best = after && (!before || after.distance < before.distance) ? after : before;
    return best ?? this.#nearestInHeader(words);
  }

  #nearestInHeader(words: WordSet): Nearness | undefined {
    this.#header ??= this.#headers.wordsAbove(this.#start);
    const found = nearestOf(this.#header, words, phraseForwards);
    return found && { phrase: found.phrase, distance: headerDistance };
  }

  #moveStart(start: number): void {
    this.#start = start;
    this.#header = undefined;
    const wasBounded = this.#keepsClear(start) && this.#isBounded;
    if (!wasBounded) this.#extendBackwards(Math.max(0, start - gapMax));
    const labelled = isLabelled(this.#text, start);
    if (this.#isBounded && (!wasBounded || labelled !== this.#isLabelled)) {
      this.#isLabelled = labelled;
      collectBefore(this.#text, { end: this.#clearStart, labelled }, this.#before);
    }
    this.#hasWordsBefore = this.#isBounded && start - this.#clearStart <= gapMax;
  }

  /** Whether a place follows the known stretch with no word between; otherwise a new stretch begins at the place. */
  #keepsClear(start: number): boolean {
    let at = start < this.#clearStart ? Number.POSITIVE_INFINITY : this.#clearEnd;
    while (at < start && !endsClear(this.#text, at)) at += 1;
    if (at === start || (at === this.#clearEnd && at >= start)) {
      this.#clearEnd = Math.max(this.#clearEnd, start);
      return true;
    }
    this.#clearStart = start;
    this.#clearEnd = start;
    this.#isBounded = false;
    return false;
  }

  #extendBackwards(first: number): void {
    let at = this.#clearStart;
    while (at > first && !endsClear(this.#text, at - 1)) at -= 1;
    this.#clearStart = Math.min(at, this.#clearStart);
    this.#isBounded = at > first;
  }

  #moveEnd(end: number): void {
    this.#end = end;
    const isKnown = end >= this.#openStart && end <= this.#openEnd;
    if (!isKnown) {
      this.#openStart = end;
      this.#openEnd = end;
      this.#isEnded = false;
    }
    if (!this.#isEnded) this.#extendForwards(Math.min(this.#text.length, end + gapMax));
    this.#hasWordsAfter = this.#isEnded && this.#openEnd - end <= gapMax;
  }

  #extendForwards(last: number): void {
    this.#openEnd = nextStop(this.#text, this.#openEnd, last);
    this.#isEnded = this.#openEnd < last;
    if (this.#isEnded) collectAfter(this.#text, this.#openEnd, this.#after);
  }
}

type PhraseAt = (hashes: readonly number[], at: number, words: WordSet) => string | undefined;

function nearestOf(
  hashes: readonly number[],
  words: WordSet,
  phraseAt: PhraseAt,
): Nearness | undefined {
  for (let at = 0; at < hashes.length; at += 1) {
    const phrase = phraseAt(hashes, at, words);
    if (phrase !== undefined) return { phrase, distance: at };
  }
  return undefined;
}

// Phrases are hashed from their first word on, whichever way the text is read.
const phraseBackwards: PhraseAt = (hashes, at, { phrases }) => {
  const [last, middle, first] = [hashes[at] ?? 0, hashes[at + 1], hashes[at + 2]];
  const single = phrases.get(last);
  if (single !== undefined || middle === undefined) return single;
  const pair = phrases.get(joinHashes(middle, last));
  if (pair !== undefined || first === undefined) return pair;
  return phrases.get(joinHashes(joinHashes(first, middle), last));
};

const phraseForwards: PhraseAt = (hashes, at, { phrases }) => {
  const [first, middle, last] = [hashes[at] ?? 0, hashes[at + 1], hashes[at + 2]];
  const single = phrases.get(first);
  if (single !== undefined || middle === undefined) return single;
  const joined = joinHashes(first, middle);
  const pair = phrases.get(joined);
  if (pair !== undefined || last === undefined) return pair;
  return phrases.get(joinHashes(joined, last));
};

/** Hashes the words before a place, nearest first; a label that ends in `:` or `=` keeps out what stands before it. */
function collectBefore(
  text: string,
  { end, labelled }: { readonly end: number; readonly labelled: boolean },
  hashes: number[],
): void {
  hashes.length = 0;
  const first = Math.max(0, end - unitsBefore);
  let at = end - 1;
  while (at >= first && hashes.length < wordsBefore) {
    const unit = text.charCodeAt(at);
    if (isLetter(unit)) {
      const begin = wordBegin(text, at, first);
      hashes.push(hashOf(text, begin, at + 1));
      at = begin - 1;
    } else if (isBlankLine(text, at) || (labelled && ((signs[unit] ?? 0) & stopsLabel) > 0)) return;
    else at -= 1;
  }
}

function collectAfter(text: string, start: number, hashes: number[]): void {
  hashes.length = 0;
  const last = Math.min(text.length, start + unitsAfter);
  let at = start;
  while (at < last && hashes.length < wordsAfter && isLetter(text.charCodeAt(at))) {
    const stop = wordStop(text, at, last);
    hashes.push(hashOf(text, at, stop));
    at = nextStop(text, stop, last);
  }
}

/** Where the next word begins, or the sign stands that ends the search; `last` when neither comes before. */
function nextStop(text: string, from: number, last: number): number {
  let at = from;
  while (at < last) {
    const unit = text.charCodeAt(at);
    if (isLetter(unit) || ((signs[unit] ?? 0) & stopsAfter) > 0) return at;
    at += 1;
  }
  return at;
}

function isLabelled(text: string, start: number): boolean {
  for (let at = start - 1; at >= 0 && start - at < 6; at -= 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x3a || unit === 0x3d) return true;
    if (((signs[unit] ?? 0) & staysInLabel) === 0) return false;
  }
  return false;
}

function endsClear(text: string, at: number): boolean {
  return isLetter(text.charCodeAt(at)) || isBlankLine(text, at);
}

function isBlankLine(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x0a && text.charCodeAt(at - 1) === 0x0a;
}

function buildSigns(): Uint8Array {
  const table = new Uint8Array(65_536);
  const mark = (written: string, flag: number) => {
    for (const sign of written) table[sign.charCodeAt(0)] = (table[sign.charCodeAt(0)] ?? 0) | flag;
  };
  mark('\n,;:|.=!?', stopsAfter);
  mark('\n,;{}|&?', stopsLabel);
  mark(' "\'\\([+#`*', staysInLabel);
  return table;
}
