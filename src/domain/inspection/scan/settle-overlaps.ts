import type { Claimed, FoundPlaces } from './found-places.ts';
import { Occupancy } from './occupancy.ts';

/**
 * What a type is worth beyond its score where two matches overlap: secrets before verified numbers before contacts before
 * names before addresses of pages. Types that are not named are identifiers.
 */
const worth: Readonly<Partial<Record<string, number>>> = {
  SECRET: 0.4,
  STREET_ADDRESS: 0.3,
  EMAIL: 0.14,
  PHONE: 0.1,
  DATE_OF_BIRTH: 0.1,
  DATE: 0.08,
  AGE: 0.08,
  PERSON: 0.06,
  ORGANIZATION: 0.05,
  LOCATION: 0.04,
  URL: -0.1,
};
const worthOfIdentifier = 0.16;
const worthOfCheck = 0.02;

/** What is left of a page's address in front of an identifier in it is reported when it is at least so long. */
const urlLengthMin = 11;
const lengthRange = 65_536;

const fewMax = 16;
// For one cluster at a time: places, what is worth most first, and what they are worth.
const few = { places: new Int32Array(fewMax), ranks: new Float64Array(fewMax) };

/**
 * Which places are kept, of some in order: for each, where it ends, and 0 where it gives way to others. Undefined when no two
 * overlap, which most texts end with.
 */
export function settleOverlaps(places: FoundPlaces<Claimed>): Int32Array | undefined {
  const first = firstOverlapping(places);
  return first === places.count ? undefined : new Settlement(places).from(first);
}

/** The first place that another one overlaps with; the number of places when none is. */
function firstOverlapping({ starts, ends, count }: FoundPlaces<Claimed>): number {
  for (let at = 1; at < count; at += 1) {
    if ((starts[at] ?? 0) < (ends[at - 1] ?? 0)) return at - 1;
  }
  return count;
}

/** Most places overlap with none, and the others with few: only those of a cluster are weighed against each other. */
class Settlement {
  readonly #places: FoundPlaces<Claimed>;
  readonly #kept: Int32Array;
  // Neighbours mostly have the same claim.
  #claim: Claimed | undefined;
  #rankOfClaim = 0;

  constructor(places: FoundPlaces<Claimed>) {
    this.#places = places;
    this.#kept = places.ends.slice(0, places.count);
  }

  from(start: number): Int32Array {
    const { count } = this.#places;
    for (let first = start; first < count; ) {
      const end = this.#clusterEnd(first);
      if (end - first > fewMax) this.#keepBest(first, end);
      else if (end - first > 1) this.#keepBestOfFew(first, end);
      first = end;
    }
    return this.#kept;
  }

  #clusterEnd(first: number): number {
    const { starts, ends, count } = this.#places;
    let end = ends[first] ?? 0;
    let at = first + 1;
    for (; at < count && (starts[at] ?? 0) < end; at += 1) end = Math.max(end, ends[at] ?? 0);
    return at;
  }

  #keepBestOfFew(first: number, end: number): void {
    this.#rankFew(first, end);
    this.#kept.fill(0, first, end);
    for (let rank = 0; rank < end - first; rank += 1) {
      const at = few.places[rank] ?? 0;
      this.#kept[at] = this.#endBeside(at, first, end);
    }
  }

  /** Puts what is worth most first; what is worth the same stays in order of place. */
  #rankFew(first: number, end: number): void {
    const { places, ranks } = few;
    for (let from = 0; from < end - first; from += 1) {
      const own = this.#rankOf(first + from);
      let at = from;
      for (; at > 0 && (ranks[at - 1] ?? 0) < own; at -= 1) {
        ranks[at] = ranks[at - 1] ?? 0;
        places[at] = places[at - 1] ?? 0;
      }
      ranks[at] = own;
      places[at] = first + from;
    }
  }

  /** Where a place ends beside those of a cluster that are kept already; 0 when there is no room. */
  #endBeside(place: number, first: number, last: number): number {
    const { starts, ends } = this.#places;
    const [start, end] = [starts[place] ?? 0, ends[place] ?? 0];
    for (let at = first; at < last && (starts[at] ?? 0) < end; at += 1) {
      if ((this.#kept[at] ?? 0) > start) return this.#cutBefore(place, starts[at]);
    }
    return end;
  }

  #keepBest(first: number, end: number): void {
    const { starts, ends } = this.#places;
    let last = 0;
    for (let at = first; at < end; at += 1) last = Math.max(last, ends[at] ?? 0);
    const taken = new Occupancy(starts[first] ?? 0, last);
    for (const at of this.#byWorth(first, end)) {
      const [start, whole] = [starts[at] ?? 0, ends[at] ?? 0];
      const isFree = taken.isFree(start, whole);
      const kept = isFree ? whole : this.#cutBefore(at, taken.firstTakenIn(start, whole));
      this.#kept[at] = kept;
      if (kept > 0) taken.take(start, kept);
    }
  }

  /** What is worth most first, what is worth the same in order of place: few groups hold many places, so that they are counted. */
  #byWorth(first: number, end: number): Int32Array {
    const groups = new Map<number, number>();
    const groupOf = new Int32Array(end - first);
    const sizes: number[] = [];
    let [rank, group] = [-1, -1];
    for (let at = first; at < end; at += 1) {
      const own = this.#rankOf(at);
      if (own !== rank) {
        group = groups.get(own) ?? sizes.push(0) - 1;
        groups.set(own, group);
        rank = own;
      }
      groupOf[at - first] = group;
      sizes[group] = (sizes[group] ?? 0) + 1;
    }
    const next = startsOf(groups, sizes);
    const ordered = new Int32Array(end - first);
    for (let at = 0; at < ordered.length; at += 1) {
      const own = groupOf[at] ?? 0;
      const slot = next[own] ?? 0;
      ordered[slot] = first + at;
      next[own] = slot + 1;
    }
    return ordered;
  }

  /** What is left of the address of a page in front of where something else stands in it; 0 when nothing is. */
  #cutBefore(place: number, end: number | undefined): number {
    if (end === undefined || this.#places.claims[place]?.type !== 'URL') return 0;
    return end - (this.#places.starts[place] ?? 0) >= urlLengthMin ? end : 0;
  }

  /** By worth, and then by length. */
  #rankOf(place: number): number {
    const { starts, ends, claims } = this.#places;
    const claim = claims[place];
    if (claim !== this.#claim) {
      this.#claim = claim;
      this.#rankOfClaim = Math.round(worthOf(claim) * 1e6) * lengthRange;
    }
    return this.#rankOfClaim + Math.min(lengthRange - 1, (ends[place] ?? 0) - (starts[place] ?? 0));
  }
}

/** Where groups begin that follow each other by rank, the highest first. */
function startsOf(groups: ReadonlyMap<number, number>, sizes: readonly number[]): Int32Array {
  const starts = new Int32Array(sizes.length);
  let start = 0;
  for (const [, group] of [...groups].sort(([a], [b]) => b - a)) {
    starts[group] = start;
    start += sizes[group] ?? 0;
  }
  return starts;
}

function worthOf(claim: Claimed | undefined): number {
  if (!claim) return 0;
  const checked = claim.evidence.checksum === true ? worthOfCheck : 0;
  return claim.score + checked + (worth[claim.type] ?? worthOfIdentifier);
}
