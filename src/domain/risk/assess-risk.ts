import { bandOf } from './risk.ts';
import type { RiskAssessment, RiskContribution, RiskGroup } from './risk-assessment.ts';
import type { RiskEvidence } from './risk-evidence.ts';
import { referencesOf, riskMapping } from './risk-mapping.ts';
import { groupCap, riskModel } from './risk-weights.ts';
import { weighContext, weighInjection } from './weigh-circumstances.ts';
import { weighFindings } from './weigh-findings.ts';
import type { WeighedSignal } from './weighed-signal.ts';

const scoreMax = 100;
const groups: readonly RiskGroup[] = [
  'sensitive_data',
  'secrets',
  'injection',
  'output',
  'context',
];

/**
 * Adds up what was found, each group up to its cap. The same evidence always gives the same assessment, more evidence never a
 * lower one. What could not be inspected counts as the worst.
 */
export function assessRisk(evidence: RiskEvidence): RiskAssessment {
  if (evidence.status === 'failed') return worst;
  const signals = [
    ...weighFindings(evidence),
    ...weighInjection(evidence),
    ...weighContext(evidence),
  ].filter(({ inherent }) => inherent > 0);
  const inherent = groupPoints(signals, 'inherent');
  const score = total(groupPoints(signals, 'residual'));
  return {
    model: riskModel,
    mapping: riskMapping,
    score,
    inherent: total(inherent),
    injection: fullness(inherent, 'injection'),
    secrets: fullness(inherent, 'secrets'),
    anomaly: Math.max(fullness(inherent, 'context'), fullness(inherent, 'output')),
    band: bandOf(score),
    contributions: signals.map(contribution).sort(byPoints),
  };
}

type GroupPoints = Readonly<Record<RiskGroup, number>>;

function groupPoints(
  signals: readonly WeighedSignal[],
  side: 'inherent' | 'residual',
): GroupPoints {
  const points = { sensitive_data: 0, secrets: 0, injection: 0, output: 0, context: 0 };
  for (const signal of signals) points[signal.group] += signal[side];
  for (const group of groups) points[group] = Math.min(groupCap[group], points[group]);
  return points;
}

function total(points: GroupPoints): number {
  return Math.min(
    scoreMax,
    groups.reduce((sum, group) => sum + points[group], 0),
  );
}

function fullness(points: GroupPoints, group: RiskGroup): number {
  return Math.round((points[group] * scoreMax) / groupCap[group]);
}

function contribution({ signal, group, inherent }: WeighedSignal): RiskContribution {
  return { signal, group, points: inherent, ...referencesOf(signal, group) };
}

/** Ties by name, so that the order does not depend on the order of the evidence. */
function byPoints(a: RiskContribution, b: RiskContribution): number {
  return b.points - a.points || (a.signal < b.signal ? -1 : 1);
}

const worst: RiskAssessment = {
  model: riskModel,
  mapping: riskMapping,
  score: scoreMax,
  inherent: scoreMax,
  injection: scoreMax,
  secrets: scoreMax,
  anomaly: scoreMax,
  band: bandOf(scoreMax),
  contributions: [
    {
      signal: 'context.inspection_failed',
      group: 'context',
      points: scoreMax,
      ...referencesOf('context.inspection_failed', 'context'),
    },
  ],
};
