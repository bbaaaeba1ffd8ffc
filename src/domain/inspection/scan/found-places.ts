import type { Recognised } from '../match.ts';
import type { Claim } from './claim.ts';
import type { TextSpan } from './name-tagger.ts';

const noPlaces = new Int32Array(0);
const placesMin = 8;

/** What is said of a place, be it by a detector or by a tenant's own pattern. */
export type Claimed = Omit<Recognised, 'start' | 'end'>;

/**
 * Places where something was recognised, overlaps included, one column for each thing that is known of them: a text may hold
 * hundreds of thousands, and objects are made only of those that are reported.
 */
export class FoundPlaces<Said extends Claimed = Claim> {
  readonly claims: Said[] = [];
  // With room for more. Most texts hold nothing, for which none is made.
  #starts: Int32Array = noPlaces;
  #ends: Int32Array = noPlaces;

  get count(): number {
    return this.claims.length;
  }

  /** Of which there are `count`. */
  get starts(): Int32Array {
    return this.#starts;
  }

  get ends(): Int32Array {
    return this.#ends;
  }

  add(start: number, end: number, claim: Said): void {
    const at = this.claims.push(claim) - 1;
    if (at === this.#starts.length) this.#makeRoom();
    this.#starts[at] = start;
    this.#ends[at] = end;
  }

  #makeRoom(): void {
    const room = Math.max(placesMin, 2 * this.#starts.length);
    this.#starts = widened(this.#starts, room);
    this.#ends = widened(this.#ends, room);
  }

  /** Adds one in order of place: what is found later rarely begins before more than a few others. */
  insert(start: number, end: number, claim: Said): void {
    let at = this.count;
    this.add(start, end, claim);
    if (at === 0 || (this.starts[at - 1] ?? 0) < start) return;
    for (; at > 0 && this.#isBefore(at, at - 1); at -= 1) this.#swap(at, at - 1);
  }

  isInOrder(): boolean {
    const { starts, count } = this;
    for (let at = 1; at < count; at += 1) {
      const isClear = (starts[at - 1] ?? 0) < (starts[at] ?? 0);
      if (!isClear && this.#isBefore(at, at - 1)) return false;
    }
    return true;
  }

  /** In order of place, longer ones first; never by the order they were found in. */
  inOrder(): FoundPlaces<Said> {
    if (this.isInOrder()) return this;
    const order = Array.from({ length: this.count }, (_, at) => at);
    order.sort((a, b) => this.#compare(a, b));
    const sorted = new FoundPlaces<Said>();
    for (const at of order) sorted.#take(this, at);
    return sorted;
  }

  /** These and others, each in order of place as far as they were. */
  with<Other extends Claimed>(others: FoundPlaces<Other> | undefined): FoundPlaces<Said | Other> {
    if (others === undefined || others.count === 0) return this;
    if (this.count === 0) return others;
    const all = new FoundPlaces<Said | Other>();
    let next = 0;
    for (let at = 0; at < this.count; at += 1) {
      const start = this.starts[at] ?? 0;
      for (; next < others.count && (others.starts[next] ?? 0) < start; next += 1)
        all.#take(others, next);
      all.#take(this, at);
    }
    for (; next < others.count; next += 1) all.#take(others, next);
    return all;
  }

  /** Of those that end behind a place, what they are of and where they stand. */
  endingAfter(place: number): readonly (TextSpan & { readonly type: string })[] {
    return this.claims.flatMap(({ type }, at) => {
      const end = this.ends[at] ?? 0;
      return end > place ? [{ type, start: this.starts[at] ?? 0, end }] : [];
    });
  }

  /** The places in another text, as far as they are there. */
  moved(
    placeOf: (span: TextSpan) => TextSpan | undefined,
    claimOf = (claim: Said) => claim,
  ): FoundPlaces<Said> {
    const moved = new FoundPlaces<Said>();
    for (const [at, claim] of this.claims.entries()) {
      const place = placeOf({ start: this.starts[at] ?? 0, end: this.ends[at] ?? 0 });
      if (place) moved.add(place.start, place.end, claimOf(claim));
    }
    return moved;
  }

  #take(from: FoundPlaces<Said>, at: number): void {
    const claim = from.claims[at];
    if (claim !== undefined) this.add(from.starts[at] ?? 0, from.ends[at] ?? 0, claim);
  }

  #isBefore(a: number, b: number): boolean {
    return this.#compare(a, b) < 0;
  }

  #compare(a: number, b: number): number {
    return (
      (this.starts[a] ?? 0) - (this.starts[b] ?? 0) ||
      (this.ends[b] ?? 0) - (this.ends[a] ?? 0) ||
      compareClaims(this.claims[a], this.claims[b])
    );
  }

  #swap(a: number, b: number): void {
    const [start, end] = [this.#starts[a] ?? 0, this.#ends[a] ?? 0];
    this.#starts[a] = this.#starts[b] ?? 0;
    this.#ends[a] = this.#ends[b] ?? 0;
    this.#starts[b] = start;
    this.#ends[b] = end;
    swap(this.claims, a, b);
  }
}

/** The places of matches; what is said of each is the match itself. */
export function placesOf<Of extends Recognised>(matches: readonly Of[]): FoundPlaces<Of> {
  const places = new FoundPlaces<Of>();
  for (const match of matches) places.add(match.start, match.end, match);
  return places;
}

function compareClaims(a: Claimed | undefined, b: Claimed | undefined): number {
  if (a === b || a === undefined || b === undefined) return 0;
  return compareText(a.type, b.type) || compareText(a.detector, b.detector);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function widened(column: Int32Array, room: number): Int32Array {
  const wider = new Int32Array(room);
  wider.set(column);
  return wider;
}

function swap<Of>(values: Of[], a: number, b: number): void {
  const [first, second] = [values[a], values[b]];
  if (first === undefined || second === undefined) return;
  values[a] = second;
  values[b] = first;
}
