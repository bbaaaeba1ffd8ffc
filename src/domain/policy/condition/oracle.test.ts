import { expect, test } from 'vitest';
import { compareWithCel } from '../../../../eval/policy/compare-with-cel.ts';

test('random conditions mean what another implementation of CEL says', () => {
  const { differences, compared, holding, tooCostly, conditions, beyond } = compareWithCel(
    2_000,
    20,
  );
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThanOrEqual(2_000);
  // The comparison would be worth nothing if the conditions were all of one kind.
  expect(holding / compared).toBeGreaterThan(0.2);
  expect(holding / compared).toBeLessThan(0.8);
  expect(tooCostly / conditions).toBeLessThan(0.05);
  expect(beyond / compared).toBeLessThan(0.01);
});
