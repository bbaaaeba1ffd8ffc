import { bundleWith, invalid } from '../../control/policies/policy-documents.ts';
import type { AnalysisFinding } from '../../domain/policy/analysis/analyse-policies.ts';
import { findingId, findingsAbout } from '../../domain/policy/analysis/findings-about.ts';
import { runPolicyTests } from '../../domain/policy/bundle/run-policy-tests.ts';
import type { ActivationReport } from '../../ports/policies.ts';
import { draftsOf, type PolicySet } from './planned-policy.ts';

export interface FailedTest {
  readonly policy: string;
  readonly test: string;
  readonly failures: readonly string[];
}

/** What is known of versions before they come into force, among what would be in force with all of them. */
export interface Examination {
  readonly failed: readonly FailedTest[];
  readonly findings: readonly AnalysisFinding[];
  /** Ids of the findings that nobody has acknowledged. */
  readonly unacknowledged: readonly string[];
  /** By the name of the policy; what is kept with its activation. */
  readonly reports: ReadonlyMap<string, ActivationReport>;
}

/** Every gateway node holds all that is in force in memory. */
const documentsLengthMax = 4 * 1024 * 1024;

/** @throws MonagoError `policy_invalid` where all together are more than Monago would load */
export function examinePolicies({
  inForce,
  declarations,
  changed,
  removed,
  acknowledged,
}: PolicySet & { readonly acknowledged: readonly string[] }): Examination {
  const activated = changed.filter(({ isActivated }) => isActivated);
  const names = activated.map(({ policy }) => policy.name);
  const gone = new Set([...names, ...removed.map(({ name }) => name)]);
  const kept = inForce.filter(({ name }) => !gone.has(name));
  refuseTooMuch([...kept, ...activated]);
  const { policies } = bundleWith(kept, { drafts: draftsOf(activated) }, declarations);
  const findings = findingsAbout(new Set(names), policies);
  const known = new Set(acknowledged);
  const results = activated.map(({ policy }) => runPolicyTests(policy, declarations));
  const reports = names.map((name, at): [string, ActivationReport] => {
    const later = new Set(names.slice(at + 1));
    const ids = findings.filter((finding) => isReportedBy(name, finding, later)).map(findingId);
    const seen = ids.filter((id) => known.has(id));
    return [name, { tests: results[at]?.length ?? 0, findings: ids, acknowledged: seen }];
  });
  return {
    failed: results.flat().filter(({ failures }) => failures.length > 0),
    findings,
    unacknowledged: findings.map(findingId).filter((id) => !known.has(id)),
    reports: new Map(reports),
  };
}

/** A finding about two policies is in the report of the one that comes into force after the other. */
function isReportedBy(
  name: string,
  { policy, other }: AnalysisFinding,
  later: ReadonlySet<string>,
): boolean {
  const pair = [policy, ...(other === undefined ? [] : [other])];
  return pair.includes(name) && !pair.some((one) => later.has(one));
}

function refuseTooMuch(all: readonly { readonly document: string }[]): void {
  const length = all.reduce((sum, { document }) => sum + document.length, 0);
  if (length > documentsLengthMax) {
    throw invalid(['The policies in force have more than 4 MiB together. Shorten some of them.']);
  }
}
