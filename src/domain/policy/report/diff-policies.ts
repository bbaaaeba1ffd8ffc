import { analysePolicies } from '../analysis/analyse-policies.ts';
import { regionsOf } from '../analysis/regions-of.ts';
import { witnessOf } from '../analysis/witness.ts';
import type { CompiledPolicy } from '../bundle/compile-policy.ts';
import type { PolicyBundle } from '../bundle/policy-bundle.ts';
import { inputOf } from '../bundle/run-policy-tests.ts';
import { sampleInput } from '../bundle/sample-input.ts';
import type { Phase, PolicyInput } from '../condition/variables.ts';
import type { JsonValue, Policy } from '../document/policy.ts';
import { type JsonObject, policyJson } from '../document/policy-json.ts';
import { outcomeJson } from './decision-json.ts';
import { givenOf, type TestGiven } from './given-of.ts';

export interface PolicyChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly name: string;
  readonly scope: string;
  /** What is said otherwise; none where the policy as a whole is new or gone. */
  readonly fields: readonly FieldChange[];
}

interface FieldChange {
  readonly field: string;
  /** Undefined where it was not there. */
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** Policies are the same ones when scope and name are; what means the same is no change, however it is spelt. */
export function policyChanges(
  before: readonly Policy[],
  after: readonly Policy[],
): readonly PolicyChange[] {
  const [old, now] = [byKey(before), byKey(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.flatMap((key) => changeOf(old.get(key), now.get(key)));
}

function byKey(policies: readonly Policy[]): ReadonlyMap<string, Policy> {
  return new Map(policies.map((policy) => [`${policy.scope} ${policy.name}`, policy]));
}

function changeOf(before: Policy | undefined, after: Policy | undefined): readonly PolicyChange[] {
  const policy = after ?? before;
  if (policy === undefined) return [];
  const { name, scope } = policy;
  if (before === undefined) return [{ kind: 'added', name, scope, fields: [] }];
  if (after === undefined) return [{ kind: 'removed', name, scope, fields: [] }];
  const fields = fieldChanges(policyJson(before), policyJson(after));
  return fields.length === 0 ? [] : [{ kind: 'changed', name, scope, fields }];
}

function fieldChanges(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** A request that is decided differently, one for each difference that was found. */
export interface DecisionChange {
  readonly witness: TestGiven;
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Of the requests that were tried, how many differ like this. */
  readonly count: number;
}

interface Candidate {
  readonly phase: Phase;
  readonly input: PolicyInput;
}

const candidatesMax = 10_000;

/**
 * Tries both bundles on a request from each corner of their conditions, those that show findings of the analysis, and those of
 * the tests. What is reported is so; that nothing is reported proves nothing.
 */
export function decisionChanges(
  before: PolicyBundle,
  after: PolicyBundle,
): readonly DecisionChange[] {
  const changes = new Map<string, DecisionChange>();
  for (const { phase, input } of candidatesOf([before, after])) {
    const [old, now] = [before, after].map((bundle) => outcomeJson(bundle.decide(phase, input)));
    const key = JSON.stringify([phase, old, now]);
    if (old === undefined || now === undefined || JSON.stringify(old) === JSON.stringify(now)) {
      continue;
    }
    const known = changes.get(key);
    const count = (known?.count ?? 0) + 1;
    const witness = known?.witness ?? givenOf(input, phase);
    changes.set(key, { witness, before: old, after: now, count });
  }
  return [...changes.values()].sort((a, b) => b.count - a.count);
}

function candidatesOf(bundles: readonly PolicyBundle[]): readonly Candidate[] {
  const candidates = new Map<string, Candidate>();
  const all = bundles.flatMap(({ policies }) => [
    ...policies.flatMap((compiled) => cornersOf(compiled)),
    ...policies.flatMap(({ policy }) =>
      policy.tests.map((test) => ({ phase: test.phase, input: inputOf(policy, test) })),
    ),
    ...analysePolicies(policies).flatMap(({ witness }) => (witness === undefined ? [] : [witness])),
  ]);
  for (const candidate of all.slice(0, candidatesMax)) {
    candidates.set(JSON.stringify(candidate), candidate);
  }
  return [...candidates.values()];
}

/** A request of each region in which the condition holds, and of each in which it does not. */
function cornersOf({ policy, condition, workspace }: CompiledPolicy): readonly Candidate[] {
  const regions = [true, false].flatMap((holds) => regionsOf(condition.term, holds) ?? []);
  return policy.phases.flatMap((phase) => {
    const found = regions.map((region) => witnessOf(region, phase));
    return [sampleInput(phase), ...found].map((input) => ({
      phase,
      input:
        workspace === undefined ? input : { ...input, request: { ...input.request, workspace } },
    }));
  });
}
