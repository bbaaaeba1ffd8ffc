import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldTextOf, momentOf } from './jakarta-time.ts';

test('a field is read in Jakarta, whatever the time zone of the browser', () => {
  expect(momentOf('2026-11-22T00:30')).toBe('2026-11-21T17:30:00.000Z');
  expect(momentOf('2026-11-22T00:30:15')).toBe('2026-11-21T17:30:15.000Z');
  expect(fieldTextOf('2026-11-21T17:30:59Z')).toBe('2026-11-22T00:30');
});

test.each(['', '2026-11-22', '2026-13-22T00:30', 'now'])('%j is no time', (text) => {
  expect(momentOf(text)).toBeUndefined();
});

test('every whole minute comes back from the field', () => {
  const minutes = fc.integer({ min: 0, max: 60_000_000 });
  fc.assert(
    fc.property(minutes, (minute) => {
      const moment = new Date(minute * 60_000).toISOString();
      expect(momentOf(fieldTextOf(moment))).toBe(moment);
    }),
  );
});
