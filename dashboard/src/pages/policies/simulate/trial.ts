import { bundleOf } from '../../../../../src/domain/policy/bundle/policy-bundle.ts';
import { withValue } from '../../../../../src/domain/policy/bundle/run-policy-tests.ts';
import { sampleInput } from '../../../../../src/domain/policy/bundle/sample-input.ts';
import type { Phase, PolicyInput } from '../../../../../src/domain/policy/condition/variables.ts';
import type { Declarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import type { JsonValue, Policy } from '../../../../../src/domain/policy/document/policy.ts';
import type { TestGiven } from '../../../../../src/domain/policy/report/given-of.ts';

/** A request made up to see what is decided: what differs from a harmless one, and what is unknown. */
export type Trial = TestGiven;

export function inputOfTrial({ phase, given, failed }: Trial): PolicyInput {
  const input = Object.entries(given).reduce(
    (so, [path, value]) => withValue(so, { path, value }),
    sampleInput(phase),
  );
  return { ...input, unknown: failed };
}

/** As a test in the policy's document: what this policy alone decides now is what is expected from then on. */
export function testOfTrial(
  trial: Trial,
  name: string,
  { policy, declarations }: { readonly policy: Policy; readonly declarations: Declarations },
): { readonly [key: string]: JsonValue } {
  const enforced: Policy = { ...policy, mode: 'enforce' };
  const bundle = bundleOf([{ policy: enforced, version: 'draft' }], declarations);
  const decision = bundle.decide(trial.phase, inputOfTrial(trial));
  const isMatch = decision.matched.length + decision.uncertain.length > 0;
  return {
    name,
    ...(trial.phase === policy.phases[0] ? {} : { phase: trial.phase }),
    ...(Object.keys(trial.given).length === 0 ? {} : { given: trial.given }),
    ...(trial.failed.length === 0 ? {} : { failed: trial.failed }),
    expect: {
      decision: decision.verdict,
      ...(decision.code === undefined ? {} : { code: decision.code }),
      matched: isMatch,
    },
  };
}

/** A trial that names what the policy reads, each harmless at first. */
export function firstTrial(policy: Policy | undefined, variables: readonly string[]): Trial {
  const phase: Phase = policy?.phases[0] ?? 'request';
  const input = sampleInput(phase);
  const paths = new Set(variables.map((path) => path.replace(/(^|\.)pii\..*$/, '$1pii')));
  const named = [...paths].flatMap((path): readonly (readonly [string, JsonValue])[] => {
    const value = valueAt(input, path);
    return value === undefined ? [] : [[path, value]];
  });
  const workspace =
    policy?.scope.startsWith('workspace:') === true
      ? [['request.workspace', policy.scope.slice('workspace:'.length)] as const]
      : [];
  return { phase, given: Object.fromEntries([...workspace, ...named]), failed: [] };
}

/** The value of a variable in an input, in the shape in which a test gives it. */
export function valueAt(input: PolicyInput, path: string): JsonValue | undefined {
  if (/(?:^|\.)pii$/.test(path)) return {};
  let value: unknown = input;
  for (const name of path.split('.')) {
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined;
  }
  return jsonOf(value);
}

function jsonOf(value: unknown): JsonValue | undefined {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}
