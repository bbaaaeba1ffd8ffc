import { unitAt } from '../../scan/unit-at.ts';
/** Sum of digits times weights, from the first digit on, as far as there are weights. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) sum += digitAt(digits, at) * (weights[at] ?? 0);
  return sum;
}

export function digitAt(digits: string, at: number): number {
  return unitAt(digits, at) - 48;
}
