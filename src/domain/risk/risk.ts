import type { PiiType, Signals } from '../inspection/signals.ts';

export type RiskBand = 'low' | 'medium' | 'high' | 'critical';

export interface Risk {
  /** 0 to 100. */
  readonly score: number;
  readonly band: RiskBand;
}

const scoreMax = 100;
const piiWeight: Readonly<Record<PiiType, number>> = { EMAIL: 10, CREDIT_CARD: 35, NIK: 40 };
const repetitionWeight = 2;
const incidentWeight = 50;

/** Adds up what the detectors found. What could not be inspected counts as the worst. */
export function riskOf(signals: Signals): Risk {
  if (signals.status === 'failed') return { score: scoreMax, band: bandOf(scoreMax) };
  let sum = signals.incidents.length * incidentWeight;
  for (const { type, count } of signals.findings) {
    sum += piiWeight[type] + (count - 1) * repetitionWeight;
  }
  const score = Math.min(scoreMax, sum);
  return { score, band: bandOf(score) };
}

/** Lower bounds: 25 medium, 50 high, 75 critical. */
export function bandOf(score: number): RiskBand {
  if (score < 25) return 'low';
  if (score < 50) return 'medium';
  return score < 75 ? 'high' : 'critical';
}
