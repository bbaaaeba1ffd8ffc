import { Claims } from './claim.ts';
import type { Code, Detector } from './detector.ts';
import { type WordSet, wordSet } from './word-set.ts';

/** A weighing with its words looked up. */
export interface Weights {
  readonly score: number;
  readonly scoreInContext: number;
  readonly context: WordSet;
  readonly against: WordSet;
}

/** A detector that accepts or turns down. All are laid out alike, because they are asked in turn. */
export interface Weighed {
  readonly claims: Claims;
  readonly checksum: boolean;
  readonly weights: Weights;
  accepts(code: Code): boolean;
}

/** Whom to ask about a place. */
export interface Panel {
  readonly always: readonly Weighed[];
  /** Those that need a word nearby. */
  readonly named: readonly Weighed[];
  /** Shares of the sets that those words are in. */
  readonly shares: number;
}

type Accepting = Exclude<Detector, { probe: unknown }>;

export type PanelOf = (detectors: readonly Accepting[]) => Panel;

/** Panels of a plan that reports nothing below a score. */
export function panelMaker(scoreMin: number): PanelOf {
  return (detectors) => {
    const all = detectors.map(weighed);
    const named = all.filter(({ weights }) => weights.score < scoreMin);
    return {
      always: all.filter(({ weights }) => weights.score >= scoreMin),
      named,
      shares: named.reduce((bits, { weights }) => bits | weights.context.share, 0),
    };
  };
}

function weighed(detector: Accepting): Weighed {
  const { id, type, checksum, score, scoreInContext, context, against } = detector;
  const weights = {
    score,
    scoreInContext,
    context: wordSet(context),
    against: wordSet(against ?? []),
  };
  return { claims: new Claims(id, type), checksum, weights, accepts: detector.accepts };
}
