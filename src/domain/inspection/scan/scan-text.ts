import type { Match } from '../match.ts';
import { decodeBase64, tokenAround } from './base64-text.ts';
import type { Claim } from './claim.ts';
import { decodeText, undecodeSpan } from './decode-text.ts';
import { foldText, unfoldSpan } from './fold-text.ts';
import { type FoundPlaces, placesOf } from './found-places.ts';
import type { TextSpan } from './name-tagger.ts';
import type { ScanPlan } from './plan.ts';
import { resolveOverlaps, resolvePlaces } from './resolve.ts';
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
  const names = plan.nameTagger?.tag(folded.text, turnedDown) ?? [];
  const found = new Scanner(folded.text, plan)
    .run()
    .with(scanDecoded(folded.text, plan))
    .with(scanBase64(folded.text, plan));
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

/** What is recognised only once escapes are undone. */
function scanDecoded(text: string, plan: ScanPlan): FoundPlaces | undefined {
  const decoded = decodeText(text);
  if (!decoded) return undefined;
  const found = new Scanner(decoded.text, plan).run();
  return found.moved((span) => undecodeSpan(text, decoded, span));
}

/** What is recognised in texts in Base64: where in one it stands is not told. */
function scanBase64(text: string, plan: ScanPlan): FoundPlaces | undefined {
  const decoded = decodeBase64(text);
  if (!decoded) return undefined;
  const found = new Scanner(decoded.text, plan).run();
  return found.moved((span) => tokenAround(decoded, span), asEncoded);
}

function asEncoded(claim: Claim): Claim {
  return { ...claim, evidence: { ...claim.evidence, encoded: true } };
}
