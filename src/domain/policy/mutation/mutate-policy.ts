import { UnusablePolicy } from '../bundle/compile-policy.ts';
import { runPolicyTests } from '../bundle/run-policy-tests.ts';
import { formatCondition } from '../condition/format-condition.ts';
import { parseCondition } from '../condition/parser.ts';
import { keysOf } from '../document/match-source.ts';
import type { Declarations } from '../document/parse-policies.ts';
import type { Policy } from '../document/policy.ts';
import { conditionMutants } from './condition-mutants.ts';

/** How well the tests of a policy would notice a mistake in it. */
export interface MutationResult {
  /** Mistakes that were tried. */
  readonly tried: number;
  /** Those that all tests passed with. */
  readonly survivors: readonly string[];
}

interface Mutant {
  readonly what: string;
  readonly policy: Policy;
}

/**
 * Runs the tests of a policy against it with one mistake at a time. Changes that do not compile, or change nothing, are not
 * counted as mistakes.
 */
export function mutatePolicy(policy: Policy, declarations: Declarations): MutationResult {
  const outcomes = mutantsOf(policy).map((mutant) => ({
    what: mutant.what,
    isCaught: isCaught(mutant, declarations),
  }));
  return {
    tried: outcomes.filter((outcome) => outcome.isCaught !== undefined).length,
    survivors: outcomes.filter((outcome) => outcome.isCaught === false).map(({ what }) => what),
  };
}

function isCaught({ policy }: Mutant, declarations: Declarations): boolean | undefined {
  try {
    return runPolicyTests(policy, declarations).some(({ failures }) => failures.length > 0);
  } catch (thrown) {
    if (thrown instanceof UnusablePolicy) return undefined;
    throw thrown;
  }
}

function mutantsOf(policy: Policy): readonly Mutant[] {
  return [
    ...scopeMutants(policy),
    ...matchMutants(policy),
    ...fieldMutants(policy, 'when'),
    ...fieldMutants(policy, 'unless'),
    ...effectMutants(policy),
  ];
}

function scopeMutants(policy: Policy): readonly Mutant[] {
  const what = `the scope \`${policy.scope}\` was left out`;
  return policy.scope === 'tenant' ? [] : [{ what, policy: { ...policy, scope: 'tenant' } }];
}

function matchMutants(policy: Policy): readonly Mutant[] {
  return keysOf(policy.match).flatMap((key) => {
    const { [key]: values, ...rest } = policy.match;
    if (values === undefined) return [];
    const turned = { oneOf: values.noneOf, noneOf: values.oneOf };
    return [
      { what: `\`match.${key}\` was left out`, policy: { ...policy, match: rest } },
      {
        what: `\`match.${key}\` was turned round`,
        policy: { ...policy, match: { ...policy.match, [key]: turned } },
      },
    ];
  });
}

function fieldMutants(policy: Policy, field: 'when' | 'unless'): readonly Mutant[] {
  const source = policy[field];
  if (source === undefined) return [];
  const mutants = conditionMutants(parseCondition(source)).map(({ expression, what }) => ({
    what: `${field}: ${what}`,
    policy: { ...policy, [field]: formatCondition(expression) },
  }));
  return [
    { what: `\`${field}\` was left out`, policy: { ...policy, [field]: undefined } },
    ...mutants,
  ];
}

function effectMutants(policy: Policy): readonly Mutant[] {
  // To allow or to observe makes a difference to other policies only, and tests are of one alone.
  const lost = policy.effects.filter(({ kind }) => kind !== 'allow' && kind !== 'log_only');
  if (policy.effects.length < 2) return [];
  return lost.map((effect) => ({
    what: `the effect \`${effect.kind}\` was left out`,
    policy: { ...policy, effects: policy.effects.filter((other) => other !== effect) },
  }));
}
