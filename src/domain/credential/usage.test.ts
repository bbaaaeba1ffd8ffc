import { describe, expect, test } from 'vitest';
import { faultOfStatus, isOldKeyInUse, rotationSettlesMs } from './usage.ts';

describe('faultOfStatus', () => {
  test.each([
    [401, 'rejected'],
    [402, 'billing'],
    [403, 'forbidden'],
    [429, 'rate_limited'],
    [500, 'provider_error'],
    [529, 'provider_error'],
  ])('%i is the credential’s affair: %s', (status, code) => {
    expect(faultOfStatus(status)).toEqual({ code, status });
  });

  test.each([200, 204, 304, 400, 404, 408, 413, 422])('%i is not', (status) => {
    expect(faultOfStatus(status)).toBeUndefined();
  });
});

describe('isOldKeyInUse', () => {
  const rotated = { version: 3, rotatedAt: 1_000 };
  const later = rotated.rotatedAt + rotationSettlesMs;

  const ask = (versionsInUse: readonly number[], now: number) =>
    isOldKeyInUse(rotated, { versionsInUse }, now);

  test('of a key that was never rotated there is no older one', () => {
    const first = { version: 1, rotatedAt: undefined };
    expect(isOldKeyInUse(first, { versionsInUse: [1] }, 0)).toBe(false);
  });

  test('right after a rotation it may be, whatever was reported', () => {
    expect([ask([], later - 1), ask([3], later - 1)]).toEqual([true, true]);
  });

  test('then what was reported decides, and only of older versions', () => {
    expect([ask([2, 3], later), ask([3], later), ask([], later)]).toEqual([true, false, false]);
  });
});
