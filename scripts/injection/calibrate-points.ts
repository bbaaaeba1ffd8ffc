/** How sure each signal was of one text, 0 to 1, in a fixed order of signals. */
export interface Observation {
  readonly isAttack: boolean;
  readonly confidences: readonly number[];
}

/** 20 points double the odds. */
const pointsPerLogOdds = 20 / Math.LN2;
const steps = 1_500;
const stepSize = 0.5;
/** How much a text must say before it moves a weight away from where people put it. */
const priorStrength = 0.02;

export interface Calibrated {
  /** Whole, one for each signal. */
  readonly points: readonly number[];
  /** Log-odds of an attack where nothing was found, attacks and other texts being as many. */
  readonly intercept: number;
}

/**
 * Logistic regression with weights that are never negative and are pulled towards those that people chose (a ridge around them
 * instead of around zero), so that signals that the texts know little of keep their points.
 */
export function calibratePoints(
  observations: readonly Observation[],
  prior: readonly number[],
): Calibrated {
  const expected = prior.map((points) => points / pointsPerLogOdds);
  const weighed = balance(observations);
  let weights: readonly number[] = expected;
  let intercept = 0;
  for (let step = 0; step < steps; step += 1) {
    const errors = weighed.map(({ isAttack, confidences, weight }) => {
      const logOdds = intercept + dot(weights, confidences);
      return weight * (probability(logOdds) - (isAttack ? 1 : 0));
    });
    intercept -= stepSize * errors.reduce((sum, error) => sum + error, 0);
    weights = weights.map((weight, at) => {
      const pull = priorStrength * (weight - (expected[at] ?? 0));
      return Math.max(0, weight - stepSize * (pull + slope(weighed, errors, at)));
    });
  }
  return { points: weights.map((weight) => Math.round(weight * pointsPerLogOdds)), intercept };
}

interface Weighed extends Observation {
  readonly weight: number;
}

/** Attacks and other texts weigh the same in total. */
function balance(observations: readonly Observation[]): readonly Weighed[] {
  const attacks = observations.filter(({ isAttack }) => isAttack).length;
  const harmless = observations.length - attacks;
  return observations.map((one) => ({ ...one, weight: 0.5 / (one.isAttack ? attacks : harmless) }));
}

function slope(observations: readonly Weighed[], errors: readonly number[], at: number): number {
  let sum = 0;
  for (const [index, { confidences }] of observations.entries()) {
    sum += (errors[index] ?? 0) * (confidences[at] ?? 0);
  }
  return sum;
}

function dot(weights: readonly number[], values: readonly number[]): number {
  return values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
}

function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
