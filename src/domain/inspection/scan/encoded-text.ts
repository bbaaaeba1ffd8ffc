import { decodeBase64, tokenAround } from './base64-text.ts';
import type { Claim } from './claim.ts';
import { type DecodedText, decodeText, isTouched, undecodeSpan } from './decode-text.ts';
import { FoundPlaces } from './found-places.ts';
import { nameStretches } from './name-stretches.ts';
import type { TextSpan } from './name-tagger.ts';
import type { ScanPlan } from './plan.ts';
import { Scanner } from './scanner.ts';
import { partOf, textOf, unitsOf } from './shadow-text.ts';

/** What was encoded is often encoded again on its way; deeper than this nobody reads it. */
const layersMax = 2;
/** In how much of what is undone names are looked for: a text in which more of it may be part of names is made to take long. */
const namesUnitsMax = 65_536;
/** How much of what is undone is undone again: values are short, and a long text that is encoded twice is made to take long. */
const againUnitsMax = 131_072;

/** What is recognised in a text only once what is encoded in it is undone. */
export interface FoundEncoded {
  readonly found: FoundPlaces;
  readonly names: FoundPlaces;
}

/** Looks into escapes and Base64 of a folded text; undefined when it holds neither. Takes time linear in the text. */
export function scanEncoded(text: string, plan: ScanPlan): FoundEncoded | undefined {
  return scanLayer({ text, plan, layers: layersMax, budget: { units: namesUnitsMax } });
}

interface Layer {
  readonly text: string;
  readonly plan: ScanPlan;
  /** How many may still be undone. */
  readonly layers: number;
  /** For names, of all layers together. */
  readonly budget: { units: number };
  /** When the text was decoded itself: what it held before was read already. */
  readonly decoded?: DecodedText;
}

function scanLayer(layer: Layer): FoundEncoded | undefined {
  const { text, layers } = layer;
  if (layers === 0) return undefined;
  const decoded = decodeText(text);
  const behindEscapes = decoded && scanDecoded(layer, decoded);
  const inBase64 = scanBase64(layer);
  if (!behindEscapes || !inBase64) return behindEscapes ?? inBase64;
  return joined(behindEscapes, inBase64);
}

function scanDecoded(layer: Layer, decoded: DecodedText): FoundEncoded {
  const { text, plan, layers, budget } = layer;
  const names = new FoundPlaces();
  for (const stretch of nameStretches(decoded.text, decoded.undone))
    addNames(names, { ...layer, text: decoded.text }, stretch);
  const found = new Scanner(decoded.text, plan).run();
  const inner = scanLayer({
    text: beginning(decoded.text),
    plan,
    layers: layers - 1,
    budget,
    decoded,
  });
  const all = inner ? joined({ found, names }, inner) : { found, names };
  const placeOf = (span: TextSpan) => undecodeSpan(text, decoded, span);
  return { found: all.found.moved(placeOf), names: all.names.moved(placeOf) };
}

/** What is recognised in texts in Base64: where in one it stands is not told. */
function scanBase64(layer: Layer): FoundEncoded | undefined {
  const { text, plan, layers, budget, decoded } = layer;
  const isNew = decoded && ((token: TextSpan) => isTouched(decoded, token));
  const plain = decodeBase64(text, isNew);
  if (!plain) return undefined;
  const names = new FoundPlaces();
  addNames(names, { ...layer, text: plain.text }, { start: 0, end: plain.text.length });
  const found = new Scanner(plain.text, plan).run();
  const inner = scanLayer({ text: beginning(plain.text), plan, layers: layers - 1, budget });
  const all = inner ? joined({ found, names }, inner) : { found, names };
  const placeOf = (span: TextSpan) => tokenAround(plain, span);
  return { found: all.found.moved(placeOf, asEncoded), names: all.names.moved(placeOf, asEncoded) };
}

function addNames(
  names: FoundPlaces,
  { text, plan, budget }: Pick<Layer, 'text' | 'plan' | 'budget'>,
  stretch: TextSpan,
): void {
  const last = Math.min(stretch.end, stretch.start + budget.units);
  if (last <= stretch.start) return;
  budget.units -= last - stretch.start;
  const from = stretch.start - 1;
  const tagged = plan.nameTagger?.tag(partOf(text, stretch.start, last)) ?? [];
  for (const { start, end, type, score, detector, evidence } of tagged)
    names.add(from + start, from + end, { type, score, detector, evidence });
}

function joined(one: FoundEncoded, other: FoundEncoded): FoundEncoded {
  return { found: one.found.with(other.found), names: one.names.with(other.names) };
}

function beginning(text: string): string {
  if (text.length <= againUnitsMax) return text;
  return textOf(unitsOf(text).subarray(0, againUnitsMax));
}

function asEncoded(claim: Claim): Claim {
  return { ...claim, evidence: { ...claim.evidence, encoded: true } };
}
