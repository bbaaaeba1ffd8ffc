import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleOf } from '../src/domain/policy/bundle/policy-bundle.ts';
import { inputOf, runPolicyTests } from '../src/domain/policy/bundle/run-policy-tests.ts';
import { formatPolicies } from '../src/domain/policy/document/format-policies.ts';
import { noDeclarations, parsePolicies } from '../src/domain/policy/document/parse-policies.ts';

const folder = 'examples/policies';
const files = readdirSync(folder).map((name) => ({
  name,
  ...parsePolicies(readFileSync(join(folder, name), 'utf8'), noDeclarations),
}));
const policies = files.flatMap((file) => file.policies);

test('there are examples of a dozen subjects', () => {
  expect(files).toHaveLength(12);
});

test.each(files)('$name has no problem', ({ problems }) => {
  expect(problems).toEqual([]);
});

describe.each(policies)('$name', (policy) => {
  test('passes its tests', () => {
    const results = runPolicyTests(policy, noDeclarations);
    expect(
      results.flatMap(({ test: name, failures }) => failures.map((it) => `${name}: ${it}`)),
    ).toEqual([]);
  });

  test('has a test that it matches and one that it does not', () => {
    const results = runPolicyTests(policy, noDeclarations);
    const matches = results.map(
      ({ decision }) => decision.matched.length + decision.uncertain.length > 0,
    );
    expect(new Set(matches)).toEqual(new Set([true, false]));
  });

  test('says what it is for', () => {
    expect(policy.frameworkMapping.length).toBeGreaterThan(0);
  });

  test('is the same after it is formatted', () => {
    expect(parsePolicies(formatPolicies([policy]), noDeclarations)).toEqual({
      policies: [policy],
      problems: [],
    });
  });
});

describe('all of them together', () => {
  // As they are meant: those about budgets only watch as long as nothing measures one.
  const bundle = bundleOf(
    policies.map((policy) => ({ policy: { ...policy, mode: 'enforce' }, version: '1' })),
    noDeclarations,
  );
  const decide = (
    name: string,
    given: Readonly<Record<string, string | number | readonly string[]>>,
  ) => {
    const policy = policies.find((each) => each.name === name);
    if (policy === undefined) throw new Error(`no example ${name}`);
    const values = Object.entries(given).map(([path, value]) => ({ path, value }));
    const base = policy.tests[0];
    if (base === undefined) throw new Error(`no test in ${name}`);
    return bundle.decide(
      'request',
      inputOf(policy, { ...base, given: [...base.given, ...values] }),
    );
  };

  test('break-glass lifts the budget, and nothing of a higher priority', () => {
    expect(decide('break-glass', { 'budget.month_pct': 120 })).toMatchObject({
      verdict: 'redact',
      route: { model: 'gpt-4o-mini' },
    });
    expect(decide('break-glass', { 'risk.injection': 99 }).verdict).toBe('deny');
  });

  test('a route to Frankfurt is judged where it leads', () => {
    expect(decide('eu-residency-route', {})).toMatchObject({
      verdict: 'redact',
      route: { provider: 'bedrock', region: 'eu-central-1' },
    });
  });
});
