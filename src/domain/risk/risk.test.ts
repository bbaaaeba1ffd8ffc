import { describe, expect, test } from 'vitest';
import { bandOf, riskOf } from './risk.ts';

describe('the risk score', () => {
  test('is 0 and low when nothing was found', () => {
    expect(riskOf({ status: 'complete', findings: [], incidents: [] })).toEqual({
      score: 0,
      band: 'low',
    });
  });

  test('adds up what was found and ends at 100', () => {
    const signals = { status: 'complete', incidents: [] } as const;
    expect(riskOf({ ...signals, findings: [{ type: 'NIK', count: 2 }] })).toEqual({
      score: 42,
      band: 'medium',
    });
    expect(riskOf({ ...signals, findings: [{ type: 'EMAIL', count: 5_000 }] }).score).toBe(100);
  });

  test('is the worst when the inspection failed', () => {
    expect(riskOf({ status: 'failed', findings: [], incidents: [] })).toEqual({
      score: 100,
      band: 'critical',
    });
  });

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
