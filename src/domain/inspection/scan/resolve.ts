import type { Match, Recognised } from '../match.ts';
import type { Claim } from './claim.ts';
import { type FoundPlaces, placesOf } from './found-places.ts';
import { settleOverlaps } from './settle-overlaps.ts';

/**
 * Keeps, of matches that overlap, the ones that are worth most, in order of place. The result depends on the matches alone,
 * never on the order they were found in.
 */
export function resolveOverlaps(matches: readonly Match[]): readonly Match[];
export function resolveOverlaps(matches: readonly Recognised[]): readonly Recognised[];
export function resolveOverlaps(matches: readonly Recognised[]): readonly Recognised[] {
  if (areApart(matches)) return matches;
  const places = placesOf(matches).inOrder();
  const ends = settleOverlaps(places);
  return ends === undefined ? places.claims : kept(places, ends, cutTo);
}

/** In order, and no two overlap. */
function areApart(matches: readonly Recognised[]): boolean {
  let end = 0;
  for (const match of matches) {
    if (match.start < end) return false;
    end = match.end;
  }
  return true;
}

/** The same for places: only what is kept of them becomes matches. */
export function resolvePlaces(places: FoundPlaces<Claim | Match>): readonly Match[] {
  const sorted = places.inOrder();
  return kept(sorted, settleOverlaps(sorted) ?? sorted.ends, matchAt);
}

function kept<Said extends Omit<Recognised, 'start' | 'end'>>(
  { starts, claims }: FoundPlaces<Said>,
  ends: ArrayLike<number>,
  reported: (said: Said, start: number, end: number) => Said & Recognised,
): readonly (Said & Recognised)[] {
  const [only] = claims;
  // A list that grows makes room for many at once, and a body may hold tens of thousands of values.
  if (only !== undefined && claims.length === 1)
    return [reported(only, starts[0] ?? 0, ends[0] ?? 0)];
  const matches: (Said & Recognised)[] = [];
  for (let at = 0; at < claims.length; at += 1) {
    const said = claims[at];
    const end = ends[at] ?? 0;
    if (said !== undefined && end > 0) matches.push(reported(said, starts[at] ?? 0, end));
  }
  return matches;
}

function cutTo(match: Recognised, _start: number, end: number): Recognised {
  return match.end === end ? match : { ...match, end };
}

/** Names come as matches already. */
function matchAt(said: Claim | Match, start: number, end: number): Match {
  if ('start' in said && said.end === end) return said;
  const { type, score, detector, evidence } = said;
  return { type, start, end, score, detector, evidence };
}
