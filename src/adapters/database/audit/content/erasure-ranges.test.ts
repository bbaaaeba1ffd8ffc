import { expect, test } from 'vitest';
import { rangesOf } from './erasure-ranges.ts';

const due = (index: number, isApart = false) => ({ index, isApart });

test('entries with nobody else’s content between them are one range', () => {
  const found = rangesOf([due(3, true), due(4), due(9), due(12, true)], 256);
  expect(found.ranges).toEqual([
    { first: 3, end: 10 },
    { first: 12, end: 13 },
  ]);
  expect(found.indexes).toEqual([3, 4, 9, 12]);
});

test('what does not fit is left for the next time', () => {
  const found = rangesOf([due(1, true), due(3, true), due(4), due(7, true)], 2);
  expect(found.ranges).toEqual([
    { first: 1, end: 2 },
    { first: 3, end: 5 },
  ]);
  expect(found.indexes).toEqual([1, 3, 4]);
});

test('nothing is no range', () => {
  expect(rangesOf([], 256)).toEqual({ ranges: [], indexes: [] });
});
