import { describe, expect, test } from 'vitest';
import { formatCondition } from '../condition/format-condition.ts';
import { parseCondition } from '../condition/parser.ts';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import { conditionMutants } from './condition-mutants.ts';
import { mutatePolicy } from './mutate-policy.ts';

function mutate(text: string) {
  const { policies, problems } = parsePolicies(text, noDeclarations);
  const [policy] = policies;
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return mutatePolicy(policy, noDeclarations);
}

const thorough = `
name: high-risk
match: {provider: openai}
when: risk.score > 50
effect: [deny, {flag: {tag: risk, severity: high}}]
tests:
  - {name: above, given: {risk.score: 51}, expect: {decision: deny, obligations: {flags: [{tag: risk, severity: high}]}}}
  - {name: at, given: {risk.score: 50}, expect: {decision: allow}}
  - {name: elsewhere, given: {risk.score: 51, request.provider: bedrock}, expect: {decision: allow}}
`;

describe('mistakes in a policy', () => {
  test('are all noticed by tests at the edges', () => {
    const { tried, survivors } = mutate(thorough);
    expect(survivors).toEqual([]);
    expect(tried).toBe(7);
  });

  test('are named when no test notices them', () => {
    const careless = thorough.replace(/ {2}- \{name: (?:at|elsewhere).*\n/g, '');
    expect(mutate(careless).survivors).toEqual([
      '`match.provider` was left out',
      '`when` was left out',
      'when: `risk.score > 50` became `risk.score >= 50`',
    ]);
  });

  test('are not noticed at all without tests', () => {
    const { tried, survivors } = mutate(thorough.slice(0, thorough.indexOf('tests:')));
    expect(survivors).toHaveLength(tried);
  });

  test('include a scope that is lost', () => {
    const text = 'name: abc\nscope: workspace:ops\neffect: deny\ntests:\n';
    const own = '  - {name: own, expect: {decision: deny}}\n';
    const other = '  - {name: other, given: {request.workspace: hr}, expect: {decision: allow}}\n';
    expect(mutate(text + own).survivors).toEqual(['the scope `workspace:ops` was left out']);
    expect(mutate(text + own + other).survivors).toEqual([]);
  });
});

test.each([
  ['a.b && c.d', ['c.d', 'a.b', '!a.b && c.d', 'a.b && !c.d']],
  ['a.b || c.d', ['c.d', 'a.b', '!a.b || c.d', 'a.b || !c.d']],
  ['!a.b', ['a.b']],
  ['a.b <= 3', ['a.b < 3', 'a.b > 3']],
  ['a.b == "x"', ['a.b != "x"']],
  ['a.b in ["x"]', ['!(a.b in ["x"])']],
  ['a.b ? c.d : e.f', ['c.d', 'e.f', '!a.b ? c.d : e.f']],
  [
    'a.b.exists(x, x > 1)',
    ['!a.b.exists(x, x > 1)', 'a.b.exists(x, x >= 1)', 'a.b.exists(x, x <= 1)'],
  ],
])('%s has each mistake once', (source, mutants) => {
  const found = conditionMutants(parseCondition(source));
  expect(found.map(({ expression }) => formatCondition(expression))).toEqual(mutants);
});
