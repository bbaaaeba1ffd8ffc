import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyInput } from '../condition/variables.ts';
import { logContents, redactionStyles } from '../document/effect.ts';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import type { Policy, Verdict } from '../document/policy.ts';
import type { Obligations } from './decision.ts';
import { mergeObligations, redactionOf } from './obligations.ts';
import { bundleOf } from './policy-bundle.ts';
import { withValue } from './run-policy-tests.ts';
import { sampleInput } from './sample-input.ts';
import { isStricter } from './verdict.ts';

const serial = { last: 0 };

function anyName(): string {
  serial.last += 1;
  return `name: policy-${serial.last}`;
}

function policiesOf(...documents: readonly string[]): readonly Policy[] {
  const { policies, problems } = parsePolicies(documents.join('\n---\n'), noDeclarations);
  expect(problems.filter(({ code }) => code !== 'missing_key')).toEqual([]);
  return policies;
}

function bundle(policies: readonly Policy[]) {
  return bundleOf(
    policies.map((policy) => ({ policy, version: '1' })),
    noDeclarations,
  );
}

function decide(documents: readonly string[], input: PolicyInput) {
  return bundle(policiesOf(...documents)).decide('request', input);
}

const effects = [
  'allow',
  'deny',
  'log_only',
  'redact',
  'require_approval',
  '{cap: {max_output_tokens: 9}}',
  '{route: {provider: bedrock}}',
  '{route: {provider: anthropic, model: claude}}',
  '{log: {content: none}}',
  '{log: {content: redacted}}',
  '{redact: {types: [NIK], style: mask}}',
  '{redact: {types: [NIK, EMAIL], style: tokenise}}',
  '{strip_tools: {remove: [shell, "mcp*"]}}',
  '{strip_tools: {keep: [search]}}',
  '{cap: {max_input_tokens: 7, max_output_tokens: 99}}',
  '{flag: {tag: seen, severity: high}}',
  '{require_hitl: {approvers: ["role:admin"], timeout_minutes: 5}}',
];
const conditions = [
  'pii.count("NIK") > 0',
  'pii.any(["EMAIL", "PHONE"])',
  'risk.score >= 50',
  'request.provider != "bedrock"',
  '"admin" in principal.roles',
  'pii.total > 1 || risk.injection > 80',
];
const matches = [
  '{}',
  '{provider: openai}',
  '{provider: {not: bedrock}}',
  '{tool: [shell, "mcp*"]}',
  '{role: admin}',
  '{workspace: [default, other]}',
  '{tag: [a, b]}',
  '{model: "gpt-*"}',
];

const anyPolicy = (scope: fc.Arbitrary<string>) =>
  fc
    .record({
      scope,
      priority: fc.integer({ min: 0, max: 3 }),
      mode: fc.constantFrom('enforce', 'enforce', 'monitor'),
      effect: fc.subarray(effects, { minLength: 1, maxLength: 2 }),
      match: fc.constantFrom(...matches),
      when: fc.option(fc.constantFrom(...conditions)),
    })
    .map(({ when, effect, ...rest }) => {
      const lines = Object.entries(rest).map(([key, value]) => `${key}: ${value}`);
      const condition = when === null ? [] : [`when: |\n  ${when}`];
      return [anyName(), ...lines, ...condition, `effect: [${effect.join(', ')}]`].join('\n');
    });
const tenantPolicies = fc.array(anyPolicy(fc.constant('tenant')), { maxLength: 6 });
const workspacePolicies = fc.array(anyPolicy(fc.constant('workspace:default')), { maxLength: 4 });

const anyInput = fc
  .record({
    provider: fc.constantFrom('openai', 'anthropic', 'bedrock'),
    workspace: fc.constantFrom('default', 'other'),
    pii: fc.dictionary(fc.constantFrom('NIK', 'EMAIL', 'PHONE'), fc.integer({ min: 1, max: 3 })),
    score: fc.constantFrom(0, 50, 90),
    injection: fc.constantFrom(0, 90),
    roles: fc.subarray(['admin', 'auditor']),
    tools: fc.subarray(['shell', 'mcp__x', 'search']),
    tags: fc.subarray(['a', 'b']),
    unknown: fc.subarray(['pii', 'risk.score', 'risk.injection', 'principal.roles', 'data.tags'], {
      maxLength: 2,
    }),
  })
  .map(({ unknown, ...given }): PolicyInput => {
    const paths = {
      provider: 'request.provider',
      workspace: 'request.workspace',
      pii: 'pii',
      score: 'risk.score',
      injection: 'risk.injection',
      roles: 'principal.roles',
      tools: 'request.tools',
      tags: 'data.tags',
    };
    const input = Object.entries(paths).reduce(
      (so, [key, path]) =>
        withValue(so, {
          path,
          value: Object.entries(given).find(([name]) => name === key)?.[1] ?? null,
        }),
      sampleInput('request'),
    );
    return { ...input, unknown };
  });

const known = (input: PolicyInput): PolicyInput => ({ ...input, unknown: [] });

/** Whether everything that `before` asks for is asked for by `after`, or more of it. */
function asksAtLeast(before: Obligations, after: Obligations): boolean {
  const isHidden = ['NIK', 'EMAIL', 'PHONE', 'IBAN'].every(
    (type) =>
      redactionStyles.indexOf(redactionOf(before, type) ?? 'mask') <=
        redactionStyles.indexOf(redactionOf(after, type) ?? 'mask') &&
      (redactionOf(before, type) === undefined || redactionOf(after, type) !== undefined),
  );
  const isCapped = (['maxInputTokens', 'maxOutputTokens'] as const).every(
    (cap) => (after[cap] ?? Number.POSITIVE_INFINITY) <= (before[cap] ?? Number.POSITIVE_INFINITY),
  );
  const isKept = (['removeTools', 'keepTools', 'flags', 'holds'] as const).every((list) => {
    const due = new Set(after[list].map((each) => JSON.stringify(each)));
    return before[list].every((each) => due.has(JSON.stringify(each)));
  });
  const level = ({ log }: Obligations) => (log === undefined ? -1 : logContents.indexOf(log));
  return isHidden && isCapped && isKept && level(before) <= level(after);
}

describe('for all policies and requests', () => {
  const isLooser = (a: Verdict, b: Verdict) => isStricter(b, a);

  test('a workspace never makes what the baseline decides more permissive', () => {
    fc.assert(
      fc.property(tenantPolicies, workspacePolicies, anyInput, (baseline, more, input) => {
        const before = decide(baseline, input);
        const after = decide([...baseline, ...more], input);
        expect(isLooser(after.verdict, before.verdict)).toBe(false);
        // What is denied asks for nothing of what is sent.
        const isAsked =
          after.verdict === 'deny' || asksAtLeast(before.obligations, after.obligations);
        expect(isAsked).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('their order makes no difference', () => {
    const shuffled = fc.tuple(tenantPolicies, workspacePolicies).chain(([a, b]) => {
      const all = policiesOf(...a, ...b);
      return fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }));
    });
    fc.assert(
      fc.property(shuffled, anyInput, ([all, other], input) => {
        expect(bundle(other).decide('request', input)).toEqual(
          bundle(all).decide('request', input),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('what several policies ask for does not depend on their order, how often or in which parts they are merged', () => {
    const three = fc.tuple(tenantPolicies, tenantPolicies, workspacePolicies);
    fc.assert(
      fc.property(three, (parts) => {
        const [a = [], b = [], c = []] = parts.map((part) => policiesOf(...part));
        const of = (...policies: readonly Policy[]) =>
          mergeObligations(policies.map((policy) => ({ policy })));
        const whole = of(...a, ...b, ...c);
        expect(of(...c, ...b, ...a)).toEqual(whole);
        expect(of(...a, ...b, ...a, ...c, ...b)).toEqual(whole);
        for (const part of [of(...a), of(...b), of(...a, ...c)]) {
          expect(asksAtLeast(part, whole)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a route is followed once, and what is decided where it leads counts', () => {
    const routed = fc.tuple(tenantPolicies, workspacePolicies, anyInput);
    fc.assert(
      fc.property(routed, ([tenant, workspace, input]) => {
        const all = policiesOf(...tenant, ...workspace);
        const compiled = bundle(all);
        const decision = compiled.decide('request', input);
        const { provider = input.request.provider, model = input.request.model } =
          decision.route ?? {};
        const there = { ...input, request: { ...input.request, provider, model } };
        // Where it leads nothing leads on, or it would have been denied.
        const next = compiled.decide('request', there);
        expect(next.route).toBeUndefined();
        expect(isLooser(decision.verdict, next.verdict)).toBe(false);
        if (decision.isRouteLoop) expect(decision.verdict).toBe('deny');
      }),
      { numRuns: 300 },
    );
  });

  test('a detector that fails makes nothing more permissive than anything it could have found', () => {
    const two = fc.tuple(anyInput, anyInput);
    fc.assert(
      fc.property(tenantPolicies, two, (documents, [input, other]) => {
        const compiled = bundle(policiesOf(...documents));
        const blind = compiled.decide('request', { ...input, unknown: ['pii', 'risk'] });
        const seeing = compiled.decide('request', {
          ...known(input),
          pii: other.pii,
          risk: other.risk,
        });
        // A route may be taken or not: what is decided where it leads is then about another request.
        fc.pre(documents.every((document) => !document.includes('route')));
        expect(isLooser(blind.verdict, seeing.verdict)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test('the index finds what going through all of them finds', () => {
    fc.assert(
      fc.property(tenantPolicies, workspacePolicies, anyInput, (tenant, workspace, input) => {
        const compiled = bundle(policiesOf(...tenant, ...workspace));
        const asked = { ...known(input), unknown: [] };
        // A path that no policy reads makes nothing unknown, and one that the index reads turns it off.
        const unindexed = { ...asked, unknown: ['principal.id'] };
        expect(compiled.decide('request', asked)).toEqual(compiled.decide('request', unindexed));
      }),
      { numRuns: 400 },
    );
  });
});
