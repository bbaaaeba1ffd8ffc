import { policyInputSchema } from '../../contract/policy-input.ts';
import type {
  ActivationView,
  AnalysisFindingView,
  DecisionView,
  PolicyProblemView,
  PolicyTestView,
  PolicyVersionView,
  PolicyView,
} from '../../contract/policy-schemas.ts';
import type { AnalysisFinding } from '../../domain/policy/analysis/analyse-policies.ts';
import { findingId } from '../../domain/policy/analysis/findings-about.ts';
import type { Decision } from '../../domain/policy/bundle/decision.ts';
import { obligationsJson } from '../../domain/policy/bundle/obligations.ts';
import type { PolicyTestResult } from '../../domain/policy/bundle/run-policy-tests.ts';
import type { Problem } from '../../domain/policy/document/problem.ts';
import type {
  Activation,
  StoredPolicy,
  StoredVersion,
  VersionSummary,
} from '../../ports/policies.ts';
import { rfc3339, rfc3339OrNull } from '../rfc3339.ts';

export function policyView(policy: StoredPolicy): PolicyView {
  return {
    id: policy.id,
    name: policy.name,
    scope: policy.scope,
    active: policy.active === undefined ? null : summaryView(policy.active),
    latest: summaryView(policy.latest),
    created_at: rfc3339(policy.createdAt),
    created_by: policy.createdBy,
    archived_at: rfc3339OrNull(policy.archivedAt),
  };
}

function summaryView({ createdAt, createdBy, ...summary }: VersionSummary): PolicyView['latest'] {
  const { number, hash, mode, priority, note } = summary;
  return {
    number,
    hash,
    mode,
    priority,
    note,
    created_at: rfc3339(createdAt),
    created_by: createdBy,
  };
}

export function versionView(version: StoredVersion): PolicyVersionView {
  return { ...summaryView(version), document: version.document };
}

export function activationView(activation: Activation): ActivationView {
  const { number, activatedAt, activatedBy, reason, report } = activation;
  return {
    number: number ?? null,
    at: rfc3339(activatedAt),
    by: activatedBy,
    reason,
    report:
      report === undefined
        ? null
        : {
            tests: report.tests,
            findings: [...report.findings],
            acknowledged: [...report.acknowledged],
          },
  };
}

export function problemView(document: number, problem: Problem): PolicyProblemView {
  return { document, ...problem, replacement: problem.replacement ?? null };
}

export function findingView(finding: AnalysisFinding): AnalysisFindingView {
  const { kind, policy, other, message, witness } = finding;
  return {
    id: findingId(finding),
    kind,
    policy,
    other: other ?? null,
    message,
    witness:
      witness === undefined
        ? null
        : { phase: witness.phase, input: policyInputSchema.parse(witness.input) },
  };
}

export function decisionView(decision: Decision): DecisionView {
  const { phase, verdict, wouldBe, code, message, obligations, route } = decision;
  return {
    phase,
    verdict,
    would_be: wouldBe,
    code: code ?? null,
    message: message ?? null,
    decided_by: [...decision.decidedBy],
    matched: [...decision.matched],
    uncertain: [...decision.uncertain],
    shadow: [...decision.shadow],
    obligations: { ...obligationsJson(obligations) },
    route:
      route === undefined
        ? null
        : {
            provider: route.provider ?? null,
            model: route.model ?? null,
            region: route.region ?? null,
            policy: route.policy,
          },
  };
}

export function testView({ policy, test, failures, decision }: PolicyTestResult): PolicyTestView {
  return { policy, test, failures: [...failures], decision: decisionView(decision) };
}
