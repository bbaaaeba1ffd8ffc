export type RiskBand = 'low' | 'medium' | 'high' | 'critical';

/** Lower bounds: 25 medium, 50 high, 75 critical. */
export function bandOf(score: number): RiskBand {
  if (score < 25) return 'low';
  if (score < 50) return 'medium';
  return score < 75 ? 'high' : 'critical';
}
