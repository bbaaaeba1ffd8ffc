import type { Match, Recognised } from '../match.ts';
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

/**
 * Keeps, of matches that overlap, the ones that are worth most, in order of place. The result depends on the matches alone,
 * never on the order they were found in.
 */
export function resolveOverlaps(matches: readonly Match[]): readonly Match[];
export function resolveOverlaps(matches: readonly Recognised[]): readonly Recognised[];
export function resolveOverlaps(matches: readonly Recognised[]): readonly Recognised[] {
  if (matches.length < 2) return matches;
  const sorted = inOrder(matches);
  let first = firstOverlapping(sorted);
  if (first === sorted.length) return sorted;
  const kept = sorted.slice(0, first);
  while (first < sorted.length) {
    const end = clusterEnd(sorted, first);
    const match = sorted[first];
    if (end - first === 1 && match) kept.push(match);
    else if (end - first <= fewMax) keepBestOfFew(sorted.slice(first, end), kept);
    else append(kept, keepBest(sorted.slice(first, end)));
    first = end;
  }
  return kept;
}

/** The first match that another one overlaps with; the number of matches when none is. */
function firstOverlapping(sorted: readonly Recognised[]): number {
  for (let at = 1; at < sorted.length; at += 1) {
    if ((sorted[at]?.start ?? 0) < (sorted[at - 1]?.end ?? 0)) return at - 1;
  }
  return sorted.length;
}

/** Most matches overlap with none, and the others with few: only those of a cluster are weighed against each other. */
function clusterEnd(sorted: readonly Recognised[], first: number): number {
  let end = sorted[first]?.end ?? 0;
  let at = first + 1;
  for (; at < sorted.length; at += 1) {
    const match = sorted[at];
    if (!match || match.start >= end) return at;
    if (match.end > end) end = match.end;
  }
  return at;
}

function append(kept: Recognised[], matches: readonly Recognised[]): void {
  for (const match of matches) kept.push(match);
}

const fewMax = 16;
// For one cluster at a time.
const ranks = new Float64Array(fewMax);

/** Adds what is kept of a small cluster, in order of place. */
function keepBestOfFew(cluster: Recognised[], kept: Recognised[]): void {
  const first = kept.length;
  rank(cluster);
  for (const match of cluster) {
    const fitting = fitOf(match, kept, first);
    if (fitting) insert(kept, fitting, first);
  }
}

/** Puts what is worth most first; what is worth the same stays in order of place. */
function rank(cluster: Recognised[]): void {
  for (let from = 0; from < cluster.length; from += 1) {
    const match = cluster[from];
    if (!match) return;
    const own = rankOf(match);
    let at = from;
    for (; at > 0 && (ranks[at - 1] ?? 0) < own; at -= 1) {
      ranks[at] = ranks[at - 1] ?? 0;
      cluster[at] = cluster[at - 1] ?? match;
    }
    ranks[at] = own;
    cluster[at] = match;
  }
}

/** What there is room for beside the matches that are kept from `first` on. */
function fitOf(
  match: Recognised,
  kept: readonly Recognised[],
  first: number,
): Recognised | undefined {
  for (let at = first; at < kept.length; at += 1) {
    const other = kept[at];
    if (!other || other.start >= match.end) return match;
    if (other.end > match.start) return cutUrl(match, other.start);
  }
  return match;
}

function insert(kept: Recognised[], match: Recognised, first: number): void {
  let at = kept.length;
  kept.push(match);
  for (; at > first && (kept[at - 1]?.start ?? 0) > match.start; at -= 1) {
    kept[at] = kept[at - 1] ?? match;
  }
  kept[at] = match;
}

function keepBest(contested: readonly Recognised[]): readonly Recognised[] {
  const end = contested.reduce((last, match) => Math.max(last, match.end), 0);
  const kept = new Occupancy(contested[0]?.start ?? 0, end);
  for (const group of byWorth(contested)) keepFitting(group, kept);
  return kept.matches.sort((a, b) => a.start - b.start);
}

function keepFitting(group: readonly Recognised[], kept: Occupancy): void {
  for (const match of group) {
    const fitting = kept.isFree(match.start, match.end)
      ? match
      : cutUrl(match, kept.firstTakenIn(match.start, match.end));
    if (fitting) kept.add(fitting);
  }
}

/** By place, longer ones first: nearly the order they are found in. */
function inOrder(matches: readonly Recognised[]): readonly Recognised[] {
  for (let at = 1; at < matches.length; at += 1) {
    const [before, match] = [matches[at - 1], matches[at]];
    if (before && match && compareMatches(before, match) > 0)
      return matches.toSorted(compareMatches);
  }
  return matches;
}

/** Groups of equal worth and length, what is worth most first, in order of place in each: few groups hold many matches. */
function byWorth(matches: readonly Recognised[]): readonly (readonly Recognised[])[] {
  const groups = new Map<number, Recognised[]>();
  for (const match of matches) {
    const key = rankOf(match);
    const group = groups.get(key);
    if (group) group.push(match);
    else groups.set(key, [match]);
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group);
}

const lengthRange = 65_536;

/** By worth, and then by length. */
function rankOf(match: Recognised): number {
  return Math.round(worthOf(match) * 1e6) * lengthRange + lengthOf(match);
}

function lengthOf(match: Recognised): number {
  return Math.min(lengthRange - 1, match.end - match.start);
}

function worthOf(match: Recognised): number {
  const checked = match.evidence.checksum === true ? worthOfCheck : 0;
  return match.score + checked + (worth[match.type] ?? worthOfIdentifier);
}

/** In order of place, longer ones first; never by the order they are found in. */
export function compareMatches(a: Recognised, b: Recognised): number {
  return (
    a.start - b.start ||
    b.end - a.end ||
    compareText(a.type, b.type) ||
    compareText(a.detector, b.detector)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is left of the address of a page in front of where something else stands in it. */
function cutUrl(match: Recognised, end: number | undefined): Recognised | undefined {
  if (match.type !== 'URL') return undefined;
  return end !== undefined && end - match.start >= urlLengthMin ? { ...match, end } : undefined;
}
