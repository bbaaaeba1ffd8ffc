import { compileCondition } from '../condition/compile-condition.ts';
import type { CompiledCondition } from '../condition/compiled-condition.ts';
import type { BlockCode } from '../document/effect.ts';
import { conditionSource } from '../document/match-source.ts';
import type { Declarations } from '../document/parse-policies.ts';
import type { Policy, Verdict } from '../document/policy.ts';
import type { PolicyReference } from './decision.ts';
import { type IndexKey, indexKeysOf } from './index-keys.ts';
import { blockCodeOf, verdictOf } from './verdict.ts';

/** One version of a policy, under the name that decisions give it. */
export interface PolicyVersion {
  readonly policy: Policy;
  readonly version: string;
}

export interface CompiledPolicy {
  readonly policy: Policy;
  readonly reference: PolicyReference;
  /** The slug of the workspace that it is for; undefined for the tenant's baseline. */
  readonly workspace: string | undefined;
  readonly condition: CompiledCondition;
  /** Undefined where it only observes or adds obligations. */
  readonly verdict: Verdict | undefined;
  readonly code: BlockCode;
  /** What must be so of the input for it to match; any of these may be looked up. */
  readonly indexKeys: readonly IndexKey[];
}

/** A policy that does not compile: it was not checked, or with other declarations. */
export class UnusablePolicy extends Error {
  readonly policyName: string;

  constructor(policyName: string, message: string) {
    super(`${policyName}: ${message}`);
    this.name = 'UnusablePolicy';
    this.policyName = policyName;
  }
}

/** @throws UnusablePolicy */
export function compilePolicy(
  { policy, version }: PolicyVersion,
  declarations: Declarations,
): CompiledPolicy {
  const { name, scope, phases } = policy;
  const compilation = compileCondition(conditionSource(policy), { ...declarations, phases });
  if (!compilation.ok) {
    throw new UnusablePolicy(
      name,
      compilation.diagnostics.map(({ message }) => message).join('; '),
    );
  }
  const { condition } = compilation;
  const workspace = scope === 'tenant' ? undefined : scope.slice('workspace:'.length);
  const own: readonly IndexKey[] =
    workspace === undefined ? [] : [{ variable: 'request.workspace', values: [workspace] }];
  return {
    policy,
    reference: { name, scope, version },
    workspace,
    condition,
    verdict: verdictOf(policy.effects),
    code: blockCodeOf(policy, condition.variables),
    indexKeys: [...own, ...indexKeysOf(condition.term)],
  };
}
