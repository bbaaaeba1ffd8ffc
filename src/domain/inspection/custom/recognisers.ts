import type { CustomRecogniser } from '../inspection-settings.ts';
import type { Recognised } from '../match.ts';
import type { Weights } from '../scan/panel.ts';
import { resolveOverlaps } from '../scan/resolve.ts';
import { Surroundings } from '../scan/surroundings.ts';
import { weigh } from '../scan/weigh.ts';
import { wordSet } from '../scan/word-set.ts';
import { hasCheckDigits } from './check-digits.ts';
import { contextPhrase } from './context-phrase.ts';
import { type PatternHit, PatternSet } from './pattern-set.ts';

const scoreMin = 0.5;
/** A match beside one of its words is surer than one to mask, and than one to block, even where a few words stand between. */
const scoreInContextMin = 0.88;

interface Compiled {
  readonly recogniser: CustomRecogniser;
  readonly weights: Weights;
}

/** A tenant's recognisers, made once and used for every text. */
export class Recognisers {
  readonly #compiled: readonly Compiled[];
  readonly #patterns: PatternSet;

  /** @throws RE2JSSyntaxException for patterns that `checkRecogniser` refuses */
  constructor(recognisers: readonly CustomRecogniser[]) {
    // In an order of its own, so that equal settings share what they cost.
    const sorted = recognisers.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
    this.#compiled = sorted.map((recogniser) => ({ recogniser, weights: weightsOf(recogniser) }));
    this.#patterns = new PatternSet(sorted.map(({ pattern }) => pattern));
  }

  get isEmpty(): boolean {
    return this.#compiled.length === 0;
  }

  /**
   * What they recognise in a text, in order and without overlaps.
   * @param check what it throws ends the search
   */
  find(text: string, check: () => void): readonly Recognised[] {
    const hits = this.#patterns.find(text, check);
    if (hits.length === 0) return [];
    const around = new Surroundings(text);
    const inOrder = hits.toSorted((a, b) => a.start - b.start);
    return resolveOverlaps(inOrder.flatMap((hit) => this.#judge(text, hit, around)));
  }

  #judge(text: string, hit: PatternHit, around: Surroundings): readonly Recognised[] {
    const compiled = this.#compiled[hit.pattern];
    if (!compiled) return [];
    const { name, checksum } = compiled.recogniser;
    const written = text.slice(hit.start, hit.end);
    if (checksum !== undefined && !hasCheckDigits(checksum, written)) return [];
    const { score, context } = weigh(hit, compiled.weights, around);
    if (score < scoreMin) return [];
    const evidence = {
      ...(checksum === undefined ? {} : { checksum: true }),
      ...(context === undefined ? {} : { context }),
    };
    const { start, end } = hit;
    return [{ type: name, start, end, score, detector: `recogniser.${name}`, evidence }];
  }
}

function weightsOf({ score: percent, context }: CustomRecogniser): Weights {
  const score = percent / 100;
  return {
    score,
    scoreInContext: Math.max(scoreInContextMin, score),
    context: wordSet(context.map(contextPhrase)),
    against: wordSet([]),
  };
}

function keyOf({ name, pattern }: CustomRecogniser): string {
  return `${name}\n${pattern}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
