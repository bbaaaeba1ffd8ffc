import { describe, expect, test } from 'vitest';
import { caseScope } from '../../../../eval/policy/case-scope.ts';
import { type Random, randomFrom } from '../../../../eval/policy/random.ts';
import { randomCondition } from '../../../../eval/policy/random-condition.ts';
import { randomInput } from '../../../../eval/policy/random-input.ts';
import { compileCondition } from './compile-condition.ts';
import type { CompiledCondition } from './compiled-condition.ts';
import { type PolicyInput, piiVariables } from './variables.ts';

const base = randomInput(randomFrom(1), { hasHugeNumbers: false });
const input: PolicyInput = {
  ...base,
  request: { ...base.request, provider: 'openai', model: 'gpt-4o', tools: ['shell', 'search'] },
  principal: { ...base.principal, roles: ['dpo'], claims: { unit: 'hr' } },
  pii: piiVariables([
    { type: 'NIK', count: 2, confidence: 90, role: 'user' },
    { type: 'NIK', count: 1, confidence: 60, role: 'tool' },
    { type: 'EMAIL', count: 4, confidence: 99, role: 'user' },
  ]),
  risk: { score: 50, injection: 90, secrets: 0, anomaly: 0 },
  breakglass: { active: true },
  unknown: [],
};

function conditionOf(source: string): CompiledCondition {
  const compilation = compileCondition(source, caseScope);
  if (compilation.ok) return compilation.condition;
  throw new Error(compilation.diagnostics.map(({ message }) => message).join('; '));
}

describe('a condition is', () => {
  test.each([
    ['pii.count("NIK") == 3 && pii.total == 7', true],
    ['pii.max_confidence == 99 && size(pii.types) == 2', true],
    ['pii.inRole("NIK", "tool") && !pii.inRole("EMAIL", "tool")', true],
    ['pii.any(["CREDIT_CARD", "EMAIL"]) && !pii.any(["CREDIT_CARD"])', true],
    ['request.model in lists.approved', true],
    ['request.tools.exists(t, glob(t, "sh*"))', true],
    ['request.tools.exists_one(t, t.contains("s"))', false],
    ['request.tools.filter(t, t != "shell") == ["search"]', true],
    ['request.tools.map(t, size(t)) == [5, 6]', true],
    ['request.tools.get(5, "none") == "none" && request.tools.get(0, "") == "shell"', true],
    ['"dpo" in principal.roles && principal.claims.get("unit", "") == "hr"', true],
    ['"constructor" in principal.claims || principal.claims.get("toString", "") != ""', false],
    ['7 / 2 == 3 && -7 / 2 == -3 && -7 % 3 == -1', true],
    ['risk.score == 50.0 && risk.score < 50.5', true],
    ['min(risk.score, 3) == 3 && max(risk.score, 3) == 50', true],
    ['request.model.matches("[0-9]o$") && !request.model.matches("^o")', true],
    ['"ÀB".lowerAscii() == "Àb"', true],
    // By code points, as CEL says; by UTF-16 code units the order would be the other one.
    [String.raw`"\uffee" < "\U0001D11E"`, true],
    ['has(breakglass.ticket) && breakglass.ticket == "x"', false],
    ['[[1, 2], [3]] == [[1, 2], [3]] && [1] in [[1]]', true],
  ])('%s: %s', (source, expected) => {
    expect(conditionOf(source).evaluate(input)).toBe(expected);
  });
});

describe('unknown', () => {
  const withoutPii = { ...input, unknown: ['pii'] };

  test.each([
    ['pii.count("NIK") > 0', 'unknown'],
    ['pii.count("NIK") > 0 && request.provider == "bedrock"', false],
    ['pii.count("NIK") > 0 || request.provider == "openai"', true],
    ['!(pii.total == 0)', 'unknown'],
    ['pii.findings.exists(f, f.count > 1)', 'unknown'],
    ['"NIK" in pii.types ? true : false', 'unknown'],
    ['response.pii.total >= 0', true],
    ['risk.score == 50', true],
  ] as const)('%s: %s when the detector of personal data failed', (source, expected) => {
    expect(conditionOf(source).evaluate(withoutPii)).toBe(expected);
  });

  test('is a field of a record of which the rest is known, and then the record as a whole', () => {
    const broken = { ...input, unknown: ['pii.findings'] };
    expect(conditionOf('pii.total > 0').evaluate(broken)).toBe(true);
    expect(conditionOf('pii.count("NIK") > 0').evaluate(broken)).toBe('unknown');
  });

  test('is whether a field is present', () => {
    const broken = { ...input, unknown: ['breakglass.ticket'] };
    expect(conditionOf('has(breakglass.ticket)').evaluate(broken)).toBe('unknown');
    expect(conditionOf('breakglass.active').evaluate(broken)).toBe(true);
  });

  test('is not whether a field is present of which only neighbours are unknown', () => {
    const broken = { ...input, unknown: ['breakglass.active', 'request.tools'] };
    const absent = conditionOf('has(breakglass.ticket) && "shell" in request.tools');
    expect(absent.evaluate(broken)).toBe(false);
  });

  test('is a whole number beyond 53 bits, unless the rest decides', () => {
    expect(conditionOf('risk.score + 9007199254740991 > 0').evaluate(input)).toBe('unknown');
    expect(
      conditionOf('risk.score * 9007199254740991 > 0 || request.stream || true').evaluate(input),
    ).toBe(true);
    expect(
      conditionOf('(risk.score + 9007199254740991 > 0) && risk.score == 1').evaluate(input),
    ).toBe(false);
    expect(
      conditionOf('[1, 2].exists(n, n * risk.score * 9007199254740991 > 0 || n == 2)').evaluate(
        input,
      ),
    ).toBe(true);
  });

  test('is what is not of the declared type, and nothing is thrown', () => {
    const broken = { ...input, risk: { ...input.risk, score: Number.NaN, injection: 1.5 } };
    expect(conditionOf('risk.score > 10').evaluate(broken)).toBe('unknown');
    expect(conditionOf('risk.injection < 10').evaluate(broken)).toBe('unknown');
    const { response: _, ...before } = input;
    expect(conditionOf('response.output_tokens > 1').evaluate(before)).toBe('unknown');
  });
});

/** The same request, with other values where it says that nothing is known. */
function completed(given: PolicyInput, random: Random): PolicyInput {
  const other = randomInput(random, { hasHugeNumbers: false });
  const hides = (path: string): boolean => given.unknown.includes(path);
  return {
    ...given,
    pii: hides('pii') ? other.pii : given.pii,
    risk: {
      ...given.risk,
      injection: hides('risk.injection') ? other.risk.injection : given.risk.injection,
    },
    breakglass: hides('breakglass') ? other.breakglass : given.breakglass,
    principal: {
      ...given.principal,
      roles: hides('principal.roles') ? other.principal.roles : given.principal.roles,
    },
    response: hides('response') ? other.response : given.response,
    unknown: [],
  };
}

test('an answer that is given although something is unknown is right whatever it turns out to be', () => {
  const random = randomFrom(11);
  const hidden = ['pii', 'risk.injection', 'breakglass', 'principal.roles', 'response'];
  let decided = 0;
  let open = 0;
  for (let count = 0; count < 800; count += 1) {
    const compilation = compileCondition(
      randomCondition(random, { hasHugeNumbers: false }),
      caseScope,
    );
    if (!compilation.ok) continue;
    const known = randomInput(random, { hasHugeNumbers: false });
    const given = { ...known, unknown: hidden.filter(() => random.chance(0.5)) };
    const truth = compilation.condition.evaluate(given);
    if (truth === 'unknown') open += 1;
    else decided += 1;
    for (let other = 0; other < 4 && truth !== 'unknown'; other += 1) {
      expect(compilation.condition.evaluate(completed(given, random))).toBe(truth);
    }
  }
  expect(decided).toBeGreaterThan(150);
  expect(open).toBeGreaterThan(150);
});

describe('an explanation', () => {
  test('says of each conjunct what it is, and of what', () => {
    const condition = conditionOf(
      'pii.count("NIK") > 0 && (request.provider != "openai" || request.stream && false)',
    );
    expect(condition.explain({ ...input, unknown: ['pii'] })).toEqual({
      truth: false,
      conjuncts: [
        {
          source: 'pii.count("NIK") > 0',
          truth: 'unknown',
          values: [{ variable: 'pii', value: undefined }],
        },
        {
          source: 'request.provider != "openai" || request.stream && false',
          truth: false,
          values: [{ variable: 'request.provider', value: 'openai' }],
        },
      ],
    });
  });

  test('says unknown of what stands behind a guard that does not hold', () => {
    const { truth, conjuncts } = conditionOf(
      'has(breakglass.ticket) && breakglass.ticket != ""',
    ).explain(input);
    expect(truth).toBe(false);
    expect(conjuncts.map((conjunct) => conjunct.truth)).toEqual([false, 'unknown']);
  });

  test('is always of the same opinion as the condition', () => {
    const random = randomFrom(4);
    for (let count = 0; count < 300; count += 1) {
      const compilation = compileCondition(
        randomCondition(random, { hasHugeNumbers: false }),
        caseScope,
      );
      const given = randomInput(random, { hasHugeNumbers: false });
      if (compilation.ok) {
        const { condition } = compilation;
        expect(condition.explain(given).truth).toBe(condition.evaluate(given));
      }
    }
  });
});

test('a condition knows which variables it reads', () => {
  const { variables } = conditionOf(
    'has(principal.claims.unit) && request.tools.exists(t, t == request.model) && pii.count("NIK") > 0',
  );
  expect([...variables]).toEqual([
    'principal.claims.unit',
    'request.tools',
    'request.model',
    'pii',
  ]);
});
