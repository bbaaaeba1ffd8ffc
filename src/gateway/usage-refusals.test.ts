import { expect, test } from 'vitest';
import { UsageRefusals } from './usage-refusals.ts';

test('only what was added is refused', () => {
  const refusals = new UsageRefusals();
  refusals.add('https://models.bank.example/v1');
  expect(refusals.has('https://models.bank.example/v1')).toBe(true);
  expect(refusals.has('https://api.openai.com/v1')).toBe(false);
});

test('of too many destinations the oldest are forgotten', () => {
  const refusals = new UsageRefusals();
  for (let at = 0; at < 1_500; at += 1) refusals.add(`https://host-${at}.example`);
  expect(refusals.has('https://host-499.example')).toBe(false);
  expect(refusals.has('https://host-500.example')).toBe(true);
  expect(refusals.has('https://host-1499.example')).toBe(true);
});
