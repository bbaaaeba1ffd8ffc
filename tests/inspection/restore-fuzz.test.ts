import { expect, test } from 'vitest';
import { compareRestores } from '../../eval/restore/compare-restores.ts';

test('restoring random answers, whole and cut at random, gives the values and holds back at most 40 characters', () => {
  const { bad, heldMax, tokens } = compareRestores(20_000, 7);
  expect(bad).toEqual([]);
  expect(heldMax).toBeLessThanOrEqual(40);
  expect(tokens).toBeGreaterThan(50_000);
});
