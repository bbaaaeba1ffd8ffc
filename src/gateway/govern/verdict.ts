import type { PolicyDecision } from '../../domain/audit/fact.ts';
import { entities } from '../../domain/inspection/entity.ts';
import type { Inspection } from '../../domain/inspection/inspection.ts';
import type { Decision, PolicyReference } from '../../domain/policy/bundle/decision.ts';
import type { RiskAssessment } from '../../domain/risk/risk-assessment.ts';

/** What policy says about one request, as callers and auditors are told it. */
export interface Verdict {
  readonly decision: PolicyDecision;
  /** The policies that decided, each as `name@version`. */
  readonly version: string;
  /** One line for a block; never holds prompt text. */
  readonly reason: string | undefined;
  /** Types that were hidden. */
  readonly hidden: readonly string[];
}

/** What holds before any policy of the tenant's: what could not be inspected does not pass. */
const builtinVersion = 'builtin@1';
const versionsMax = 8;

export function versionOf(decidedBy: readonly PolicyReference[]): string {
  if (decidedBy.length === 0) return builtinVersion;
  const names = decidedBy.map(({ name, version }) => `${name}@${version}`);
  const more = names.length > versionsMax ? [`+${names.length - versionsMax}`] : [];
  return [...names.slice(0, versionsMax), ...more].join(', ');
}

export const uninspected: Verdict = {
  decision: 'blocked',
  version: builtinVersion,
  reason: 'The prompt could not be inspected',
  hidden: [],
};

/** What a decision comes to. Hiding is what makes it a redaction: a policy that would hide, and finds nothing, changes nothing. */
export function verdictOf(decision: Decision, hidden: readonly string[], reason?: string): Verdict {
  const version = versionOf(decision.decidedBy);
  const common = { version, reason, hidden };
  if (decision.verdict === 'deny') return { ...common, decision: 'blocked' };
  if (decision.verdict === 'hold') return { ...common, decision: 'pending_approval' };
  return { ...common, decision: passing(decision, hidden) };
}

/** The verdict once nothing stands in the way any more. */
export function passing(
  { obligations }: Decision,
  hidden: readonly string[],
): Extract<PolicyDecision, 'allowed' | 'redacted' | 'flagged'> {
  if (hidden.length > 0) return 'redacted';
  return obligations.flags.length > 0 ? 'flagged' : 'allowed';
}

export interface Known {
  readonly model: string;
  readonly inspection: Inspection;
  readonly risk: RiskAssessment;
}

/** Why, in one line: what was found, never where or in which words. */
export function reasonOf({ code, decidedBy, isRouteLoop }: Decision, known: Known): string {
  if (isRouteLoop) return 'Policies route this request in a circle';
  switch (code) {
    case 'pii_blocked':
      return `PII detected: ${sensitiveTypes(known.inspection).join(', ') || 'unknown'}`;
    case 'security_block':
      return `Security incident: ${incidentsOf(known.inspection, known.risk).join(', ') || `risk score ${known.risk.inherent}`}`;
    case 'model_not_allowed':
      return `Model not allowed: ${known.model.slice(0, 100).replace(/[^\x20-\x7e]/g, '?')}`;
    default:
      return `Policy ${decidedBy[0]?.name ?? 'unknown'}`;
  }
}

const everyEntity: ReadonlyMap<string, { readonly severity: number }> = new Map(
  Object.entries(entities),
);

/** A recogniser of the tenant's is there because what it finds matters. */
function severityOf(type: string): number {
  return everyEntity.get(type)?.severity ?? 2;
}

/** Whether a type concerns a person by itself. */
export function isSensitive(type: string): boolean {
  return severityOf(type) >= 2;
}

/** Types that concern a person; dates, places and addresses of web pages alone do not. */
export function sensitiveTypes({ findings }: Pick<Inspection, 'findings'>): readonly string[] {
  const types = new Set(findings.map(({ type }) => type).filter(isSensitive));
  return [...types].sort((a, b) => severityOf(b) - severityOf(a) || (a < b ? -1 : 1));
}

// From half of the scale on, what was found says more for an attack than against one.
const incidentFrom = 50;

/** What somebody who watches over security should look at. */
export function incidentsOf(
  { findings, status }: Pick<Inspection, 'findings' | 'status'>,
  { injection }: Pick<RiskAssessment, 'injection'>,
): readonly string[] {
  if (status === 'failed') return [];
  const incidents: string[] = [];
  if (injection >= incidentFrom) incidents.push('prompt_injection');
  if (findings.some(({ type }) => type === 'SECRET')) incidents.push('secret_exposed');
  return incidents;
}
