import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePolicy } from '../bundle/compile-policy.ts';
import { bundleOf, type PolicyBundle } from '../bundle/policy-bundle.ts';
import { runPolicyTests, withValue } from '../bundle/run-policy-tests.ts';
import { sampleInput } from '../bundle/sample-input.ts';
import type { PolicyInput } from '../condition/variables.ts';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import type { JsonValue, Policy } from '../document/policy.ts';
import { givenOf } from '../report/given-of.ts';
import { givenText } from '../report/lint-report.ts';
import { type AnalysisFinding, analysePolicies } from './analyse-policies.ts';

// Texts that mean something else as a shape, or in YAML.
const texts = ['a', 'ab', 'a*', '*', 'true', '5', '', 'a: b', '#c', 'é"'];
const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const text = fc.constantFrom(...texts.map((each) => JSON.stringify(each)));
const level = fc.constantFrom('0', '1', '5.5', '6', '99', '100');
const atom = fc.oneof(
  fc.tuple(operator, level).map(([is, at]) => `risk.score ${is} ${at}`),
  fc.tuple(operator, level).map(([is, at]) => `budget.day_pct ${is} ${at}`),
  fc
    .tuple(operator, fc.constantFrom('0', '1', '2'))
    .map(([is, at]) => `pii.count("NIK") ${is} ${at}`),
  fc.tuple(fc.constantFrom('==', '!='), text).map(([is, value]) => `request.model ${is} ${value}`),
  text.map((value) => `glob(request.model, ${value})`),
  text.map((value) => `${value} in data.tags`),
  fc.tuple(text, text).map(([a, b]) => `data.tags.exists(t, t == ${a} || glob(t, ${b}))`),
  fc.constantFrom(
    'pii.any(["NIK", "EMAIL"])',
    'principal.mfa != true',
    'has(breakglass.ticket)',
    'request.provider != "openai"',
    'request.region == ""',
    'time.weekday > 7',
    'size(data.tags) > 1',
  ),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    atom,
    tie('condition').map((inner) => `!(${inner})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} && ${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} || ${b})`),
  ),
}));
const policy = fc.record({
  priority: fc.integer({ min: 0, max: 2 }),
  effect: fc.constantFrom('allow', 'deny', 'require_approval', '{cap: {max_output_tokens: 5}}'),
  when: condition.map((source) => JSON.stringify(source)),
});
const scope = fc.constantFrom('tenant', 'workspace:ops');

const values: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  'risk.score': fc.constantFrom(0, 1, 5, 6, 99, 100),
  'budget.day_pct': fc.constantFrom(0, 1, 5.5, 5.75, 6, 120),
  pii: fc.dictionary(fc.constantFrom('NIK', 'EMAIL'), fc.constantFrom(1, 2)),
  'request.model': fc.constantFrom(...texts, 'abc'),
  'request.provider': fc.constantFrom('openai', 'bedrock'),
  'request.region': fc.constantFrom('', 'eu'),
  'data.tags': fc.subarray([...texts, 'abc']),
  'principal.mfa': fc.boolean(),
  'breakglass.ticket': fc.constant('INC-1'),
};
const input = fc
  .record(values, { requiredKeys: [] })
  .map((given) =>
    Object.entries({ ...given, 'request.workspace': 'ops' }).reduce(
      (whole, [path, value]) => (value === undefined ? whole : withValue(whole, { path, value })),
      sampleInput('request'),
    ),
  );

function bundle(policies: readonly Policy[]): PolicyBundle {
  const versions = policies.map((each) => ({ policy: each, version: '1' }));
  return bundleOf(versions, noDeclarations);
}

/** Whether the policy alone matches the witness, spelt as its author would put it into a test. */
function isShown(subject: Policy | undefined, { witness }: AnalysisFinding): boolean {
  if (subject === undefined || witness === undefined) return false;
  const given = givenText(givenOf(witness.input, witness.phase)).slice(1, -1);
  const document = `name: any\neffect: deny\ntests: [{name: it, expect: {decision: deny}, ${given}}]`;
  const { tests } = parsePolicies(document, noDeclarations).policies[0] ?? { tests: [] };
  const [result] = runPolicyTests({ ...subject, tests }, noDeclarations);
  return result !== undefined && result.decision.matched.length === 1;
}

/** Whether it is as the finding says for all these requests. */
function isSo(
  finding: AnalysisFinding,
  policies: readonly Policy[],
  tried: readonly PolicyInput[],
) {
  const named = (name: string | undefined) => policies.find((each) => each.name === name);
  const subject = named(finding.policy);
  if (subject === undefined) return false;
  const { condition } = compilePolicy({ policy: subject, version: '1' }, noDeclarations);
  const truths = tried.map((asked) => condition.evaluate(asked));
  switch (finding.kind) {
    case 'never_matches':
      return !truths.includes(true);
    case 'always_matches':
      return !truths.includes(false) && isShown(subject, finding);
    case 'shadowed': {
      const [whole, rest] = [bundle(policies), bundle(policies.filter((each) => each !== subject))];
      const counts = tried.some(
        (asked) => whole.decide('request', asked).verdict !== rest.decide('request', asked).verdict,
      );
      return !counts && isShown(subject, finding);
    }
    case 'conflict':
      return isShown(subject, finding) && isShown(named(finding.other), finding);
    case 'unmeasured':
      return true;
  }
}

test('what is found about policies is so for every request, and the request that shows it does', () => {
  const few = fc.array(policy, { minLength: 2, maxLength: 4 });
  const many = fc.array(input, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(scope, few, many, (where, drafts, tried) => {
      const document = drafts.map(
        ({ priority, effect, when }, at) =>
          `name: policy-${at}\nmode: enforce\nscope: ${where}\npriority: ${priority}\nwhen: ${when}\neffect: ${effect}`,
      );
      const { policies } = parsePolicies(document.join('\n---\n'), noDeclarations);
      expect(policies).toHaveLength(drafts.length);
      const findings = analysePolicies(bundle(policies).policies);
      expect(findings.filter((finding) => !isSo(finding, policies, tried))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
