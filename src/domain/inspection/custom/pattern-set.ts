import { RE2JS, RE2Set } from 're2js';
import { unitAt } from '../scan/unit-at.ts';

/** What one of the patterns matched. */
export interface PatternHit {
  /** Place of the pattern in the set. */
  readonly pattern: number;
  readonly start: number;
  readonly end: number;
}

/** A match up to this length is found whole, wherever it stands; longer ones are reported in pieces. */
export const matchLengthMax = 256;
/** What is asked at once: does one of the patterns match in here at all? */
const windowLength = 4_096;
/** Where one does, its places are looked for in less: what that costs grows faster than the length. */
const stretchLength = 2 * matchLengthMax;
/** Few enough for one automaton to stay small, whatever the text. */
const groupSize = 8;
const groupMemoryBytes = 2 * 1024 * 1024;

interface Group {
  readonly set: RE2Set;
  /** Place of its first pattern in the set. */
  readonly first: number;
}

/** Patterns in RE2 syntax, looked for together. Neither their order nor where windows end makes a difference to what is found. */
export class PatternSet {
  readonly #patterns: readonly RE2JS[];
  readonly #groups: readonly Group[];

  /** @throws RE2JSSyntaxException */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map((pattern) => RE2JS.compile(pattern));
    const starts = patterns.map((_, at) => at).filter((at) => at % groupSize === 0);
    this.#groups = starts.map((first) => ({
      first,
      set: setOf(patterns.slice(first, first + groupSize)),
    }));
  }

  /**
   * Every match of every pattern, those of one pattern in order and without overlaps.
   * @param check called before each step; what it throws ends the search
   */
  find(text: string, check: () => void): readonly PatternHit[] {
    const hits: PatternHit[] = [];
    /** For each pattern, where its next match may begin. */
    const free = this.#patterns.map(() => 0);
    for (let start = 0; start < text.length; start += windowLength - matchLengthMax) {
      const end = Math.min(text.length, start + windowLength);
      for (const pattern of this.#matchingIn(text.slice(Math.max(0, start - 1), end), check)) {
        const from = Math.max(start, free[pattern] ?? 0);
        free[pattern] = this.#locate(pattern, { text, from, end, check }, hits);
      }
      if (end === text.length) break;
    }
    return hits;
  }

  #matchingIn(window: string, check: () => void): readonly number[] {
    return this.#groups.flatMap(({ set, first }) => {
      check();
      return set.match(window).map((at) => first + at);
    });
  }

  /** Adds the matches that begin before what the next window begins with. Returns where the next one may begin. */
  #locate(pattern: number, { text, from, end, check }: Window, hits: PatternHit[]): number {
    const compiled = this.#patterns[pattern];
    const last = settledBefore(text, end);
    let at = from;
    while (compiled && at < last) {
      check();
      const { found, stop } = firstMatch(compiled, text, at);
      const settled = Math.min(last, settledBefore(text, stop));
      if (found && found.start < settled) {
        if (found.end > found.start) hits.push({ pattern, ...found });
        at = Math.max(found.end, at + 1);
      } else at = settled;
    }
    return at;
  }
}

interface Window {
  readonly text: string;
  readonly from: number;
  readonly end: number;
  readonly check: () => void;
}

/** What begins before this ends within sight, which reaches as far as `stop`. */
function settledBefore(text: string, stop: number): number {
  return stop === text.length ? stop : stop - matchLengthMax;
}

function wholeCharacters(text: string, stop: number): number {
  if (stop >= text.length) return text.length;
  return (unitAt(text, stop - 1) & 0xfc00) === 0xd800 ? stop - 1 : stop;
}

function setOf(patterns: readonly string[]): RE2Set {
  const set = new RE2Set(RE2Set.UNANCHORED, 0, groupMemoryBytes);
  for (const pattern of patterns) set.add(pattern);
  set.compile();
  return set;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The first match within sight. Sight reaches further where that match may go on. */
function firstMatch(
  pattern: RE2JS,
  text: string,
  at: number,
): { readonly found: Place | undefined; readonly stop: number } {
  for (let length = stretchLength; ; length *= 2) {
    const stop = wholeCharacters(text, at + length);
    const found = matchWithin(pattern, text, { start: at, end: stop });
    const isCut = found?.end === stop && stop < text.length;
    if (!isCut || length >= windowLength) return { found, stop };
  }
}

/** The character before is in sight too: whether a word begins depends on it. */
function matchWithin(pattern: RE2JS, text: string, { start, end }: Place): Place | undefined {
  const base = Math.max(0, start - 1);
  const matcher = pattern.matcher(text.slice(base, end));
  if (!matcher.find(start - base)) return undefined;
  return { start: base + matcher.start(), end: base + matcher.end() };
}
