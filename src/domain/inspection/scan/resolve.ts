import type { EntityType } from '../entity.ts';
import type { Match } from '../match.ts';

/**
 * What a type is worth beyond its score where two matches overlap: secrets before verified numbers before contacts before
 * names before addresses of pages. Types that are not named are identifiers.
 */
const worth: Readonly<Partial<Record<EntityType, number>>> = {
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

/** What is left of a page's address in front of an identifier in it is reported when it is at least so long. */
const urlLengthMin = 11;

/**
 * Keeps, of matches that overlap, the ones that are worth most, in order of place. The result depends on the matches alone,
 * never on the order they were found in.
 */
export function resolveOverlaps(matches: readonly Match[]): readonly Match[] {
  if (matches.length < 2) return matches;
  const candidates = matches.map((match) => ({ match, value: worthOf(match) }));
  candidates.sort((a, b) => b.value - a.value || compareMatches(a.match, b.match));
  const kept = new Occupancy();
  for (const { match } of candidates) {
    const free = kept.isFree(match.start, match.end) ? match : cutUrl(match, kept);
    if (free) kept.add(free);
  }
  return kept.inOrder();
}

function worthOf(match: Match): number {
  const checked = match.evidence.checksum === true ? 0.02 : 0;
  return match.score + checked + (worth[match.type] ?? worthOfIdentifier);
}

function compareMatches(a: Match, b: Match): number {
  return (
    b.end - b.start - (a.end - a.start) ||
    a.start - b.start ||
    compareText(a.type, b.type) ||
    compareText(a.detector, b.detector)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function cutUrl(match: Match, kept: Occupancy): Match | undefined {
  if (match.type !== 'URL') return undefined;
  const end = kept.firstStartIn(match.start, match.end);
  return end !== undefined && end - match.start >= urlLengthMin && kept.isFree(match.start, end)
    ? { ...match, end }
    : undefined;
}

const bucketBits = 6;

/** Matches that do not overlap, found by place in buckets of 64 code units so that many cost no more each than few. */
class Occupancy {
  readonly #kept: Match[] = [];
  readonly #buckets = new Map<number, Match[]>();

  isFree(start: number, end: number): boolean {
    for (let bucket = start >> bucketBits; bucket <= (end - 1) >> bucketBits; bucket += 1) {
      const matches = this.#buckets.get(bucket);
      if (matches?.some((one) => one.start < end && one.end > start)) return false;
    }
    return true;
  }

  firstStartIn(start: number, end: number): number | undefined {
    let first: number | undefined;
    for (let bucket = start >> bucketBits; bucket <= (end - 1) >> bucketBits; bucket += 1) {
      for (const one of this.#buckets.get(bucket) ?? []) {
        const isInside = one.start >= start && one.start < end;
        if (isInside && (first === undefined || one.start < first)) first = one.start;
      }
    }
    return first;
  }

  add(match: Match): void {
    this.#kept.push(match);
    const last = (match.end - 1) >> bucketBits;
    for (let bucket = match.start >> bucketBits; bucket <= last; bucket += 1) {
      const matches = this.#buckets.get(bucket);
      if (matches) matches.push(match);
      else this.#buckets.set(bucket, [match]);
    }
  }

  inOrder(): readonly Match[] {
    return this.#kept.sort((a, b) => a.start - b.start);
  }
}
