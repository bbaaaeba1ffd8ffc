import { characterClass, classOf } from './character-class.ts';
import type { Around } from './detector.ts';
import { TableHeaders } from './table-headers.ts';
import { emptyHash, hashStep, joinHashes, type WordSet } from './word-set.ts';

const wordsBefore = 6;
const wordsAfter = 3;
const unitsBefore = 96;
const unitsAfter = 48;

const unitsOf = (signs: string) => new Set([...signs].map((sign) => sign.charCodeAt(0)));
const endsLabel = unitsOf('\n,;{}|&?');
const endsStatement = unitsOf('\n,;:|.=!?');

/** How far away a word is that stands in a column's header. */
const headerDistance = 1;

export interface Nearness {
  readonly phrase: string;
  /** 0 is the neighbouring word. */
  readonly distance: number;
}

/**
 * The words around a place. Several detectors ask about the same place in a row, so its words are hashed once and kept
 * until another place is asked about.
 */
export class Surroundings implements Around {
  readonly #text: string;
  readonly #headers: TableHeaders;
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  #header: readonly number[] | undefined;
  #start = -1;
  #end = -1;
  #isLabelled = false;
  // The words before a place are those before any place that follows with nothing but digits and signs between.
  #beforeFrom = -1;
  #beforeUntil = -1;
  // The words after a place are those after any place between it and the next word or sign that ends the search.
  #afterFrom = -1;
  #afterUntil = -1;

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
    this.#moveTo(place.start, place.end);
    const before = nearestOf(this.#before, words, joinBackwards);
    const after = nearestOf(this.#after, words, joinForwards);
    const best = after && (!before || after.distance < before.distance) ? after : before;
    if (best) return best;
    this.#header ??= this.#headers.wordsAbove(place.start);
    const header = nearestOf(this.#header, words, joinForwards);
    return header && { phrase: header.phrase, distance: headerDistance };
  }

  #moveTo(start: number, end: number): void {
    if (start !== this.#start) {
      this.#start = start;
      this.#header = undefined;
      const labelled = isLabelled(this.#text, start);
      if (labelled || this.#isLabelled || !this.#reachesWithoutWord(start))
        this.#collectBefore(start, labelled);
    }
    if (end !== this.#end) {
      this.#end = end;
      if (end < this.#afterFrom || end > this.#afterUntil) this.#collectAfter(end);
    }
  }

  /** Looks only at what lies between the furthest place known and this one. */
  #reachesWithoutWord(start: number): boolean {
    if (start < this.#beforeFrom || start - this.#beforeFrom > unitsBefore) return false;
    for (let at = this.#beforeUntil; at < start; at += 1) {
      const unit = this.#text.charCodeAt(at);
      if (isLetter(unit) || unit === 0x0a) return false;
    }
    if (start > this.#beforeUntil) this.#beforeUntil = start;
    return true;
  }

  #collectBefore(start: number, labelled: boolean): void {
    this.#isLabelled = labelled;
    this.#beforeFrom = start;
    this.#beforeUntil = start;
    this.#before.length = 0;
    collectBefore(this.#text, { start, labelled }, this.#before);
  }

  #collectAfter(end: number): void {
    this.#after.length = 0;
    this.#afterFrom = end;
    this.#afterUntil = collectAfter(this.#text, end, this.#after);
  }
}

type Join = (near: number, far: number) => number;
const joinBackwards: Join = (near, far) => joinHashes(far, near);
const joinForwards: Join = (near, far) => joinHashes(near, far);

function nearestOf(hashes: readonly number[], words: WordSet, join: Join): Nearness | undefined {
  for (let at = 0; at < hashes.length; at += 1) {
    const phrase = phraseAt(hashes, at, { words, join });
    if (phrase !== undefined) return { phrase, distance: at };
  }
  return undefined;
}

function phraseAt(
  hashes: readonly number[],
  at: number,
  { words, join }: { readonly words: WordSet; readonly join: Join },
): string | undefined {
  const one = hashes[at] ?? 0;
  const second = hashes[at + 1];
  const single = words.phrases.get(one);
  if (single !== undefined || second === undefined) return single;
  const pair = words.phrases.get(join(one, second));
  const third = hashes[at + 2];
  if (pair !== undefined || third === undefined) return pair;
  // Phrases are hashed from their first word on, whichever way the text is read.
  const triple =
    join === joinForwards
      ? joinHashes(joinHashes(one, second), third)
      : joinHashes(joinHashes(third, second), one);
  return words.phrases.get(triple);
}

/** Hashes the words before a place, nearest first; a label that ends in `:` or `=` keeps out what stands before it. */
function collectBefore(
  text: string,
  { start, labelled }: { readonly start: number; readonly labelled: boolean },
  hashes: number[],
): void {
  const first = Math.max(0, start - unitsBefore);
  let at = start - 1;
  while (at >= first && hashes.length < wordsBefore) {
    const unit = text.charCodeAt(at);
    if (isLetter(unit)) {
      const begin = wordBegin(text, at, first);
      hashes.push(hashOf(text, begin, at + 1));
      at = begin - 1;
    } else if (endsContext(unit, labelled && hashes.length > 0, text.charCodeAt(at - 1))) return;
    else at -= 1;
  }
}

/** Hashes the words after a place, nearest first, and says up to where a place would have the same. */
function collectAfter(text: string, end: number, hashes: number[]): number {
  const last = Math.min(text.length, end + unitsAfter);
  let firstStop = -1;
  let at = end;
  while (at < last && hashes.length < wordsAfter) {
    const unit = text.charCodeAt(at);
    const isWord = isLetter(unit);
    if (firstStop < 0 && (isWord || separatesStatements(unit))) firstStop = at;
    if (isWord) {
      const stop = wordStop(text, at, last);
      hashes.push(hashOf(text, at, stop));
      at = stop;
    } else if (separatesStatements(unit)) break;
    else at += 1;
  }
  return firstStop < 0 ? end : firstStop;
}

function isLabelled(text: string, start: number): boolean {
  for (let at = start - 1; at >= 0 && start - at < 6; at -= 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x3a || unit === 0x3d) return true;
    // Quotation marks, backslashes, space, an opening bracket, `+` and `#` stand between a label and its value.
    if (!' "\'\\([+#`*'.includes(text.charAt(at))) return false;
  }
  return false;
}

function endsContext(unit: number, afterLabel: boolean, unitBefore: number): boolean {
  if (unit === 0x0a && unitBefore === 0x0a) return true;
  return afterLabel && endsLabel.has(unit);
}

function separatesStatements(unit: number): boolean {
  return endsStatement.has(unit);
}

function isLetter(unit: number): boolean {
  const unitClass = classOf[unit];
  return unitClass === characterClass.letter || unitClass === characterClass.foreignLetter;
}

function isUpper(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

/** First unit of the word that ends at `at`: `phoneNumber` is two words. */
function wordBegin(text: string, at: number, first: number): number {
  let begin = at;
  while (begin > first && isLetter(text.charCodeAt(begin - 1))) {
    if (isUpper(text.charCodeAt(begin)) && !isUpper(text.charCodeAt(begin - 1))) break;
    begin -= 1;
  }
  return begin;
}

function wordStop(text: string, at: number, last: number): number {
  let stop = at + 1;
  while (stop < last && isLetter(text.charCodeAt(stop))) {
    if (isUpper(text.charCodeAt(stop)) && !isUpper(text.charCodeAt(stop - 1))) break;
    stop += 1;
  }
  return stop;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = emptyHash;
  for (let at = start; at < end; at += 1) hash = hashStep(hash, text.charCodeAt(at));
  return hash;
}

/** Hashes of the words of a text, in order. */
export function hashWords(text: string): readonly number[] {
  const hashes: number[] = [];
  let at = 0;
  while (at < text.length) {
    if (!isLetter(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const stop = wordStop(text, at, text.length);
    hashes.push(hashOf(text, at, stop));
    at = stop;
  }
  return hashes;
}
