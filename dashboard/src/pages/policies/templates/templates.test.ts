import { describe, expect, test } from 'vitest';
import { analysePolicies } from '../../../../../src/domain/policy/analysis/analyse-policies.ts';
import { compilePolicy } from '../../../../../src/domain/policy/bundle/compile-policy.ts';
import { runPolicyTests } from '../../../../../src/domain/policy/bundle/run-policy-tests.ts';
import {
  noDeclarations,
  parsePolicies,
} from '../../../../../src/domain/policy/document/parse-policies.ts';
import { templateIds } from './template-ids.ts';
import { blankPolicy, templates } from './templates.ts';

const parsed = (document: string) => parsePolicies(document, noDeclarations);

describe.each(templateIds)('the template %s', (id) => {
  const { policies, problems } = parsed(templates[id]);
  const [policy] = policies;

  test('is one policy without a problem, and only watches at first', () => {
    expect(problems).toEqual([]);
    expect(policies).toHaveLength(1);
    expect(policy?.mode).toBe('monitor');
  });

  test('passes its tests, of which some match and some do not', () => {
    const results = policies.flatMap((one) => runPolicyTests(one, noDeclarations));
    expect(results.flatMap(({ test: name, failures }) => failures.map((f) => [name, f]))).toEqual(
      [],
    );
    const matches = results.map(({ decision }) => decision.matched.length > 0);
    expect(matches).toContain(true);
    expect(matches).toContain(false);
  });
});

test('analysis finds nothing in any of the templates alone', () => {
  const found = templateIds.flatMap((id) =>
    analysePolicies(
      parsed(templates[id]).policies.map((policy) =>
        compilePolicy({ policy, version: '1' }, noDeclarations),
      ),
    ),
  );
  expect(found).toEqual([]);
});

test('the blank policy can be used as it stands', () => {
  expect(parsed(blankPolicy).problems).toEqual([]);
});
