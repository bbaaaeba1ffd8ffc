import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ulid } from './ulid.ts';

test('a ULID has the form and the extremes of its specification', () => {
  expect(ulid(0, new Uint8Array(10))).toBe('0'.repeat(26));
  expect(ulid(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe(`7${'Z'.repeat(25)}`);
});

test('ULIDs sort by time', () => {
  const time = fc.integer({ min: 0, max: 2 ** 48 - 2 });
  const random = fc.uint8Array({ minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(time, random, random, (unixMs, one, other) => {
      expect(ulid(unixMs, one) < ulid(unixMs + 1, other)).toBe(true);
    }),
  );
});
