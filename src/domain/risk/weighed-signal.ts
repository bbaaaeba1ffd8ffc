import type { RiskGroup } from './risk-assessment.ts';

/** What a signal adds to the score, and what of that is left after policy. */
export interface WeighedSignal {
  readonly signal: string;
  readonly group: RiskGroup;
  /** Whole, 0 or more. */
  readonly inherent: number;
  /** Whole, at most `inherent`. */
  readonly residual: number;
}

/** Points that no policy lowers. */
export function untouched(points: number): Pick<WeighedSignal, 'inherent' | 'residual'> {
  return { inherent: points, residual: points };
}
