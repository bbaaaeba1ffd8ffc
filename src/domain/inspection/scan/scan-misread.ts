import type { Match } from '../match.ts';
import type { Claim } from './claim.ts';
import { FoundPlaces } from './found-places.ts';
import type { MisreadText } from './misread-text.ts';
import type { ScanPlan } from './plan.ts';
import { Scanner } from './scanner.ts';
import { partOf } from './shadow-text.ts';

/** What is as certain as this by its shape or check digit counts without a word nearby. */
const scoreMin = 0.85;
/** What one has to suppose misread is a little less certain. */
const doubt = 0.1;

/**
 * Numbers and addresses that are recognised only when misread characters are what they were: as far as a word nearby, a check digit
 * or a shape of their own proves them.
 */
export function scanMisread(
  text: string,
  misread: MisreadText,
  plan: ScanPlan,
): FoundPlaces | undefined {
  const proven = new FoundPlaces();
  for (const stretch of misread.stretches) {
    const from = stretch.start - 1;
    const found = new Scanner(partOf(misread.numbers, stretch.start, stretch.end), plan).run();
    for (const [at, claim] of found.claims.entries()) {
      const start = from + (found.starts[at] ?? 0);
      const end = from + (found.ends[at] ?? 0);
      const isChanged = text.slice(start, end) !== misread.numbers.slice(start, end);
      if (isChanged && isProven(claim)) proven.add(start, end, lessCertain(claim));
    }
  }
  return proven;
}

/** Names in which letters were misread count when a word in them is known to be one. */
export function knownNames(
  text: string,
  misread: MisreadText,
  names: readonly Match[],
): readonly Match[] {
  return names.filter(({ start, end, evidence }) => {
    return (
      evidence.gazetteer === true || text.slice(start, end) === misread.words.slice(start, end)
    );
  });
}

function isProven({ score, evidence }: Claim): boolean {
  return evidence.context !== undefined || score >= scoreMin;
}

function lessCertain(claim: Claim): Claim {
  return { ...claim, score: Math.round((claim.score - doubt) * 100) / 100 };
}
