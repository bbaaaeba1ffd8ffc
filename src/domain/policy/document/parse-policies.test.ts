import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noDeclarations, parsePolicies } from './parse-policies.ts';
import { documentBytesMax } from './read-yaml.ts';

const whole = `
name: block-national-id-outside-approved-provider
priority: 80
scope: tenant
mode: enforce
match: {provider: {not: bedrock}}
when: pii.count("NIK") > 0
effect: deny
message: NIK detected. Use the Bedrock route or remove the number.
framework_mapping: [uu-pdp-2022/art-35, iso-42001/A.7.4]
tests:
  - {name: a NIK to OpenAI is blocked, given: {request.provider: openai, pii: {NIK: 1}}, expect: {decision: deny}}
`;

function problemsOf(text: string) {
  const { problems } = parsePolicies(text, noDeclarations);
  return problems.map(({ code, start, end, line, replacement }) => ({
    code,
    at: text.slice(start, end),
    line,
    replacement,
  }));
}

const minimal = 'name: abc\neffect: deny\n';

describe('a policy', () => {
  test('is read with its defaults', () => {
    const { policies, problems } = parsePolicies(whole, noDeclarations);
    expect(problems).toEqual([]);
    expect(policies).toMatchObject([
      {
        name: 'block-national-id-outside-approved-provider',
        priority: 80,
        scope: 'tenant',
        mode: 'enforce',
        phases: ['request'],
        match: { provider: { oneOf: [], noneOf: ['bedrock'] } },
        when: 'pii.count("NIK") > 0',
        effects: [{ kind: 'deny', code: undefined }],
        frameworkMapping: ['uu-pdp-2022/art-35', 'iso-42001/A.7.4'],
        tests: [{ phase: 'request', expect: { decision: 'deny' } }],
      },
    ]);
    expect(parsePolicies(minimal, noDeclarations).policies).toMatchObject([
      { priority: 50, scope: 'tenant', mode: 'monitor', match: {}, when: undefined },
    ]);
  });

  test('is the same in JSON', () => {
    const json = JSON.stringify({ name: 'abc', match: { model: 'gpt-*' }, effect: ['deny'] });
    const yaml = 'name: abc\nmatch:\n  model: [gpt-*]\neffect: deny\n';
    expect(parsePolicies(json, noDeclarations)).toEqual(parsePolicies(yaml, noDeclarations));
  });

  test('may stand with others, between lines or in a list, under another name', () => {
    const two = `${minimal}---\nname: xyz\neffect: allow\n`;
    const list = '- {name: abc, effect: deny}\n- {name: xyz, effect: allow}\n';
    expect(parsePolicies(two, noDeclarations).policies.map(({ name }) => name)).toEqual([
      'abc',
      'xyz',
    ]);
    expect(parsePolicies(list, noDeclarations).policies).toHaveLength(2);
    expect(problemsOf(`${minimal}---\n${minimal}`)).toMatchObject([{ code: 'duplicate', line: 4 }]);
  });
});

describe('YAML', () => {
  test.each([
    ['an anchor', 'name: &a abc\neffect: deny\n'],
    ['an alias', 'name: abc\nmessage: &a x\nscope: *a\neffect: deny\n'],
    ['a tag', 'name: !!str abc\neffect: deny\n'],
    ['a tag of one’s own', 'name: abc\neffect: !x deny\n'],
    ['a merge key', 'name: abc\neffect: deny\n<<: {priority: 1}\n'],
  ])('may not have %s', (_what, text) => {
    expect(problemsOf(text)).toContainEqual(expect.objectContaining({ code: 'not_allowed' }));
    expect(parsePolicies(text, noDeclarations).policies).toEqual([]);
  });

  test('may not say a thing twice', () => {
    expect(problemsOf(`${minimal}name: xyz\n`)).toMatchObject([{ code: 'duplicate', line: 3 }]);
  });

  test('keeps `off` and `no` as they are written', () => {
    const { policies } = parsePolicies(`${minimal}mode: off\nmessage: no\n`, noDeclarations);
    expect(policies).toMatchObject([{ mode: 'off', message: 'no' }]);
  });

  test('may not be larger than its limit, nor nested deeply', () => {
    const comment = `# ${'é'.repeat(documentBytesMax / 2)}\n`;
    expect(problemsOf(comment + minimal)).toMatchObject([{ code: 'too_large' }]);
    expect(problemsOf(`${minimal}message: ${'['.repeat(2000)}${']'.repeat(2000)}`)).toContainEqual(
      expect.objectContaining({ code: 'too_large' }),
    );
  });

  test('may have tens of thousands of mistakes, of which the first are told', () => {
    const many = Array.from({ length: 15_000 }, (_, at) => `k${at % 10_000}: 1`).join('\n');
    const problems = problemsOf(`${minimal}\n${many}`);
    expect(problems.length).toBeLessThanOrEqual(200);
    expect(problems).toContainEqual(expect.objectContaining({ code: 'duplicate' }));
    expect(problemsOf(`${minimal}message: ${'['.repeat(20_000)}`)).toContainEqual(
      expect.objectContaining({ code: 'too_large' }),
    );
  });

  test('may be anything: what is no policy is a problem, never an exception', () => {
    const pieces = [
      'name',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      '{',
      '}',
      ']',
      '|',
      '"',
      'effect',
      'deny',
      '&a',
      '*a',
      '\t',
      '#',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const { policies, problems } = parsePolicies(parts.join(''), noDeclarations);
        expect(policies.length + problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

test.each(['"a" in principal.roles', '!principal.mfa', 'principal.mfa ? true : false'])(
  'the condition %s, which YAML reads otherwise, is said to belong below a bar',
  (condition) => {
    const { problems } = parsePolicies(`${minimal}when: ${condition}\n`, noDeclarations);
    expect(problems[0]?.message).toContain("below 'when: |'");
    expect(parsePolicies(`${minimal}when: |\n  ${condition}\n`, noDeclarations).problems).toEqual(
      [],
    );
  },
);

describe('what is wrong', () => {
  test.each([
    ['prioritty: 5', { code: 'unknown_key', at: 'prioritty', line: 3, replacement: 'priority' }],
    ['mode: enforced', { code: 'unknown_value', at: 'enforced', line: 3, replacement: 'enforce' }],
    ['priority: 101', { code: 'out_of_range', at: '101', line: 3 }],
    ['priority: high', { code: 'wrong_type', at: 'high', line: 3 }],
    ['scope: workspace', { code: 'unknown_value', at: 'workspace', line: 3 }],
    ['match: {provider: opnai}', { code: 'unknown_value', at: 'opnai', replacement: 'openai' }],
    ['match: {provder: openai}', { code: 'unknown_key', at: 'provder', replacement: 'provider' }],
    ['when: request.worksapce == "x"', { at: 'worksapce', replacement: 'workspace', line: 3 }],
    ['when: "request.worksapce == \'x\'"', { at: 'worksapce', replacement: 'workspace' }],
    ['when: |\n  risk.score > 1 &&\n\n    request.worksapce == "x"', { at: 'worksapce', line: 6 }],
    ['phase: response\nwhen: response.modle == "x"', { at: 'modle', line: 4 }],
    ['when: breakglass.ticket == "x"', { code: 'condition.missing_guard' }],
    ['tests: [{name: x, expect: {decision: denied}}]', { at: 'denied', replacement: 'deny' }],
    [
      'tests: [{name: x, given: {request.modle: x}, expect: {decision: deny}}]',
      { code: 'unknown_key', at: 'request.modle', replacement: 'request.model' },
    ],
    [
      'tests: [{name: x, given: {pii: {NIKK: 1}}, expect: {decision: deny}}]',
      { code: 'unknown_key', at: 'NIKK', replacement: 'NIK' },
    ],
    [
      'tests: [{name: x, given: {risk.score: high}, expect: {decision: deny}}]',
      { code: 'wrong_type', at: 'high' },
    ],
  ])('in %s is found where it is', (line, problem) => {
    expect(problemsOf(`${minimal}${line}\n`)).toContainEqual(expect.objectContaining(problem));
  });

  test.each([
    ['name: abc', 'missing_key'],
    ['effect: deny', 'missing_key'],
    ['name: Abc\neffect: deny', 'out_of_range'],
    ['name: abc\neffect: redcat', 'unknown_value'],
    ['name: abc\neffect: []', 'out_of_range'],
    ['name: abc\neffect: cap', 'missing_key'],
    ['name: abc\neffect: {redact: {types: [NIKK]}}', 'unknown_value'],
    ['name: abc\neffect: {deny: {}, flag: {tag: x}}', 'wrong_type'],
    ['name: abc\nphase: response\neffect: {cap: {max_output_tokens: 5}}', 'effect_phase'],
    ['name: abc\nphase: [request, stream]\neffect: require_approval', 'effect_phase'],
    ['- 5', 'wrong_type'],
    ['', 'missing_key'],
    ['name: [', 'syntax'],
  ])('in %j has a code', (text, code) => {
    expect(problemsOf(text).map((problem) => problem.code)).toContain(code);
    expect(parsePolicies(text, noDeclarations).policies).toEqual([]);
  });
});
