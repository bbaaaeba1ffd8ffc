import type { Match } from '../match.ts';
import { decodeBase64, tokenAround } from './base64-text.ts';
import { decodeText, undecodeSpan } from './decode-text.ts';
import { foldText, unfoldSpan } from './fold-text.ts';
import type { TextSpan } from './name-tagger.ts';
import type { ScanPlan } from './plan.ts';
import { resolveOverlaps } from './resolve.ts';
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
  const found = merged([
    new Scanner(folded.text, plan).run(),
    scanDecoded(folded.text, plan),
    scanBase64(folded.text, plan),
    plan.nameTagger?.tag(folded.text, turnedDown) ?? [],
  ]);
  const placed = (match: Match) => unfoldSpan(text, folded, match);
  const resolved = resolveOverlaps(found);
  const matches = state.told.mark(folded.text, resolved, placed);
  state.folded = folded;
  state.candidates = found;
  state.marked = matches;
  state.turnedDown = turnedDown;
  if (!folded.origins) return matches;
  return matches.map((match) => ({ ...match, ...placed(match) }));
}

/** What is recognised only once escapes are undone. */
function scanDecoded(text: string, plan: ScanPlan): readonly Match[] {
  const decoded = decodeText(text);
  if (!decoded) return [];
  return new Scanner(decoded.text, plan).run().flatMap((match) => {
    const span = undecodeSpan(text, decoded, match);
    return span ? [{ ...match, ...span }] : [];
  });
}

/** What is recognised in texts in Base64: where in one it stands is not told. */
function scanBase64(text: string, plan: ScanPlan): readonly Match[] {
  const decoded = decodeBase64(text);
  if (!decoded) return [];
  return new Scanner(decoded.text, plan).run().flatMap((match) => {
    const token = tokenAround(decoded, match);
    return token ? [{ ...match, ...token, evidence: { ...match.evidence, encoded: true } }] : [];
  });
}

/** In order of place, as far as each list is. */
function merged(lists: readonly (readonly Match[])[]): readonly Match[] {
  let all: readonly Match[] = [];
  for (const list of lists) {
    if (all.length === 0) all = list;
    else if (list.length > 0) all = mergedPair(all, list);
  }
  return all;
}

function mergedPair(some: readonly Match[], others: readonly Match[]): readonly Match[] {
  const all: Match[] = [];
  let at = 0;
  for (const match of some) {
    for (let other = others[at]; other && other.start < match.start; other = others[at]) {
      all.push(other);
      at += 1;
    }
    all.push(match);
  }
  for (; at < others.length; at += 1) {
    const other = others[at];
    if (other) all.push(other);
  }
  return all;
}
