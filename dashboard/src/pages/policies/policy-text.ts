import { useDeferredValue, useMemo } from 'react';
import { compilePolicy } from '../../../../src/domain/policy/bundle/compile-policy.ts';
import {
  type PolicyTestResult,
  runPolicyTests,
} from '../../../../src/domain/policy/bundle/run-policy-tests.ts';
import {
  type Declarations,
  type PolicyFile,
  parsePolicies,
} from '../../../../src/domain/policy/document/parse-policies.ts';
import type { Policy } from '../../../../src/domain/policy/document/policy.ts';

/** What the compiler makes of a text while it is being written. */
export interface PolicyText extends PolicyFile {
  readonly compiled: readonly CompiledText[];
}

interface CompiledText {
  readonly policy: Policy;
  /** Steps that one evaluation takes at most. */
  readonly cost: number;
  /** Paths of the variables that it reads. */
  readonly variables: readonly string[];
  readonly tests: readonly PolicyTestResult[];
}

export function compileText(text: string, declarations: Declarations): PolicyText {
  const file = parsePolicies(text, declarations);
  const compiled = file.policies.map((policy): CompiledText => {
    const { condition } = compilePolicy({ policy, version: 'draft' }, declarations);
    return {
      policy,
      cost: condition.cost,
      variables: [...condition.variables].sort(),
      tests: runPolicyTests(policy, declarations),
    };
  });
  return { ...file, compiled };
}

/** Compiled once typing leaves time for it. */
export function usePolicyText(text: string, declarations: Declarations): PolicyText {
  const settled = useDeferredValue(text);
  return useMemo(() => compileText(settled, declarations), [settled, declarations]);
}
