import type { JsonValue, Policy } from '../document/policy.ts';
import { type JsonObject, policyJson } from '../document/policy-json.ts';

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
