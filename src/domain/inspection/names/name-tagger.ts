import type { Match } from '../match.ts';
import type { NameTagger, TextSpan } from '../scan/name-tagger.ts';
import { isDoubtfulPerson } from './doubtful-person.ts';
import { NameContext } from './name-context.ts';
import { bestLabel, mayBeName, nameTypes } from './name-features.ts';
import { type NameModel, readNameModel } from './name-model.ts';
import { typeByNeighbours } from './name-neighbours.ts';
import { edgeTokens, NameTokens } from './name-tokens.ts';
import { PackedWeights, sumCount } from './packed-weights.ts';
import { wordClass } from './word-classes.ts';

/** Longer stretches are tagged one after the other. */
const tokensMax = 2048;
/** What a stretch has in common with the one before it, so that every name is seen with all that stands around it. */
const tokensBehind = 16;
const tokensAhead = 128;
/** A name that goes on for longer is reported in parts. */
const tokensOfName = 32;
/** The lead at which a name is halfway from 0.5 to certain. */
const marginHalf = 80;

const listed = wordClass.given | wordClass.surname | wordClass.place;

const inGazetteer: Match['evidence'] = { gazetteer: true };
const noEvidence: Match['evidence'] = {};

/** The model is read when the first text is tagged. */
export function nameTagger(): NameTagger {
  let tagging: Tagging | undefined;
  return {
    tag: (text, turnedDown) => {
      tagging ??= new Tagging(readNameModel());
      return tagging.tag(text, turnedDown);
    },
  };
}

/** With a model that was just trained. */
export function taggerOf(model: NameModel): NameTagger {
  const tagging = new Tagging(model);
  return { tag: (text, turnedDown) => tagging.tag(text, turnedDown) };
}

class Tagging {
  readonly #weights: PackedWeights;
  readonly #tokens: NameTokens;
  readonly #context = new NameContext();
  readonly #scores = new Int32Array(sumCount);
  readonly #margins = new Int32Array(tokensMax + 2 * edgeTokens);
  /** Labels of the tokens that the next stretch begins with. */
  readonly #carried = new Uint8Array(tokensBehind);

  constructor(model: NameModel) {
    this.#weights = new PackedWeights(model.weights);
    this.#tokens = new NameTokens(model.words, tokensMax);
  }

  tag(text: string, turnedDown: TextSpan[] = []): readonly Match[] {
    const tokens = this.#tokens;
    const found: Match[] = [];
    let carried = 0;
    let done = 0;
    let at = 0;
    while (at < text.length) {
      const isLast = tokens.read(text, at) >= text.length;
      tokens.labels.set(this.#carried.subarray(0, carried), edgeTokens);
      this.#label(edgeTokens + carried);
      const settled = isLast ? tokens.count : tokens.count - tokensAhead;
      const [from, to] = [edgeTokens + carried, edgeTokens + settled];
      done = this.#collect({ found, turnedDown }, { from, to, done });
      if (isLast) break;
      carried = tokensBehind;
      const first = edgeTokens + settled - carried;
      this.#carried.set(tokens.labels.subarray(first, first + carried));
      at = tokens.starts[first] ?? text.length;
    }
    return found;
  }

  #label(first: number): void {
    const tokens = this.#tokens;
    const end = edgeTokens + tokens.count;
    for (let slot = first; slot < end; slot += 1) {
      if (mayBeName(tokens, slot)) this.#labelOne(slot);
    }
  }

  #labelOne(slot: number): void {
    const tokens = this.#tokens;
    const scores = this.#scores;
    this.#context.read(tokens, slot);
    this.#weights.score(this.#context, scores);
    const label = bestLabel(scores, tokens.labels[slot - 1] ?? 0);
    tokens.labels[slot] = label;
    this.#margins[slot] = (scores[label] ?? 0) - (scores[0] ?? 0);
  }

  /** What begins in some of the slots, and not within what was collected already; returns how far that goes. */
  #collect(
    { found, turnedDown }: { readonly found: Match[]; readonly turnedDown: TextSpan[] },
    slots: { readonly from: number; readonly to: number; readonly done: number },
  ): number {
    const { labels, starts, ends } = this.#tokens;
    let { done } = slots;
    for (let first = slots.from; first < slots.to; first += 1) {
      if (labels[first] === 0 || (starts[first] ?? 0) < done) continue;
      const last = this.#lastOf(first);
      const match = this.#matchOf(first, last);
      done = ends[last] ?? 0;
      if (match) found.push(match);
      else turnedDown.push({ start: starts[first] ?? 0, end: done });
      first = last;
    }
    return done;
  }

  #lastOf(first: number): number {
    const { labels, count } = this.#tokens;
    const label = labels[first] ?? 0;
    // Even labels go on with what an odd one began.
    const inside = label + (label & 1);
    const end = Math.min(edgeTokens + count, first + tokensOfName);
    let last = first;
    while (last + 1 < end && labels[last + 1] === inside) last += 1;
    return last;
  }

  #matchOf(first: number, last: number): Match | undefined {
    const { starts, ends, labels } = this.#tokens;
    const tagged = nameTypes[((labels[first] ?? 1) - 1) >> 1];
    const type = tagged && typeByNeighbours(this.#tokens, { first, last }, tagged);
    const start = starts[first] ?? 0;
    const end = ends[last] ?? 0;
    if (!type || end - start < 2) return undefined;
    const score = scoreOf(this.#meanMargin(first, last));
    if (type === 'PERSON' && isDoubtfulPerson(this.#tokens, { first, last, score })) {
      return undefined;
    }
    return {
      type,
      start,
      end,
      score,
      detector: detectors[type],
      evidence: this.#isListed(first, last) ? inGazetteer : noEvidence,
    };
  }

  #meanMargin(first: number, last: number): number {
    let sum = 0;
    for (let slot = first; slot <= last; slot += 1) sum += this.#margins[slot] ?? 0;
    return sum / (last + 1 - first);
  }

  #isListed(first: number, last: number): boolean {
    for (let slot = first; slot <= last; slot += 1) {
      if (((this.#tokens.classes[slot] ?? 0) & listed) !== 0) return true;
    }
    return false;
  }
}

const detectors = {
  PERSON: 'name.person',
  LOCATION: 'name.location',
  ORGANIZATION: 'name.organization',
} as const;

/** 0.5 at no lead, 0.95 at best: names are never certain. In hundredths, for explanations to be short. */
function scoreOf(margin: number): number {
  return Math.round(95 - (45 * marginHalf) / (marginHalf + margin)) / 100;
}
