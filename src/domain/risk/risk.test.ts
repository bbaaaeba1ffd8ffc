import { describe, expect, test } from 'vitest';
import { bandOf } from './risk.ts';

describe('the band of a score', () => {
  test.each([
    [24, 'low'],
    [25, 'medium'],
    [49, 'medium'],
    [50, 'high'],
    [74, 'high'],
    [75, 'critical'],
  ] as const)('%i is %s', (score, band) => {
    expect(bandOf(score)).toBe(band);
  });
});
