import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRecogniser } from './check-recogniser.ts';
import { checkTerms } from './check-terms.ts';
import { isTooSlow } from './is-too-slow.ts';
import { PatternSet } from './pattern-set.ts';

function fieldsOf(pattern: string, change: { score?: number; context?: readonly string[] } = {}) {
  const recogniser = { name: 'OWN', pattern, context: [], score: 80, checksum: undefined };
  return checkRecogniser({ ...recogniser, ...change }).map(({ field }) => field);
}

describe('a pattern', () => {
  test.each([
    'EMP-\\d{6}',
    '(?i)\\bcust[a-z]{2,100}\\b',
    '\\Qa{500}\\E',
    '\\{200\\}',
    '[{200}]x',
    '\\p{L}{3}',
  ])('%s can be used', (pattern) => {
    expect(fieldsOf(pattern)).toEqual([]);
  });

  test.each(['', 'a*', '\\b', 'x|$', '(?m)^', '(a|)', 'b{0,9}'])(
    '%s is refused: it matches where nothing stands',
    (pattern) => {
      expect(fieldsOf(pattern)).toEqual(['pattern']);
    },
  );

  test.each([
    'a{101}',
    'a{1,101}',
    'a{101,}',
    '[]a]{500}',
    'a{1,100}{1,100}',
    '(a{1,100}){1,100}',
    '(?:a{1,20}){1,20}',
    '((a?){30}b?){30}c',
    '\\pL{100}\\pN{100}\\pL{100}\\pN{100}\\pL{100}x',
    'a'.repeat(513),
    '(?=a)b',
    '(a)\\1',
    '(unclosed',
  ])('%s is refused', (pattern) => {
    expect(fieldsOf(pattern)).toEqual(['pattern']);
  });

  test('never makes the check throw', () => {
    const part = fc.constantFrom(
      ...['\\', 'Q', 'E', '{', '}', '1', '00', ',', '[', ']', '^', '(', ')', '?', '*', 'a', ':'],
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }).map((parts) => parts.join('')),
        (pattern) => {
          expect(Array.isArray(fieldsOf(pattern))).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

test('a score that is never reported needs words beside it', () => {
  expect(fieldsOf('x', { score: 49 })).toEqual(['score']);
  expect(fieldsOf('x', { score: 49, context: ['badge number'] })).toEqual([]);
  expect(fieldsOf('x', { score: 50 })).toEqual([]);
});

test('context is words that can stand near', () => {
  expect(fieldsOf('x', { context: ['staff', 'staff id no', '123', 'one two three four'] })).toEqual(
    ['context.2', 'context.3'],
  );
});

describe('what a pattern costs', () => {
  /** Each sight of this clock is a moment later: cost is counted, so that the machine makes no difference. */
  const countingClock = (msPerStep: number) => {
    let ms = 0;
    return () => {
      ms += msPerStep;
      return ms;
    };
  };

  test('is measured, and too much of it refused', () => {
    expect(isTooSlow('EMP-\\d{6}', countingClock(0.1))).toBe(false);
    expect(isTooSlow('EMP-\\d{6}', countingClock(10))).toBe(true);
  });

  test.each(['(a+)+$', '(a|a)*b', '(.*)(.*)(.*)z', '(?:\\w+\\s?)+#'])(
    'grows with the length of the text alone: %s',
    (pattern) => {
      const stepsFor = (length: number) => {
        let steps = 0;
        new PatternSet([pattern]).find('a'.repeat(length), () => {
          steps += 1;
        });
        return steps;
      };
      const [short, long] = [stepsFor(64 * 1024), stepsFor(1024 * 1024)];
      expect(long).toBeLessThanOrEqual(short * 17);
    },
  );
});

describe('denied terms', () => {
  test('are at most 5,000', () => {
    const terms = (count: number) => Array.from({ length: count }, (_, at) => `term ${at}`);
    expect(checkTerms([{ name: 'A', terms: terms(5_000) }])).toEqual([]);
    const lists = [
      { name: 'A', terms: terms(5_000) },
      { name: 'B', terms: ['more'] },
    ];
    expect(checkTerms(lists).map(({ field }) => field)).toEqual(['0.terms']);
  });

  test('stand in one list, and consist of something', () => {
    const lists = [
      { name: 'A', terms: ['Blue Sky', 'blue-sky', ' - '] },
      { name: 'B', terms: ['BLUE SKY', 'C++'] },
    ];
    expect(checkTerms(lists).map(({ field }) => field)).toEqual(['0.terms.2', '1.terms.0']);
  });
});
