import type { AuditedFinding, AuditedPolicies } from '../../domain/audit/fact.ts';
import type { Inspection } from '../../domain/inspection/inspection.ts';
import type { Decision, PolicyReference } from '../../domain/policy/bundle/decision.ts';
import { redactionOf } from '../../domain/policy/bundle/obligations.ts';
import { auditable } from './auditable.ts';

const findingsMax = 128;

/** What was found, by type, and what was done about it; a block is one for all that the request holds. */
export function auditedFindings(
  { findings }: Pick<Inspection, 'findings'>,
  decision: Decision | undefined,
): readonly AuditedFinding[] {
  const counts = new Map<string, number>();
  for (const { type, count } of findings) counts.set(type, (counts.get(type) ?? 0) + count);
  return [...counts]
    .slice(0, findingsMax)
    .map(([type, count]) => ({ type, count, action: actionOn(type, decision) }));
}

function actionOn(type: string, decision: Decision | undefined): AuditedFinding['action'] {
  if (decision === undefined) return 'detect';
  if (decision.verdict === 'deny') return decision.code === 'pii_blocked' ? 'block' : 'detect';
  return redactionOf(decision.obligations, type) ?? 'detect';
}

const policiesMax = 64;

/** The policies that took part; undefined where none did. */
export function auditedPolicies(
  decision: Decision | undefined,
  strippedTools: readonly string[] = [],
): AuditedPolicies | undefined {
  if (decision === undefined) return undefined;
  const { matched, uncertain, shadow, verdict, wouldBe, obligations } = decision;
  const flags = obligations.flags.map(({ tag, severity }) => `${tag}:${severity}`);
  if (matched.length + uncertain.length + shadow.length === 0) return undefined;
  return {
    matched: namesOf([...matched, ...uncertain]),
    ...(wouldBe === verdict ? {} : { would_be: wouldBe }),
    ...(shadow.length === 0 ? {} : { shadow: namesOf(shadow) }),
    ...(flags.length === 0 ? {} : { flags: flags.slice(0, policiesMax) }),
    ...(obligations.log === undefined ? {} : { log: obligations.log }),
    ...(strippedTools.length === 0
      ? {}
      : { stripped_tools: strippedTools.slice(0, policiesMax).map(auditable) }),
  };
}

export function namesOf(references: readonly PolicyReference[]): readonly string[] {
  return references.slice(0, policiesMax).map(({ name, version }) => `${name}@${version}`);
}
