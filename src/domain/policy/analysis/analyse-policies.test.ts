import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bundleOf } from '../bundle/policy-bundle.ts';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import type { Policy } from '../document/policy.ts';
import { analysePolicies } from './analyse-policies.ts';

function analyse(policies: readonly Policy[]) {
  const versions = policies.map((policy) => ({ policy, version: '1' }));
  const bundle = bundleOf(versions, noDeclarations);
  return { bundle, findings: analysePolicies(bundle.policies) };
}

/** Findings about policies a, b, …, each given by the lines that matter. */
function findingsOf(...documents: readonly string[]) {
  const text = documents.map(
    (lines, at) => `name: policy-${'abcdef'[at]}\nmode: enforce\n${lines}`,
  );
  const { policies, problems } = parsePolicies(text.join('\n---\n'), noDeclarations);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return analyse(policies).findings.filter(({ kind }) => kind !== 'unmeasured');
}

test('an enforced policy that reads what nobody measures denies whatever is asked', () => {
  const lines = 'name: budget-stop\nwhen: budget.month_pct >= 100.0\neffect: deny';
  const of = (mode: string) => {
    const { policies } = parsePolicies(`${lines}\nmode: ${mode}`, noDeclarations);
    return analyse(policies).findings.map(({ kind }) => kind);
  };
  expect(of('enforce')).toEqual(['unmeasured']);
  expect(of('monitor')).toEqual([]);
});

describe('a policy that never matches', () => {
  test.each([
    'match: {provider: openai}\nwhen: request.provider == "bedrock"',
    'match: {provider: {not: [openai, anthropic, bedrock]}}',
    'when: risk.score > 80 && risk.score < 20',
    'when: risk.score > 100',
    'when: time.hour >= 24 || time.weekday == 0',
    'when: request.input_tokens > 5 && request.input_tokens < 6',
    'when: budget.month_pct > 90.0 && !(budget.month_pct > 80.0)',
    'match: {tag: a}\nunless: |\n  "a" in data.tags',
    'when: pii.any(["NIK", "KK"]) && !pii.any(["NIK", "KK", "EMAIL"])',
    'when: pii.count("NIK") < 0',
    'when: principal.mfa && !principal.mfa',
    'match: {model: "gpt-*"}\nunless: glob(request.model, "gpt-*")',
    'when: risk.score == 50.5',
    'match: {provider: "open-ai*"}',
    'match: {provider: "*o*", classification: "re*"}\nunless: request.provider == "openai" || request.provider == "bedrock" || glob(request.provider, "anthr*")',
    'when: risk.score > 50.2 && risk.score < 50.8',
  ])('is found: %j', (lines) => {
    expect(findingsOf(`${lines}\neffect: deny`)).toMatchObject([{ kind: 'never_matches' }]);
  });

  test.each([
    'when: budget.month_pct > 5.0 && budget.month_pct < 6.0',
    'when: risk.score >= 100',
    'match: {provider: {not: [openai, anthropic]}}',
    'match: {provider: "*o*"}\nunless: glob(request.provider, "open*")',
    'when: pii.any(["NIK", "KK"]) && !pii.any(["NIK"])',
    'when: data.tags.exists(t, glob(t, "a*")) && !("a*" in data.tags)',
    'match: {tag: "a*"}\nunless: data.tags.exists(t, t == "a*")',
    'when: risk.score > 50.2 && risk.score < 51.8',
  ])('is not taken for one that may: %j', (lines) => {
    expect(findingsOf(`${lines}\neffect: deny`)).toEqual([]);
  });
});

test.each([
  'effect: deny',
  'when: risk.score >= 0\neffect: deny',
  'when: principal.mfa || !principal.mfa\neffect: deny',
])('a policy that always matches is found: %j', (lines) => {
  expect(findingsOf(lines)).toMatchObject([{ kind: 'always_matches', policy: 'policy-a' }]);
});

test('what always matches in a workspace is shown by a request of it', () => {
  expect(findingsOf('scope: workspace:ops\neffect: deny')).toMatchObject([
    { kind: 'always_matches', witness: { input: { request: { workspace: 'ops' } } } },
  ]);
});

describe('a policy that is shadowed', () => {
  test.each([
    ['match: {provider: openai}', 'match: {provider: openai}\nwhen: risk.score > 50'],
    ['when: risk.score >= 50', 'when: risk.score > 90 || risk.score == 60'],
    ['match: {model: [a, b, c]}', 'match: {model: [a, c]}'],
    ['match: {tool: [a, "b*"]}', 'match: {tool: a}'],
    ['when: pii.any(["NIK", "KK"])', 'when: pii.any(["KK"])'],
    ['unless: request.model == "a"', 'match: {model: b}'],
  ])('%j leaves nothing to %j', (upper, lower) => {
    const findings = findingsOf(
      `priority: 90\n${upper}\neffect: deny`,
      `priority: 10\n${lower}\neffect: require_approval`,
    );
    expect(findings).toMatchObject([{ kind: 'shadowed', policy: 'policy-b', other: 'policy-a' }]);
  });

  test('is not one about a text that is written like a shape', () => {
    const [shape, text] = ['match: {tag: "a*"}', 'when: |\n  "a*" in data.tags'];
    for (const [upper, lower] of [
      [shape, text],
      [text, shape],
    ]) {
      const all = findingsOf(
        `priority: 90\n${upper}\neffect: deny`,
        `priority: 10\n${lower}\neffect: require_approval`,
      );
      expect(all.map(({ kind }) => kind)).not.toContain('shadowed');
    }
  });

  test('is not one of another scope, nor one whose redaction is due all the same', () => {
    const deny = 'priority: 90\nwhen: risk.score > 50\neffect: deny';
    expect(
      findingsOf(deny, 'priority: 1\nwhen: risk.score > 60\nscope: workspace:ops\neffect: deny'),
    ).toEqual([]);
    expect(findingsOf(deny, 'priority: 1\nwhen: risk.score > 60\neffect: redact')).toEqual([]);
  });
});

describe('policies at odds', () => {
  test('are shown with a request that both match', () => {
    const [finding] = findingsOf(
      'match: {provider: {not: bedrock}}\nwhen: pii.count("NIK") >= 2\neffect: deny',
      'match: {workspace: "retail-*", tool: [shell]}\neffect: require_approval',
    );
    expect(finding).toMatchObject({
      kind: 'conflict',
      witness: {
        phase: 'request',
        input: {
          pii: { total: 2, types: ['NIK'] },
          request: { workspace: 'retail-x', tools: ['shell'] },
        },
      },
    });
  });

  test('are shown with values of the types of the variables', () => {
    const [finding] = findingsOf(
      'when: request.model == "true" && risk.score > 5.5\neffect: deny',
      'when: request.region != "7" && risk.score != 6 && risk.score < 10\neffect: require_approval',
    );
    expect(finding).toMatchObject({
      kind: 'conflict',
      witness: { input: { request: { model: 'true', region: 'other' }, risk: { score: 7 } } },
    });
  });

  test('are those that only redact before one denies, and routes to two places', () => {
    const redactFirst = [
      'priority: 90\nmatch: {tag: a}\neffect: redact',
      'priority: 80\nmatch: {tag: b}\neffect: deny',
    ];
    expect(findingsOf(...redactFirst)).toMatchObject([{ kind: 'conflict' }]);
    const routes = [
      'match: {tag: a}\neffect: {route: {provider: bedrock}}',
      'match: {tag: b}\neffect: {route: {provider: openai}}',
    ];
    expect(findingsOf(...routes)).toMatchObject([{ kind: 'conflict' }]);
  });

  test('are not those that cannot meet, nor exceptions', () => {
    expect(
      findingsOf(
        'match: {provider: openai}\neffect: deny',
        'match: {provider: bedrock}\neffect: redact',
      ),
    ).toEqual([]);
    expect(
      findingsOf(
        'priority: 90\nmatch: {tag: a}\neffect: allow',
        'priority: 80\nmatch: {tag: b}\neffect: deny',
      ),
    ).toEqual([]);
  });
});

describe('the examples', () => {
  const folder = 'examples/policies';
  const examples = readdirSync(folder).flatMap(
    (name) => parsePolicies(readFileSync(`${folder}/${name}`, 'utf8'), noDeclarations).policies,
  );

  test('hold nothing that analysis finds', () => {
    expect(analyse(examples).findings).toEqual([]);
  });

  test('would be at odds if what waits for a person came first', () => {
    const hasty = examples.map((policy) => ({
      ...policy,
      priority: policy.name === 'injection-review' ? 94 : policy.priority,
    }));
    const { bundle, findings } = analyse(hasty);
    expect(findings.length).toBeGreaterThan(0);
    for (const { kind, policy, other, witness } of findings) {
      expect({ kind, policy }).toEqual({ kind: 'conflict', policy: 'injection-review' });
      if (witness === undefined) throw new Error(`${policy} has no witness`);
      const { matched, shadow } = bundle.decide(witness.phase, witness.input);
      const names = [...matched, ...shadow].map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining([policy, other]));
    }
  });
});
