import { expect, test } from 'vitest';
import { refusalsOf, runConformance } from '../../../../eval/policy/conformance.ts';

const outcomes = runConformance();

test('no case of the official corpus of CEL has another result here', () => {
  expect(outcomes.filter(({ result }) => result === 'wrong')).toEqual([]);
});

test('the whole corpus was read, and a good part of it is understood', () => {
  expect(outcomes.length).toBeGreaterThan(2_000);
  const passed = outcomes.filter(({ result }) => result === 'passed');
  expect(passed.length).toBeGreaterThanOrEqual(369);
});

test('what is refused is what is left out on purpose: the list changes only knowingly', async () => {
  await expect(refusalsOf(outcomes)).toMatchFileSnapshot('./conformance-refusals.txt');
});
