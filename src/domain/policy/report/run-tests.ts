import { compilePolicy } from '../bundle/compile-policy.ts';
import { inputOf, type PolicyTestResult, runPolicyTests } from '../bundle/run-policy-tests.ts';
import { sampleInput } from '../bundle/sample-input.ts';
import type { Declarations } from '../document/parse-policies.ts';
import type { Policy } from '../document/policy.ts';

/** What the tests of one policy say about it. */
export interface PolicyTestRun {
  readonly file: string;
  readonly policy: Policy;
  readonly results: readonly PolicyTestResult[];
  readonly coverage: readonly PartCoverage[];
}

/** A part of the condition that must hold, and what the tests have made of it. */
export interface PartCoverage {
  readonly source: string;
  readonly wasTrue: boolean;
  readonly wasFalse: boolean;
}

/** @throws UnusablePolicy when the policy does not compile */
export function runTests(policy: Policy, file: string, declarations: Declarations): PolicyTestRun {
  const results = runPolicyTests(policy, declarations);
  return { file, policy, results, coverage: coverageOf(policy, declarations) };
}

function coverageOf(policy: Policy, declarations: Declarations): readonly PartCoverage[] {
  const { condition } = compilePolicy({ policy, version: 'test' }, declarations);
  const explained = policy.tests.map((test) => condition.explain(inputOf(policy, test)));
  const { conjuncts } = condition.explain(sampleInput(policy.phases[0] ?? 'request'));
  return conjuncts
    .map(({ source }, at) => {
      const truths = explained.map((explanation) => explanation.conjuncts[at]?.truth);
      return { source, wasTrue: truths.includes(true), wasFalse: truths.includes(false) };
    })
    .filter(({ source }) => source !== 'true');
}

/** Of all parts, how many were seen both ways: 0 to 1, and 1 where there is none. */
export function coverageShare(runs: readonly PolicyTestRun[]): number {
  const parts = runs.flatMap(({ coverage }) => coverage);
  const seen = parts.reduce((sum, part) => sum + Number(part.wasTrue) + Number(part.wasFalse), 0);
  return parts.length === 0 ? 1 : seen / (2 * parts.length);
}
