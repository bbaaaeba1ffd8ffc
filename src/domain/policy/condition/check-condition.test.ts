import { describe, expect, test } from 'vitest';
import { compileCondition } from './compile-condition.ts';
import type { DiagnosticCode } from './diagnostic.ts';
import type { ConditionScope } from './variables.ts';

const scope: ConditionScope = {
  phases: ['request'],
  lists: new Map([
    ['approved_models', ['gpt-4o', 'gpt-4o-mini']],
    ['none', []],
  ]),
  calendars: ['jakarta-business-hours'],
  recognisers: ['MEMBER_NUMBER'],
};

function problemsIn(source: string, within: ConditionScope = scope) {
  const compilation = compileCondition(source, within);
  if (compilation.ok) return [];
  return compilation.diagnostics.map(({ code, start, end, replacement }) => ({
    code,
    at: source.slice(start, end),
    replacement,
  }));
}

const wrong: readonly (readonly [string, DiagnosticCode, string, string?])[] = [
  ['reqest.stream', 'unknown_variable', 'reqest', 'request'],
  ['request.worksapce == "a"', 'unknown_field', 'worksapce', 'workspace'],
  ['request.model in lists.aproved_models', 'unknown_field', 'aproved_models', 'approved_models'],
  ['pii.cuont("NIK") > 0', 'unknown_function', 'cuont', 'count'],
  ['contains(request.model, "a")', 'unknown_function', 'contains'],
  ['request.provider == "opnai"', 'unknown_value', '"opnai"', '"openai"'],
  ['request.provider in ["openai", "bedrok"]', 'unknown_value', '["openai", "bedrok"]'],
  ['"NICK" in pii.types', 'unknown_value', '"NICK"', '"NIK"'],
  ['pii.count("EMIAL") > 0', 'unknown_value', '"EMIAL"', '"EMAIL"'],
  ['pii.any(["NIK", "EMAI"])', 'unknown_value', '["NIK", "EMAI"]'],
  ['pii.inRole("NIK", "usr")', 'unknown_value', '"usr"', '"user"'],
  ['pii.findings.exists(f, f.role == "bot")', 'unknown_value', '"bot"'],
  [
    'time.within("jakarta-busines-hours")',
    'unknown_value',
    '"jakarta-busines-hours"',
    '"jakarta-business-hours"',
  ],
  ['request.stream == "yes"', 'wrong_type', 'request.stream == "yes"'],
  ['request.model > 3', 'wrong_type', 'request.model > 3'],
  ['request.stream && request.messages', 'wrong_type', 'request.messages'],
  ['!request.model', 'wrong_type', 'request.model'],
  ['request.model + "x" == "y"', 'wrong_type', 'request.model + "x"'],
  ['risk.score + 1.5 > 2.0', 'wrong_type', 'risk.score + 1.5'],
  ['budget.day_pct % 2.0 == 0.0', 'wrong_type', 'budget.day_pct % 2.0'],
  ['pii == response', 'unknown_variable', 'response'],
  ['pii == pii', 'wrong_type', 'pii == pii'],
  ['risk.score', 'wrong_type', 'risk.score'],
  ['lists', 'wrong_type', 'lists'],
  ['request.model.length > 1', 'wrong_type', 'length'],
  ['request.model.exists(x, true)', 'wrong_type', 'request.model'],
  ['request.tools.all(t, 1)', 'wrong_type', '1'],
  ['(request.stream ? 1 : "a") == 1', 'wrong_type', 'request.stream ? 1 : "a"'],
  ['request.model in ["a", 1]', 'wrong_type', '1'],
  ['request.model in []', 'wrong_type', '[]'],
  ['risk.score / risk.injection > 1', 'not_constant', 'risk.injection'],
  ['risk.score / (1 - 1) > 1', 'not_constant', '1 - 1'],
  ['request.model.matches(request.id)', 'not_constant', 'request.id'],
  ['glob(request.model, request.id)', 'not_constant', 'request.id'],
  ['request.model.matches("(")', 'wrong_arguments', '"("'],
  ['request.model.matches("(?=a)")', 'wrong_arguments', '"(?=a)"'],
  ['request.model.inCidr("10.0.0.0")', 'wrong_arguments', '"10.0.0.0"'],
  ['request.model.startsWith(1)', 'wrong_arguments', 'request.model.startsWith(1'],
  ['request.source_ip == "a"', 'missing_guard', 'request.source_ip'],
  ['principal.claims.department == "hr"', 'missing_guard', 'principal.claims.department'],
  [
    'request.tools.all(a, request.tools.all(b, request.tools.all(c, a == b)))',
    'too_deep',
    'request.tools.all(c, a == b)',
  ],
  [
    'pii.findings.all(f, pii.findings.all(g, f.count == g.count))',
    'too_costly',
    'pii.findings.all(f, pii.findings.all(g, f.count == g.count))',
  ],
];

describe('what is wrong is named, with its place', () => {
  test.each(wrong.map(([source, ...expected]) => ({ source, expected })))(
    '$source: $expected.0',
    ({ source, expected: [code, at, replacement] }) => {
      expect(problemsIn(source)).toEqual([{ code, at, replacement }]);
    },
  );

  test('every problem is reported, in the order of the source', () => {
    const codes = problemsIn('reqest.stream && pii.count("EMIAL") > 0 && !request.model').map(
      ({ code }) => code,
    );
    expect(codes).toEqual(['unknown_variable', 'unknown_value', 'wrong_type']);
  });

  test('a pattern is bounded', () => {
    expect(problemsIn(`request.model.matches("${'a'.repeat(513)}")`)[0]?.code).toBe('too_large');
  });

  test('names that every object inherits are no fields', () => {
    expect(problemsIn('request.constructor == "a"')[0]?.code).toBe('unknown_field');
    expect(problemsIn('toString == "a"')[0]?.code).toBe('unknown_variable');
    expect(problemsIn('request.model.valueOf() == "a"')[0]?.code).toBe('unknown_function');
  });
});

describe('a guard', () => {
  const ticket = 'breakglass.ticket == "INC-1"';

  test.each([
    `has(breakglass.ticket) && ${ticket}`,
    `!has(breakglass.ticket) || ${ticket}`,
    `!(!has(breakglass.ticket)) && ${ticket}`,
    `has(breakglass.ticket) ? ${ticket} : false`,
    `!has(breakglass.ticket) ? false : ${ticket}`,
    `request.stream && has(breakglass.ticket) && request.has_system && ${ticket}`,
    `!(request.stream || !has(breakglass.ticket)) && ${ticket}`,
    `(has(breakglass.ticket) && request.stream || has(breakglass.ticket)) && ${ticket}`,
    `has(breakglass.ticket) && request.tools.exists(t, t == breakglass.ticket)`,
    'has(principal.claims.unit) && principal.claims.unit == "hr"',
    '"unit" in principal.claims && principal.claims.unit == "hr"',
    'principal.claims.get("unit", "") == "hr"',
  ])('makes this right: %s', (source) => {
    expect(problemsIn(source)).toEqual([]);
  });

  test.each([
    `${ticket} && has(breakglass.ticket)`,
    `has(breakglass.ticket) || ${ticket}`,
    `!has(breakglass.ticket) && ${ticket}`,
    `has(breakglass.approver) && ${ticket}`,
    `(has(breakglass.ticket) || request.stream) && ${ticket}`,
    `has(breakglass.ticket) ? false : ${ticket}`,
    `(has(breakglass.ticket) && request.stream) || ${ticket}`,
    `request.tools.exists(t, has(breakglass.ticket)) && ${ticket}`,
  ])('is missing here: %s', (source) => {
    expect(problemsIn(source).map(({ code }) => code)).toContain('missing_guard');
  });
});

describe('the scope', () => {
  test('response is known in the phases response and stream, and only if in all of them', () => {
    const source = 'response.risk.secrets >= 80';
    expect(problemsIn(source, { ...scope, phases: ['response', 'stream'] })).toEqual([]);
    expect(problemsIn(source, { ...scope, phases: ['request', 'response'] })[0]?.code).toBe(
      'unknown_variable',
    );
  });

  test('recognisers of the tenant are types of personal data', () => {
    expect(problemsIn('pii.count("MEMBER_NUMBER") > 0')).toEqual([]);
    expect(
      problemsIn('pii.count("MEMBER_NUMBER") > 0', { ...scope, recognisers: [] }),
    ).toHaveLength(1);
  });

  test('an empty list is allowed by name, for it can be filled', () => {
    expect(problemsIn('request.model in lists.none')).toEqual([]);
  });

  test('an element of a macro hides a variable of its name', () => {
    expect(problemsIn('request.tools.exists(request, request == "shell")')).toEqual([]);
    expect(problemsIn('request.tools.exists(request, request.stream)')[0]?.code).toBe('wrong_type');
  });
});

describe('what is always the same', () => {
  test.each([
    ['1 + 1 == 2', true],
    ['"a" in lists.none', false],
    ['request.stream && false', false],
    ['request.stream || "x".startsWith("")', true],
    ['size("Ü𝄞") == 2', true],
    ['(2 > 1 ? request.stream : request.has_system) || true', true],
  ])('is found and warned of: %s', (source, value) => {
    const compilation = compileCondition(source, scope);
    expect(compilation.ok && compilation.condition.term).toMatchObject({ kind: 'constant', value });
    expect(compilation.ok && compilation.condition.warnings.map(({ code }) => code)).toEqual([
      'constant_condition',
    ]);
  });

  test('is dropped where the rest still counts', () => {
    const compilation = compileCondition('true && request.stream && (1 < 2)', scope);
    expect(compilation.ok && compilation.condition.term).toMatchObject({
      kind: 'variable',
      path: ['request', 'stream'],
    });
  });
});
