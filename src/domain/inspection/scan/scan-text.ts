import type { Match } from '../match.ts';
import type { Claim } from './claim.ts';
import { cutAddresses } from './cut-addresses.ts';
import { scanEncoded } from './encoded-text.ts';
import { foldText, unfoldSpan } from './fold-text.ts';
import { type FoundPlaces, placesOf } from './found-places.ts';
import { misreadText } from './misread-text.ts';
import type { TextSpan } from './name-tagger.ts';
import type { ScanPlan } from './plan.ts';
import { resolveOverlaps, resolvePlaces } from './resolve.ts';
import { knownNames, scanMisread } from './scan-misread.ts';
import type { ScanState } from './scan-state.ts';
import { Scanner } from './scanner.ts';
import { ToldValues } from './told-values.ts';

/**
 * What a plan's detectors recognise in a text: matches that do not overlap, in order, with offsets of the text as given.
 * Takes time linear in the length of the text and throws only when a detector does.
 * @param state what the pieces before it left, for texts that come in pieces
 */
export function scanText(text: string, plan: ScanPlan, state?: ScanState): readonly Match[] {
  const folded = foldText(text);
  const turnedDown: TextSpan[] = [];
  const { found, names } = recognise(folded.text, plan, turnedDown);
  const isNameOnly = found.count === 0 && state === undefined;
  const candidates: FoundPlaces<Claim | Match> = isNameOnly ? found : found.with(placesOf(names));
  const resolved = isNameOnly ? resolveOverlaps(names) : resolvePlaces(candidates);
  // Most texts are short values with nothing in them: all that is made for one counts.
  if (state === undefined && resolved.length === 0) return resolved;
  const placed = (match: Match) => unfoldSpan(text, folded, match);
  const told = state?.told ?? new ToldValues();
  const matches = told.mark(folded.text, resolved, placed);
  if (state) state.last = { folded, candidates, marked: matches, turnedDown };
  if (!folded.origins) return matches;
  return matches.map((match) => ({ ...match, ...placed(match) }));
}

interface Recognition {
  readonly found: FoundPlaces;
  readonly names: readonly Match[];
}

/** What is recognised in a folded text however it is disguised, overlaps included. */
function recognise(text: string, plan: ScanPlan, turnedDown: TextSpan[]): Recognition {
  const misread = misreadText(text);
  const tagged = plan.nameTagger?.tag(misread?.words ?? text, turnedDown) ?? [];
  const names = misread ? knownNames(text, misread, tagged) : tagged;
  const found = new Scanner(text, plan).run();
  const undone = scanEncoded(text, plan);
  const all = misread ? found.with(scanMisread(text, misread, plan)) : found;
  if (!undone) return { found: all, names };
  const others = all.with(undone.found);
  cutAddresses(others, undone.names);
  return { found: others.with(undone.names), names: outside(undone.names, names) };
}

/** Names that are part of none that came to light behind an escape: those are the whole of them. Both are in order. */
function outside({ starts, ends, count }: FoundPlaces, names: readonly Match[]): readonly Match[] {
  if (count === 0) return names;
  let next = 0;
  return names.filter(({ start, end }) => {
    while (next < count && (ends[next] ?? 0) <= start) next += 1;
    return next === count || (starts[next] ?? 0) >= end;
  });
}
