import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../../eval/policy/random.ts';
import { randomCondition } from '../../../../eval/policy/random-condition.ts';
import { type DiagnosticCode, PolicyError } from './diagnostic.ts';
import type { Expression } from './expression.ts';
import { formatCondition } from './format-condition.ts';
import { hasComment } from './lexer.ts';
import { parseCondition } from './parser.ts';

/** The shape alone, without the places. */
function shapeOf(expression: Expression): unknown {
  const places = new Set(['start', 'end', 'fieldAt', 'nameAt']);
  return JSON.parse(
    JSON.stringify(expression, (key, value) => (places.has(key) ? undefined : value)),
  );
}

function problemIn(source: string): { code: DiagnosticCode; at: string } | undefined {
  try {
    parseCondition(source);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof PolicyError)) throw thrown;
    const { code, start, end } = thrown.diagnostic;
    return { code, at: source.slice(start, end) };
  }
}

describe('what cannot be read is said, with its place', () => {
  test.each<[string, DiagnosticCode, string]>([
    ['', 'syntax', ''],
    ['a ==', 'syntax', ''],
    ['a = 1', 'syntax', '='],
    ['a & b', 'syntax', '&'],
    ['(a', 'syntax', ''],
    ['a b', 'syntax', 'b'],
    ['a.in', 'syntax', 'in'],
    ['"abc', 'syntax', '"abc'],
    ['"a\nb"', 'syntax', '"a\nb"'],
    ['"\\q"', 'syntax', '\\q'],
    ['"\\ud800"', 'syntax', '\\ud800'],
    ['1x', 'syntax', '1x'],
    ['9007199254740992', 'syntax', '9007199254740992'],
    ['1e999', 'syntax', '1e999'],
    ['for', 'syntax', 'for'],
    ['!-a', 'syntax', '-'],
    ['f(a,)', 'syntax', ')'],
    ['1u', 'unsupported', '1u'],
    ['b"x"', 'unsupported', 'b"x"'],
    ['null', 'unsupported', 'null'],
    ['a[0]', 'unsupported', '['],
    ['{"a": 1}', 'unsupported', '{'],
    ['M{a: 1}', 'unsupported', '{'],
    ['.a', 'unsupported', '.'],
    ['has(a)', 'wrong_arguments', 'has(a)'],
    ['a.exists(x)', 'wrong_arguments', 'exists'],
    ['a.all(x.y, true)', 'wrong_arguments', 'all'],
    ['('.repeat(60), 'too_deep', '('],
  ])('%j is %s', (source, code, at) => {
    expect(problemIn(source)).toEqual({ code, at });
  });

  test('a condition of too many parts or characters is refused', () => {
    expect(problemIn(Array.from({ length: 300 }, () => 'a').join(' || '))?.code).toBe('too_large');
    expect(problemIn(`${'!'.repeat(10_000)}a`)?.code).toBe('too_large');
    expect(problemIn(' '.repeat(16_385))?.code).toBe('too_large');
  });
});

describe('literals', () => {
  test.each([
    ['0x1F', 31],
    ['-7', -7],
    ['1.5e3', 1_500],
    ['.5', 0.5],
    ['true', true],
    [`'it''s'`.slice(0, 4), 'it'],
    [String.raw`"a\tb\x41\u00e9\U0001F600\101\'"`, "a\tbAé😀A'"],
    [String.raw`r"\d+"`, '\\d+'],
    ['"""a "quoted"\nline"""', 'a "quoted"\nline'],
  ])('%s is %j', (source, value) => {
    expect(parseCondition(source)).toMatchObject({ kind: 'literal', value });
  });
});

describe('the canonical spelling', () => {
  test.each([
    ['a&&b||c', 'a && b || c'],
    ['a&&(b||c)', 'a && (b || c)'],
    ['((a))', 'a'],
    ['(a && b) && c', 'a && b && c'],
    ['a && (b && c)', 'a && (b && c)'],
    ['1-(2-3)', '1 - (2 - 3)'],
    ['-(5)', '-(5)'],
    ['!(-a == b)', '!(-a == b)'],
    ["x in ['a','b',]", 'x in ["a", "b"]'],
    ['(a ? b : c) ? d : e ? f : g', '(a ? b : c) ? d : e ? f : g'],
    ['1.0 < 2.50', '1.0 < 2.5'],
    ['a . b . exists ( x , x . y )', 'a.b.exists(x, x.y)'],
    ['a // why\n && b', 'a && b'],
  ])('of %j is %j', (source, expected) => {
    expect(formatCondition(parseCondition(source))).toBe(expected);
  });

  test('a long condition has one conjunct on each line', () => {
    const parts = [
      'request.provider != "bedrock"',
      'pii.count("NIK") > 0',
      '(a || b)',
      'request.input_tokens < 12345',
    ];
    expect(formatCondition(parseCondition(parts.join('&&')))).toBe(parts.join(' &&\n'));
  });

  test('means the same, and is its own canonical spelling', () => {
    const random = randomFrom(3);
    for (let count = 0; count < 500; count += 1) {
      const expression = parseCondition(randomCondition(random, { hasHugeNumbers: false }));
      const formatted = formatCondition(expression);
      const again = parseCondition(formatted);
      expect(shapeOf(again)).toEqual(shapeOf(expression));
      expect(formatCondition(again)).toBe(formatted);
    }
  });

  test('comments are seen, so that none is lost unnoticed', () => {
    expect(hasComment('a // b\n && c')).toBe(true);
    expect(hasComment('a == "// b"')).toBe(false);
  });
});

const pieces = [
  ...'()[]{}.,?:!-+*/%<>=&|"\'\\ \n',
  ...[
    '&&',
    '||',
    '==',
    'in',
    'has',
    'exists',
    'true',
    'null',
    'x',
    'pii',
    '1',
    '2.5',
    '0x',
    'r"',
    '"""',
    '//',
  ],
];

describe('any text', () => {
  test('is read or refused with a place inside it, and nothing else is thrown', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (source) => {
        try {
          const again = formatCondition(parseCondition(source));
          expect(shapeOf(parseCondition(again))).toEqual(shapeOf(parseCondition(source)));
        } catch (thrown) {
          if (!(thrown instanceof PolicyError)) throw thrown;
          const { start, end } = thrown.diagnostic;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(source.length);
          expect(end).toBeGreaterThanOrEqual(start);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test.each([
    ['parentheses', '('.repeat(16_000)],
    ['brackets', '['.repeat(16_000)],
    ['minus signs', '-'.repeat(16_000)],
    ['operands', 'a+'.repeat(8_000)],
    ['question marks', 'a?'.repeat(8_000)],
    ['an open string', `"${'\\\\'.repeat(8_000)}`],
    ['quotes', '"'.repeat(16_001)],
    ['blanks and slashes', ' /'.repeat(8_000)],
    ['comments', '//\n'.repeat(5_000)],
    ['digits', '1'.repeat(16_000)],
    ['exponents', '1e'.repeat(8_000)],
    ['prefixes', `${'rb'.repeat(8_000)}"`],
  ])('takes bounded time: %s', (_name, source) => {
    const before = process.cpuUsage();
    expect(problemIn(source)).toBeDefined();
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(250);
  });
});
