import { describe, expect, test } from 'vitest';
import { bundleOf } from '../bundle/policy-bundle.ts';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import { decisionChanges } from './decision-changes.ts';
import { policyChanges } from './policy-changes.ts';

function policiesIn(text: string) {
  const { policies, problems } = parsePolicies(text, noDeclarations);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return policies;
}

function changes(before: string, after: string) {
  const bundle = (text: string) =>
    bundleOf(
      policiesIn(text).map((policy) => ({ policy, version: '1' })),
      noDeclarations,
    );
  return decisionChanges(bundle(before), bundle(after));
}

const policy = (lines: string) => `name: abc\nmode: enforce\n${lines}\n`;

describe('policies that are compared', () => {
  test('are added, removed, or say something else in a field', () => {
    const before = `${policy('effect: deny')}---\nname: old\neffect: deny\n`;
    const after = `${policy('effect: deny\npriority: 60')}---\nname: new\neffect: deny\n`;
    expect(policyChanges(policiesIn(before), policiesIn(after))).toEqual([
      {
        kind: 'changed',
        name: 'abc',
        scope: 'tenant',
        fields: [{ field: 'priority', before: 50, after: 60 }],
      },
      { kind: 'added', name: 'new', scope: 'tenant', fields: [] },
      { kind: 'removed', name: 'old', scope: 'tenant', fields: [] },
    ]);
  });

  test('are the same however they are spelt, and others in another scope', () => {
    const spelt = policiesIn(policy('effect: [deny]\npriority: 50\nphase: [request]'));
    expect(policyChanges(policiesIn(policy('effect: deny')), spelt)).toEqual([]);
    const moved = policiesIn(policy('scope: workspace:ops\neffect: deny'));
    expect(policyChanges(spelt, moved).map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});

describe('decisions that change', () => {
  test.each([
    {
      before: 'when: risk.score > 50',
      after: 'when: risk.score > 60',
      given: { 'risk.score': 51 },
    },
    {
      before: 'match: {provider: openai}',
      after: 'match: {provider: [openai, bedrock]}',
      given: { 'request.provider': 'bedrock' },
    },
    {
      before: 'when: pii.count("NIK") > 1',
      after: 'when: pii.count("NIK") > 0',
      given: { pii: { NIK: 1 } },
    },
    {
      before: 'match: {model: {not: [gpt-4o, o3, gpt-5]}}',
      after: 'match: {model: {not: [gpt-4o, gpt-5]}}',
      given: { 'request.model': 'o3' },
    },
    {
      before: 'when: risk.injection >= 80 && size(request.tools) > 0',
      after: 'when: risk.injection >= 70 && size(request.tools) > 0',
      given: { 'risk.injection': 70, 'request.tools': ['other'] },
    },
  ])('are shown by a request: $after for $before', ({ before, after, given }) => {
    const found = changes(policy(`${before}\neffect: deny`), policy(`${after}\neffect: deny`));
    expect(found.map(({ witness }) => witness.given)).toContainEqual(given);
    for (const change of found) expect(change.before).not.toEqual(change.after);
  });

  test('are those of effects and of modes too', () => {
    const deny = policy('when: risk.score > 50\neffect: deny');
    const monitored = deny.replace('enforce', 'monitor');
    expect(changes(deny, monitored)).toMatchObject([
      { before: { verdict: 'deny' }, after: { verdict: 'allow', would_be: 'deny' } },
    ]);
    const redact = policy('when: risk.score > 50\neffect: redact');
    expect(changes(deny, redact)).toMatchObject([
      { before: { verdict: 'deny' }, after: { verdict: 'redact', obligations: { redact: {} } } },
    ]);
  });

  test('are those where an exception lifts another policy', () => {
    const deny = policy('match: {model: o3}\nwhen: risk.score > 50\neffect: deny');
    const allow =
      '---\nname: lift\nmode: enforce\npriority: 90\nmatch: {role: lead}\neffect: allow\n';
    expect(changes(deny, deny + allow)).toMatchObject([
      {
        witness: { given: { 'request.model': 'o3', 'principal.roles': ['lead'] } },
        before: { verdict: 'deny' },
        after: { verdict: 'allow' },
      },
    ]);
  });

  test('are none where a condition is only written in another way', () => {
    const one = policy('when: risk.score > 50\neffect: deny');
    const other = policy('when: "!(risk.score <= 50)"\neffect: deny');
    expect(changes(one, other)).toEqual([]);
  });
});
