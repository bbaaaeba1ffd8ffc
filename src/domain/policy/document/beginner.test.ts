import { describe, expect, test } from 'vitest';
import { noDeclarations, parsePolicies } from './parse-policies.ts';

const read = (text: string) => parsePolicies(text, noDeclarations);

function firstOf(lines: string) {
  const [problem] = read(`name: abc\n${lines}`).problems;
  return problem;
}

/** A condition as it stands in a document, and what the answer to it names. */
const conditions: readonly (readonly [string, string])[] = [
  ['risk.score > 5 and principal.mfa', '&&'],
  ['not principal.mfa', '!'],
  ['(not principal.mfa)', '!'],
  ['principal.mfa or true', '||'],
  ['request.model = "a"', '=='],
  ['request.model in "gpt-4o"', '["a", "b"]'],
  ['principal.roles == "admin"', '"element" in list'],
  ['principal.roles.contains("admin")', '"element" in list'],
  ['request.tools.length > 3', 'size(x)'],
  ['len(request.tools) > 3', 'size(x)'],
  ['request.model.includes("a")', 'text.contains(text)'],
  ['request.model.toLowerCase() == "a"', 'lowerAscii'],
  ['risk.score > "80"', 'without quotes'],
  ['5 < risk.score < 9', 'a < b && b < c'],
  ['request.prompt.contains("x")', 'pii and risk'],
  ['request.provider + "/" == "a"', 'not put together'],
  ['int(request.model) > 5', 'no conversions'],
  ['request.model.matches("(a")', 'missing closing )'],
  ['request.model in lists.approved', "no list 'approved' is declared"],
  ['time.within("office")', "no calendar 'office' is declared"],
  ['request.model == "a #b"', "'when: |'"],
  ['!principal.mfa', "'when: |'"],
  ['pii.count("NKI") > 0', "'NIK'"],
];

describe('a mistake of a beginner is answered with what to write', () => {
  test.each(conditions)('in a condition: %s', (condition, answer) => {
    expect(firstOf(`when: ${condition}\neffect: deny`)?.message).toContain(answer);
  });

  test.each([
    ['effect: {log: none}', '{log: {content: none}}'],
    ['effect: cap', '{cap: {max_output_tokens: 1000}}'],
    ['effect: {require_approval: {timeout: 5}}', 'timeout_minutes'],
    ['effect: deny\nmatch: {request.provider: openai}', 'provider, model'],
    ['effect: deny\nmatch: {model: *-mini}', 'begins with * needs quotes'],
    ['effect: deny\nmatch: {model: 4}', '"4"'],
    ['effect: deny\nmessage: Sorry: no', "a text with ': ' in it needs quotes"],
    ['effect: deny\nmessage: @ops', 'quotes'],
    ['effect: deny\npriority: 010', 'such as 10'],
    ['effect: {cap: {max_output_tokens: 0777}}', 'such as 10'],
    ['effect: deny\nwhen:', 'leave the key out'],
    ['effect: deny\nunless: ~', 'leave the key out'],
    ['effect: deny\nmatch:', 'leave the key out'],
    ['effect: deny\ntests: [{name: a, given: {pii: {NKI: 1}}, expect: {decision: deny}}]', "'NIK'"],
    ['effect: deny\ntests: [{name: a, given: {pii: [NIK]}, expect: {decision: deny}}]', '{NIK: 1}'],
    [
      'effect: deny\ntests: [{name: a, given: {risk.score: high}, expect: {decision: deny}}]',
      'whole',
    ],
    [
      'effect: deny\ntests: [{name: a, given: {time.calendars: [x]}, expect: {decision: deny}}]',
      "'x'",
    ],
    ['effect: deny\ntests: [{name: a, phase: stream, expect: {decision: deny}}]', "see 'phase'"],
    [
      'effect: deny\ntests: [{name: a, expect: {decision: deny, obligations: {redcat: a}}}]',
      'redact',
    ],
    [
      'effect: deny\ntests: [{name: a, expect: {decision: deny, obligations: none}}]',
      '{name: value}',
    ],
  ])('in a document: %j', (lines, answer) => {
    const found = read(`name: abc\n${lines}`);
    expect(found.policies).toEqual([]);
    expect(found.problems.map(({ message }) => message).join('\n')).toContain(answer);
  });
});

test('another version of YAML is refused', () => {
  const rest = '---\nname: abc\neffect: deny\n';
  expect(read(`%YAML 1.1\n${rest}`).problems).toMatchObject([{ code: 'not_allowed' }]);
  expect(read(`%YAML 1.2\n${rest}`).policies).toHaveLength(1);
});

test('whoever cannot approve, and two tests of one name, are warned of', () => {
  const test_ = '{name: a, expect: {decision: hold}}';
  const approvers =
    '["role:admin", usr_1, bob@bank.example, "role: admin", "team:risk", "role:auditor"]';
  const { policies, problems } = read(
    `name: abc\neffect: {require_approval: {approvers: ${approvers}}}\ntests: [${test_}, ${test_}]`,
  );
  expect(policies).toHaveLength(1);
  expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    ...Array.from({ length: 4 }, () => 'warning unknown_value'),
    'warning duplicate',
  ]);
});

test('half a character, which no version can be named of, is refused wherever it stands', () => {
  for (const lines of [
    'message: "a\\uD800"',
    'when: "request.model == \'\\uDC00\'"',
    'tests: [{name: a, given: {principal.claims: {"\\uD800": b}}, expect: {decision: deny}}]',
  ]) {
    const { policies, problems } = read(`name: abc\neffect: deny\n${lines}`);
    expect(policies).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain('not_allowed');
  }
});
