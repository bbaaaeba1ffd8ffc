import { expect, test } from 'vitest';
import { unitAt } from './unit-at.ts';

test('a text is followed and preceded by nothing but 0', () => {
  expect([-2, -1, 0, 1, 2, 3].map((at) => unitAt('a\ud800', at))).toEqual([
    0, 0, 0x61, 0xd800, 0, 0,
  ]);
});
