import type { Match } from '../match.ts';
import { decodeBase64, tokenAround } from './base64-text.ts';
import type { Claim } from './claim.ts';
import { decodeText, undecodeSpan } from './decode-text.ts';
import { foldText, unfoldSpan } from './fold-text.ts';
import { FoundPlaces, placesOf } from './found-places.ts';
import type { TextSpan } from './name-tagger.ts';
import type { ScanPlan } from './plan.ts';
import { resolvePlaces } from './resolve.ts';
import { ScanState } from './scan-state.ts';
import { Scanner } from './scanner.ts';

/**
 * What a plan's detectors recognise in a text: matches that do not overlap, in order, with offsets of the text as given.
 * Takes time linear in the length of the text and throws only when a detector does.
 * @param state what the pieces before it left, for texts that come in pieces
 */
export function scanText(text: string, plan: ScanPlan, state = new ScanState()): readonly Match[] {
  const folded = foldText(text);
  const turnedDown: TextSpan[] = [];
  const found: FoundPlaces<Claim | Match> = new Scanner(folded.text, plan)
    .run()
    .with(scanDecoded(folded.text, plan))
    .with(scanBase64(folded.text, plan))
    .with(placesOf(plan.nameTagger?.tag(folded.text, turnedDown) ?? []));
  const placed = (match: Match) => unfoldSpan(text, folded, match);
  const matches = state.told.mark(folded.text, resolvePlaces(found), placed);
  state.folded = folded;
  state.candidates = found;
  state.marked = matches;
  state.turnedDown = turnedDown;
  if (!folded.origins) return matches;
  return matches.map((match) => ({ ...match, ...placed(match) }));
}

/** What is recognised only once escapes are undone. */
function scanDecoded(text: string, plan: ScanPlan): FoundPlaces {
  const decoded = decodeText(text);
  if (!decoded) return new FoundPlaces();
  const found = new Scanner(decoded.text, plan).run();
  return found.moved((span) => undecodeSpan(text, decoded, span));
}

/** What is recognised in texts in Base64: where in one it stands is not told. */
function scanBase64(text: string, plan: ScanPlan): FoundPlaces {
  const decoded = decodeBase64(text);
  if (!decoded) return new FoundPlaces();
  const found = new Scanner(decoded.text, plan).run();
  return found.moved((span) => tokenAround(decoded, span), asEncoded);
}

function asEncoded(claim: Claim): Claim {
  return { ...claim, evidence: { ...claim.evidence, encoded: true } };
}
