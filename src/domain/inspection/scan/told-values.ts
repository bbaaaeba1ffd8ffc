import type { Match } from '../match.ts';
import { isWordUnit } from './character-class.ts';
import { resolveOverlaps } from './resolve.ts';

const valuesMax = 32;
const lengthMin = 5;

interface Told {
  readonly value: string;
  readonly match: Match;
}

type PlaceOf = (match: Match) => { readonly start: number; readonly end: number };

/**
 * Values that were recognised by something that stands beside them only once: names, and numbers that a word nearby told. From
 * there on they are known wherever they stand. Others are recognised wherever they stand anyway.
 *
 * A text that comes in pieces keeps one of these from scan to scan.
 */
export class ToldValues {
  readonly #known = new Map<string, Match>();
  #from = 0;
  /** What the last text told, with the places where that ends. */
  #fresh: readonly (Told & { readonly end: number })[] = [];

  /**
   * Adds the further places of told values to what was recognised in a text. What was recognised by itself stays.
   * @param placeOf where a match stands in the text as it was given
   */
  mark(text: string, matches: readonly Match[], placeOf: PlaceOf): readonly Match[] {
    const isNew = (match: Match) => placeOf(match).start >= this.#from;
    const fresh = this.#toldIn(text, this.#from === 0 ? matches : matches.filter(isNew));
    this.#fresh = fresh.map((one) => ({ ...one, end: placeOf(one.match).end }));
    const known = [...this.#known].map(([value, match]) => ({ value, match, from: 0 }));
    const told = [...known, ...fresh.map((one) => ({ ...one, from: one.match.end }))];
    const further = told.flatMap((one) => freeOccurrences(text, one, matches));
    if (further.length === 0) return matches;
    const added = resolveOverlaps(further);
    return [...matches, ...added].sort((a, b) => a.start - b.start);
  }

  /** The next text tells nothing new before a place of it: that was there before, or is cut off from what stood around it. */
  startAt(place: number): void {
    this.#from = place;
  }

  /** Keeps what the last text told before a place of it. */
  keep(place: number): void {
    for (const { value, match, end } of this.#fresh)
      if (end <= place) this.#known.set(value, match);
  }

  /** From where on the end of a text may still become one of the values. */
  openFrom(text: string): number {
    let first = text.length;
    for (const value of this.#known.keys()) {
      for (let at = Math.max(0, text.length - value.length); at < first; at += 1) {
        const isSame = text.charCodeAt(at) === value.charCodeAt(0);
        if (isSame && value.startsWith(text.slice(at))) first = at;
      }
    }
    return first;
  }

  /** Values that were not known, each where it is told first, as many as there is room for. */
  #toldIn(text: string, matches: readonly Match[]): readonly Told[] {
    const first = new Map<string, Told>();
    for (const match of matches) {
      if (this.#known.size + first.size === valuesMax) break;
      if (!isTold(match)) continue;
      const value = text.slice(match.start, match.end);
      if (!this.#known.has(value) && !first.has(value)) first.set(value, { value, match });
    }
    return [...first.values()];
  }
}

function isTold(match: Match): boolean {
  if (match.end - match.start < lengthMin) return false;
  return match.type === 'PERSON' || match.evidence.context !== undefined;
}

/** Where a value stands and nothing was recognised; `taken` is in order and without overlaps. */
function freeOccurrences(
  text: string,
  { value, match, from }: Told & { readonly from: number },
  taken: readonly Match[],
): readonly Match[] {
  const found: Match[] = [];
  let next = 0;
  for (let at = text.indexOf(value, from); at >= 0; at = text.indexOf(value, at + value.length)) {
    const end = at + value.length;
    const isWhole = !isWordUnit(text.charCodeAt(at - 1)) && !isWordUnit(text.charCodeAt(end));
    if (!isWhole) continue;
    while ((taken[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const isFree = (taken[next]?.start ?? Number.POSITIVE_INFINITY) >= end;
    if (isFree) found.push({ ...match, start: at, end });
  }
  return found;
}
