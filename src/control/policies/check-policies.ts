import type {
  AnalysisFindingView,
  PolicyProblemView,
  PolicyTestView,
} from '../../contract/policy-schemas.ts';
import { findingsAbout } from '../../domain/policy/analysis/findings-about.ts';
import { runPolicyTests } from '../../domain/policy/bundle/run-policy-tests.ts';
import { parsePolicies } from '../../domain/policy/document/parse-policies.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { bundleWith, declarationsIn } from './policy-documents.ts';
import { findingView, problemView, testView } from './policy-view.ts';

export interface CheckPolicies {
  readonly by: Caller;
  readonly documents: readonly string[];
}

export interface CheckReport {
  readonly problems: PolicyProblemView[];
  readonly tests: PolicyTestView[];
  readonly findings: AnalysisFindingView[];
}

/**
 * What there is to say of documents as they are being written, among the policies in force. Changes nothing.
 * @throws MonagoError `policy_invalid` where they are right by themselves and too much together
 */
export async function checkPolicies(
  { by, documents }: CheckPolicies,
  use: Control,
): Promise<CheckReport> {
  const { record, inForce } = await use.unitOfWork.read(by.tenantId, async (tx) => ({
    record: await tx.governance.read(),
    inForce: await tx.policies.inForce(),
  }));
  const declarations = declarationsIn(record);
  const files = documents.map((document) => parsePolicies(document, declarations));
  const problems = files.flatMap((file, at) =>
    file.problems.map((problem) => problemView(at, problem)),
  );
  if (problems.some(({ severity }) => severity === 'error')) {
    return { problems, tests: [], findings: [] };
  }
  const policies = files.flatMap((file) => file.policies);
  const drafts = policies.map((policy) => ({ policy, version: 'draft' }));
  const bundle = bundleWith(inForce, { drafts }, declarations);
  const names = new Set(policies.map(({ name }) => name));
  return {
    problems,
    tests: policies.flatMap((policy) => runPolicyTests(policy, declarations)).map(testView),
    findings: findingsAbout(names, bundle.policies).map(findingView),
  };
}
