import { entities, type Severity } from '../inspection/entity.ts';
import type { RiskEvidence, RiskFinding } from './risk-evidence.ts';
import * as weights from './risk-weights.ts';
import { untouched, type WeighedSignal } from './weighed-signal.ts';

const severityOfEntity: ReadonlyMap<string, { readonly severity: Severity }> = new Map(
  Object.entries(entities),
);
const countMax = 2 ** 30;

/** Weighs each type as a whole: it does not matter how its occurrences are spread over texts and roles. */
export function weighFindings({ findings, where }: RiskEvidence): readonly WeighedSignal[] {
  const weighed = [...byType(findings)].flatMap(([type, ofType]) => weighType(type, ofType, where));
  return [...weighed, weighCombination(findings)];
}

function byType(findings: readonly RiskFinding[]): ReadonlyMap<string, readonly RiskFinding[]> {
  const types = new Map<string, RiskFinding[]>();
  for (const finding of findings) {
    const ofType = types.get(finding.type) ?? [];
    ofType.push(finding);
    types.set(finding.type, ofType);
  }
  return types;
}

function weighType(
  type: string,
  findings: readonly RiskFinding[],
  where: RiskEvidence['where'],
): readonly WeighedSignal[] {
  if (type === 'SECRET') {
    const points = where === 'response' ? weights.secretInAnswerPoints : weights.secretPoints;
    return [{ signal: 'secret.SECRET', group: 'secrets', ...weigh(findings, points) }];
  }
  const severity = severityOf(type);
  const found = weigh(findings, weights.severityPoints[severity]);
  const fresh = weigh(findings.filter(isFresh), weights.newInAnswerPoints[severity]);
  return [
    { signal: `pii.${type}`, group: 'sensitive_data', ...found },
    ...(where === 'response'
      ? [{ signal: `output.new.${type}`, group: 'output' as const, ...fresh }]
      : []),
  ];
}

function severityOf(type: string): Severity {
  return severityOfEntity.get(type)?.severity ?? weights.recogniserSeverity;
}

function isFresh({ isNew }: RiskFinding): boolean {
  return isNew === true;
}

function isExposed({ action = 'detect' }: RiskFinding): boolean {
  return action === 'detect';
}

/** Of what policy hides a part is left, of what it blocks nothing. */
function weigh(
  findings: readonly RiskFinding[],
  points: weights.RepeatedPoints,
): Pick<WeighedSignal, 'inherent' | 'residual'> {
  const kept = pointsOf(
    findings.filter(({ action }) => action !== 'block'),
    points,
  );
  const exposed = pointsOf(findings.filter(isExposed), points);
  return { inherent: pointsOf(findings, points), residual: exposed + afterHiding(kept - exposed) };
}

/** Occurrences count by doublings: the thousandth e-mail address tells less than the second. */
function pointsOf(findings: readonly RiskFinding[], points: weights.RepeatedPoints): number {
  let count = 0;
  let confidence = 0;
  for (const finding of findings) {
    count = Math.min(countMax, count + Math.max(0, Math.trunc(finding.count)));
    confidence = Math.max(confidence, Math.min(100, finding.confidence));
  }
  if (count === 0) return 0;
  const doublings = 31 - Math.clz32(count);
  return Math.round(((points.first + points.doubling * doublings) * confidence) / 100);
}

function afterHiding(points: number): number {
  return Math.ceil((points * weights.hiddenQuarters) / 4);
}

function weighCombination(findings: readonly RiskFinding[]): WeighedSignal {
  const { points } = weights.combination;
  const base = { signal: 'pii.combination', group: 'sensitive_data' } as const;
  if (!isCombination(findings)) return { ...base, ...untouched(0) };
  if (isCombination(findings.filter(isExposed))) return { ...base, ...untouched(points) };
  const isKept = isCombination(findings.filter(({ action }) => action !== 'block'));
  return { ...base, inherent: points, residual: isKept ? afterHiding(points) : 0 };
}

function isCombination(findings: readonly RiskFinding[]): boolean {
  const types = findings
    .filter(({ type, count }) => count > 0 && type !== 'SECRET' && severityOf(type) >= 2)
    .map(({ type }) => type);
  return new Set(types).size >= weights.combination.types;
}
