import type { Match } from '../match.ts';
import { isWordUnit } from './character-class.ts';
import { resolveOverlaps } from './resolve.ts';
import { unitAt } from './unit-at.ts';

/** One bit for each value. */
const valuesMax = 32;
const lengthMin = 5;
const beginningMask = 0x3ff;

interface Told {
  readonly value: string;
  readonly match: Match;
}

/** A value that is known from a place of the text on. */
interface Known extends Told {
  readonly from: number;
}

type PlaceOf = (match: Match) => { readonly start: number; readonly end: number };

// For one text at a time, and left empty: the values that begin with some characters, as bits.
const beginnings = new Int32Array(beginningMask + 1);

/**
 * Values that were recognised by something that stands beside them only once: names, and numbers that a word nearby told. From
 * there on they are known wherever they stand. Others are recognised wherever they stand anyway.
 *
 * A text that comes in pieces keeps one of these from scan to scan.
 */
export class ToldValues {
  // Only texts in pieces know anything beforehand, and most texts are whole and short.
  #known: Map<string, Match> | undefined;
  #from = 0;
  /** What the last text told, and where that stands in it. */
  #fresh: readonly Told[] = [];
  #placeOf: PlaceOf = (match) => match;

  /**
   * Adds the further places of told values to what was recognised in a text. What was recognised by itself stays.
   * @param placeOf where a match stands in the text as it was given
   */
  mark(text: string, matches: readonly Match[], placeOf: PlaceOf): readonly Match[] {
    this.#placeOf = placeOf;
    this.#fresh = this.#toldIn(text, matches);
    if (this.#fresh.length === 0 && this.#known === undefined) return matches;
    const told = this.#knownIn(this.#fresh);
    const again = told.length === 0 ? 0 : standingAgain(text, told, matches);
    if (again === 0) return matches;
    const further = told.flatMap((one, at) =>
      (again & (1 << at)) === 0 ? [] : freeOccurrences(text, one, matches),
    );
    const added = resolveOverlaps(further);
    return [...matches, ...added].sort((a, b) => a.start - b.start);
  }

  /** The next text tells nothing new before a place of it: that was there before, or is cut off from what stood around it. */
  startAt(place: number): void {
    this.#from = place;
  }

  /** Keeps what the last text told before a place of it. */
  keep(place: number): void {
    for (const { value, match } of this.#fresh) {
      if (this.#placeOf(match).end > place) continue;
      this.#known ??= new Map();
      this.#known.set(value, match);
    }
  }

  /** From where on the end of a text may still become one of the values. */
  openFrom(text: string): number {
    let first = text.length;
    for (const value of this.#known?.keys() ?? []) {
      for (let at = Math.max(0, text.length - value.length); at < first; at += 1) {
        const isSame = unitAt(text, at) === unitAt(value, 0);
        if (isSame && value.startsWith(text.slice(at))) first = at;
      }
    }
    return first;
  }

  #knownIn(fresh: readonly Told[]): readonly Known[] {
    const told: Known[] = [];
    for (const [value, match] of this.#known ?? []) told.push({ value, match, from: 0 });
    for (const { value, match } of fresh) told.push({ value, match, from: match.end });
    return told;
  }

  /** Values that were not known, each where it is told first, as many as there is room for. */
  #toldIn(text: string, matches: readonly Match[]): readonly Told[] {
    const told: Told[] = [];
    let seen: Set<string> | undefined;
    let before = '';
    for (const match of matches) {
      if ((this.#known?.size ?? 0) + told.length === valuesMax) break;
      if (!isTold(match) || isWritten(text, match, before) || !this.#isNew(match)) continue;
      before = text.slice(match.start, match.end);
      seen ??= new Set();
      if (this.#known?.has(before) || seen.has(before)) continue;
      seen.add(before);
      told.push({ value: before, match });
    }
    return told;
  }

  #isNew(match: Match): boolean {
    return this.#from === 0 || this.#placeOf(match).start >= this.#from;
  }
}

/** Whether a match is a value that was seen just before: it costs less to see than to look up. */
function isWritten(text: string, { start, end }: Match, value: string): boolean {
  return end - start === value.length && text.startsWith(value, start);
}

function isTold(match: Match): boolean {
  if (match.end - match.start < lengthMin) return false;
  return match.type === 'PERSON' || match.evidence.context !== undefined;
}

/**
 * Which values stand, as bits, where a word may begin and nothing was recognised. Most values stand nowhere else, which one
 * pass over the text tells of all of them.
 */
function standingAgain(text: string, told: readonly Known[], taken: readonly Match[]): number {
  for (let at = 0; at < told.length; at += 1) addBeginning(told[at]?.value ?? '', 1 << at);
  let again = 0;
  let from = 0;
  for (const { start, end } of taken) {
    if (start - from >= lengthMin) again |= standingIn(text, { from, to: start }, told);
    from = end;
  }
  again |= standingIn(text, { from, to: text.length }, told);
  for (const { value } of told) beginnings[beginningAt(value, 0)] = 0;
  return again;
}

function standingIn(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  told: readonly Known[],
): number {
  let again = 0;
  let before = unitAt(text, from - 1);
  for (let at = from; at <= to - lengthMin; at += 1) {
    if (!isWordUnit(before)) {
      const some = beginnings[beginningAt(text, at)] ?? 0;
      if (some !== 0) again |= standingAt(text, at, { some, told });
    }
    before = unitAt(text, at);
  }
  return again;
}

function addBeginning(value: string, bit: number): void {
  const beginning = beginningAt(value, 0);
  beginnings[beginning] = (beginnings[beginning] ?? 0) | bit;
}

function beginningAt(text: string, at: number): number {
  const units = unitAt(text, at) ^ (unitAt(text, at + 2) << 2) ^ (unitAt(text, at + 4) << 4);
  return units & beginningMask;
}

function standingAt(
  text: string,
  at: number,
  { some, told }: { readonly some: number; readonly told: readonly Known[] },
): number {
  let found = 0;
  for (let place = 0; place < told.length; place += 1) {
    const one = told[place];
    if ((some & (1 << place)) === 0 || !one || one.from > at) continue;
    if (text.startsWith(one.value, at)) found |= 1 << place;
  }
  return found;
}

/** Where a value stands and nothing was recognised; `taken` is in order and without overlaps. */
function freeOccurrences(
  text: string,
  { value, match, from }: Known,
  taken: readonly Match[],
): readonly Match[] {
  const found: Match[] = [];
  let next = 0;
  for (let at = text.indexOf(value, from); at >= 0; at = text.indexOf(value, at + value.length)) {
    const end = at + value.length;
    const isWhole = !isWordUnit(unitAt(text, at - 1)) && !isWordUnit(unitAt(text, end));
    if (!isWhole) continue;
    while ((taken[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const isFree = (taken[next]?.start ?? Number.POSITIVE_INFINITY) >= end;
    if (isFree) found.push({ ...match, start: at, end });
  }
  return found;
}
