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
  const { free, contested } = divide(sorted);
  if (contested.length === 0) return sorted;
  return free.concat(keepBest(contested)).sort((a, b) => a.start - b.start);
}

function keepBest(contested: readonly Recognised[]): readonly Recognised[] {
  const end = contested.reduce((last, match) => Math.max(last, match.end), 0);
  const kept = new Occupancy(contested[0]?.start ?? 0, end);
  for (const group of byWorth(contested)) keepFitting(group, kept);
  return kept.matches;
}

function keepFitting(group: readonly Recognised[], kept: Occupancy): void {
  for (const match of group) {
    const fitting = kept.isFree(match.start, match.end) ? match : cutUrl(match, kept);
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

/** Most matches overlap with none: only the others are weighed against each other. */
function divide(sorted: readonly Recognised[]): {
  readonly free: Recognised[];
  readonly contested: Recognised[];
} {
  const free: Recognised[] = [];
  const contested: Recognised[] = [];
  let end = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    const match = sorted[at];
    if (!match) break;
    const isFree = match.start >= end && (sorted[at + 1]?.start ?? match.end) >= match.end;
    (isFree ? free : contested).push(match);
    if (match.end > end) end = match.end;
  }
  return { free, contested };
}

/** Groups of equal worth and length, what is worth most first, in order of place in each: few groups hold many matches. */
function byWorth(matches: readonly Recognised[]): readonly (readonly Recognised[])[] {
  const groups = new Map<number, Recognised[]>();
  for (const match of matches) {
    const key = Math.round(worthOf(match) * 1e6) * lengthRange + lengthOf(match);
    const group = groups.get(key);
    if (group) group.push(match);
    else groups.set(key, [match]);
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group);
}

const lengthRange = 65_536;

function lengthOf(match: Recognised): number {
  return Math.min(lengthRange - 1, match.end - match.start);
}

function worthOf(match: Recognised): number {
  const checked = match.evidence.checksum === true ? worthOfCheck : 0;
  return match.score + checked + (worth[match.type] ?? worthOfIdentifier);
}

function compareMatches(a: Recognised, b: Recognised): number {
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

function cutUrl(match: Recognised, kept: Occupancy): Recognised | undefined {
  if (match.type !== 'URL') return undefined;
  const end = kept.firstTakenIn(match.start, match.end);
  return end !== undefined && end - match.start >= urlLengthMin ? { ...match, end } : undefined;
}
