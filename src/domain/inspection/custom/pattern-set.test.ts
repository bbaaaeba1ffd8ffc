import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { matchLengthMax, type PatternHit, PatternSet } from './pattern-set.ts';

const never = () => {};

function find(patterns: readonly string[], text: string): readonly PatternHit[] {
  return new PatternSet(patterns).find(text, never);
}

/** What RE2 finds in the whole text at once. */
function wholeText(pattern: string, text: string): readonly PatternHit[] {
  const matcher = RE2JS.compile(pattern).matcher(text);
  const hits: PatternHit[] = [];
  while (matcher.find()) hits.push({ pattern: 0, start: matcher.start(), end: matcher.end() });
  return hits;
}

const patterns = [
  'EMP-\\d{6}',
  '\\b[A-Z]{2}\\d{2,9}\\b',
  '^id:\\d+',
  '(?m)^id:\\d+$',
  '(?:ab|abc|b)+',
  '\\d+\\z',
  'x[^x]{0,200}x',
  '[é-ü]+|😀{1,9}',
  '\\Bb+\\B',
  'id:\\d{1,3}|d',
] as const;

/** Words of the patterns' own alphabet; long runs would be matches longer than what is found whole. */
const pieces = fc.constantFrom(
  ...[
    'EMP-123456',
    'AB12',
    'AB',
    '7',
    'id:9',
    'ab',
    'abc',
    'b',
    'x',
    ' ',
    '\n',
    '.',
    'é',
    '😀',
    '-',
  ],
);
const filler = fc
  .tuple(fc.constantFrom('. ', 'word ', 'AB1 ', 'x yx '), fc.nat({ max: 1500 }))
  .map(([word, count]) => word.repeat(count));
const texts = fc
  .array(fc.oneof({ weight: 6, arbitrary: pieces }, { weight: 1, arbitrary: filler }), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('what is found in windows', () => {
  test('is what a search of the whole text finds, as long as matches are no longer than the limit', () => {
    fc.assert(
      fc.property(fc.constantFrom(...patterns), texts, (pattern, text) => {
        const whole = wholeText(pattern, text);
        fc.pre(whole.every(({ start, end }) => end - start <= matchLengthMax));
        expect(find([pattern], text)).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  test('includes a match of the greatest length wherever it stands', () => {
    const match = `<${'m'.repeat(matchLengthMax - 2)}>`;
    for (let before = 3_500; before < 4_200; before += 7) {
      const text = `${'.'.repeat(before)}${match}${'.'.repeat(5_000)}`;
      expect(find(['<m+>'], text)).toEqual([
        { pattern: 0, start: before, end: before + matchLengthMax },
      ]);
    }
  });

  test('covers a longer match in pieces that cut no character in two', () => {
    const text = `a ${'😀'.repeat(3_000)} b`;
    const hits = find(['😀+'], text);
    expect(hits.map(({ start, end }) => text.slice(start, end)).join('')).toBe('😀'.repeat(3_000));
    for (const { start, end } of hits) expect(text.slice(start, end)).toMatch(/^(?:😀)+$/u);
  });
});

test('patterns do not change what others find, however many there are and in whatever order', () => {
  const many = [...patterns, ...Array.from({ length: 30 }, (_, at) => `KEY${at}-[a-z]{3}`)];
  const text = 'EMP-123456 AB12 id:77 abab KEY7-abc KEY29-xyz x 12 x';
  const alone = many.map((pattern) =>
    wholeText(pattern, text).map(({ start, end }) => [start, end]),
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(many.map((_, at) => at)), (order) => {
      const hits = find(
        order.map((at) => many[at] ?? ''),
        text,
      );
      order.forEach((at, place) => {
        const own = hits.filter(({ pattern }) => pattern === place);
        expect(own.map(({ start, end }) => [start, end])).toEqual(alone[at]);
      });
    }),
    { numRuns: 30 },
  );
});

test('the search ends with what the check throws', () => {
  let left = 5;
  const check = () => {
    left -= 1;
    if (left < 0) throw new Error('over');
  };
  expect(() => new PatternSet(['a+b']).find('a'.repeat(100_000), check)).toThrow('over');
});
