import type { Weights } from './panel.ts';
import type { Surroundings } from './surroundings.ts';

export interface Weight {
  readonly score: number;
  readonly context: string | undefined;
}

// Of two labels that speak for different things, the nearer one should win the overlap.
const scorePerWordAway = 0.01;

/** How likely a place is what its shape says, by the words around it. */
export function weigh(
  place: { readonly start: number; readonly end: number },
  weights: Weights,
  around: Surroundings,
): Weight {
  const speaksFor = around.nearest(place, weights.context);
  const speaksAgainst = around.nearest(place, weights.against);
  const gain = weights.scoreInContext - weights.score;
  if (speaksAgainst && (!speaksFor || speaksAgainst.distance <= speaksFor.distance)) {
    return { score: Math.max(0, weights.score - Math.max(gain, 0.2)), context: undefined };
  }
  if (!speaksFor) return { score: weights.score, context: undefined };
  return {
    score: Math.max(weights.score, weights.scoreInContext - scorePerWordAway * speaksFor.distance),
    context: speaksFor.phrase,
  };
}
