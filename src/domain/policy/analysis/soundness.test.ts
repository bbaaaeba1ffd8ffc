import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withValue } from '../bundle/run-policy-tests.ts';
import { sampleInput } from '../bundle/sample-input.ts';
import { compileCondition } from '../condition/compile-condition.ts';
import type { CompiledCondition } from '../condition/compiled-condition.ts';
import type { JsonValue } from '../document/policy.ts';
import { isWithin } from './region.ts';
import { regionsOf } from './regions-of.ts';

const scope = { phases: ['request'] as const, lists: new Map(), calendars: [], recognisers: [] };

function compile(source: string): CompiledCondition {
  const compilation = compileCondition(source, scope);
  if (!compilation.ok)
    throw new Error(compilation.diagnostics.map(({ message }) => message).join());
  return compilation.condition;
}

const levels = fc.constantFrom(0, 1, 50, 99, 100);
const operators = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const atoms = fc.oneof(
  fc.tuple(operators, levels).map(([operator, level]) => `risk.score ${operator} ${level}`),
  fc.tuple(operators, levels).map(([operator, level]) => `${level} ${operator} risk.injection`),
  fc.tuple(operators, levels).map(([operator, level]) => `budget.day_pct ${operator} ${level}.5`),
  fc.tuple(operators, levels).map(([operator, level]) => `pii.count("NIK") ${operator} ${level}`),
  fc.constantFrom(
    'request.provider == "openai"',
    'request.provider != "openai"',
    'request.provider in ["openai", "bedrock"]',
    'request.model in ["a", "b"]',
    'request.model == "a"',
    'glob(request.model, "a*")',
    '"x" in data.tags',
    'data.tags.exists(t, t == "x" || t == "y")',
    'data.tags.exists(t, t in ["y"] || glob(t, "x*"))',
    'pii.any(["NIK", "EMAIL"])',
    'pii.any(["NIK"])',
    'principal.mfa',
    'has(breakglass.ticket)',
    'size(data.tags) > 1',
    'true',
  ),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    atoms,
    tie('condition').map((inner) => `!(${inner})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) && (${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) || (${b})`),
  ),
}));

const values: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  'risk.score': levels,
  'risk.injection': levels,
  'budget.day_pct': fc.constantFrom(0, 0.5, 1, 50.5, 60, 99.5, 120),
  pii: fc.dictionary(fc.constantFrom('NIK', 'EMAIL'), fc.constantFrom(1, 2, 50, 99, 200)),
  'request.provider': fc.constantFrom('openai', 'anthropic', 'bedrock'),
  'request.model': fc.constantFrom('a', 'b', 'ab', 'c'),
  'data.tags': fc.subarray(['x', 'y', 'xy', 'z']),
  'principal.mfa': fc.boolean(),
  'breakglass.ticket': fc.constantFrom('INC-1', 'x'),
};
const inputs = fc
  .record(values, { requiredKeys: [] })
  .map((given) =>
    Object.entries(given).reduce(
      (input, [path, value]) => (value === undefined ? input : withValue(input, { path, value })),
      sampleInput('request'),
    ),
  );

describe('what analysis says of a condition is so for every request', () => {
  test('that it never or always holds', () => {
    fc.assert(
      fc.property(condition, fc.array(inputs, { minLength: 8, maxLength: 8 }), (source, tried) => {
        const compiled = compile(source);
        const truths = tried.map((input) => compiled.evaluate(input));
        if (regionsOf(compiled.term, true)?.length === 0) expect(truths).not.toContain(true);
        if (regionsOf(compiled.term, false)?.length === 0) expect(truths).not.toContain(false);
      }),
      { numRuns: 3_000 },
    );
  });

  test('that it holds wherever another does', () => {
    const two = fc.tuple(condition, condition);
    fc.assert(
      fc.property(two, fc.array(inputs, { minLength: 8, maxLength: 8 }), ([a, b], tried) => {
        const [inner, outer] = [compile(`(${a}) && (${b})`), compile(b)];
        const outerRegions = regionsOf(outer.term, true) ?? [];
        const isCovered = (from: CompiledCondition) =>
          regionsOf(from.term, true)?.every((region) =>
            outerRegions.some((each) => isWithin(region, each)),
          ) === true;
        for (const from of [inner, compile(a)]) {
          const broken = tried.filter(
            (input) => from.evaluate(input) === true && outer.evaluate(input) === false,
          );
          if (isCovered(from)) expect(broken).toEqual([]);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
