import { expect, test } from 'vitest';
import { barsOf, figuresOf } from './backtest-figures.ts';

test('what becomes stricter and what looser is counted apart', () => {
  const figures = figuresOf({
    matrix: [
      { before: 'allow', after: 'allow', count: 90 },
      { before: 'allow', after: 'deny', count: 7 },
      { before: 'redact', after: 'hold', count: 2 },
      { before: 'deny', after: 'allow', count: 1 },
    ],
  });
  expect([figures.changed, figures.stricter, figures.looser]).toEqual([10, 9, 1]);
  expect(figures.count('allow', 'deny')).toBe(7);
  expect(figures.count('hold', 'deny')).toBe(0);
});

test('days without a decision stand between the others', () => {
  const bars = barsOf({
    by_day: [
      { day: '2026-11-22', decisions: 10, changed: 4, stricter: 3 },
      { day: '2026-11-20', decisions: 5, changed: 0, stricter: 0 },
    ],
  });
  expect(bars).toEqual([
    { day: '2026-11-20', unchanged: 5, stricter: 0, looser: 0 },
    { day: '2026-11-21', unchanged: 0, stricter: 0, looser: 0 },
    { day: '2026-11-22', unchanged: 6, stricter: 3, looser: 1 },
  ]);
  expect(barsOf({ by_day: [] })).toEqual([]);
});
