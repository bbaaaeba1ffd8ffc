import type { Recognised } from '../match.ts';

const bucketBits = 6;

/**
 * Matches that do not overlap, found by place: each is listed in the stretch of 64 code units in which it starts, and the
 * stretch knows how far into it matches from before reach.
 */
export class Occupancy {
  readonly matches: Recognised[] = [];
  readonly #origin: number;
  /** Number of the newest match that starts in each stretch, from 1 on. */
  readonly #newest: Int32Array;
  /** For each match, the number of the one before it in its stretch. */
  readonly #previous: number[] = [0];
  /** For each stretch, where the match that reaches into it from before ends. */
  readonly #reached: Int32Array;

  /** For matches that start from `first` to `last`, in code units. */
  constructor(first: number, last: number) {
    this.#origin = first;
    const stretches = ((last - first) >> bucketBits) + 2;
    this.#newest = new Int32Array(stretches);
    this.#reached = new Int32Array(stretches);
  }

  isFree(start: number, end: number): boolean {
    if ((this.#reached[this.#stretchOf(start)] ?? 0) > start) return false;
    return this.#firstOverlap(start, end) === undefined;
  }

  /** Start of the first match that starts in a span. */
  firstStartIn(start: number, end: number): number | undefined {
    const first = this.#firstOverlap(start, end);
    return first !== undefined && first >= start ? first : undefined;
  }

  add(match: Recognised): void {
    const stretch = this.#stretchOf(match.start);
    this.matches.push(match);
    this.#previous.push(this.#newest[stretch] ?? 0);
    this.#newest[stretch] = this.matches.length;
    const last = Math.min(this.#stretchOf(match.end - 1), this.#reached.length - 1);
    for (let at = stretch + 1; at <= last; at += 1) this.#reached[at] = match.end;
  }

  #firstOverlap(start: number, end: number): number | undefined {
    const last = Math.min(this.#stretchOf(end - 1), this.#newest.length - 1);
    for (let at = this.#stretchOf(start); at <= last; at += 1) {
      const first = this.#firstIn(at, start, end);
      if (first !== undefined) return first;
    }
    return undefined;
  }

  #firstIn(stretch: number, start: number, end: number): number | undefined {
    let first: number | undefined;
    let number = this.#newest[stretch] ?? 0;
    while (number > 0) {
      const match = this.matches[number - 1];
      const overlaps = match !== undefined && match.start < end && match.end > start;
      if (overlaps && (first === undefined || match.start < first)) first = match.start;
      number = this.#previous[number] ?? 0;
    }
    return first;
  }

  #stretchOf(place: number): number {
    return (place - this.#origin) >> bucketBits;
  }
}
