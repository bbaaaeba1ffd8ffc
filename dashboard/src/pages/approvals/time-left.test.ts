import { expect, test } from 'vitest';
import { enApprovals } from '../../app/i18n/en-approvals.ts';
import { timeLeft } from './time-left.ts';

test.each([
  [0, '0 s'],
  [-5_000, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min 0 s'],
  [252_000, '4 min 12 s'],
  [3_600_000, '1 h 0 min'],
  [90_061_000, '1 d 1 h'],
])('%i ms are %s', (ms, words) => {
  expect(timeLeft(ms, enApprovals.units)).toBe(words);
});
