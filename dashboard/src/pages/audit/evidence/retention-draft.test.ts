import { expect, test } from 'vitest';
import {
  contentLastsDays,
  daysBefore,
  draftOf,
  pruneEdge,
  retentionOf,
} from './retention-draft.ts';

test.each([
  { entry_days: null, content_days: null },
  { entry_days: 400, content_days: 30 },
  { entry_days: 36_500, content_days: null },
])('%j comes back from the form as it was', (stored) => {
  expect(retentionOf(draftOf(stored))).toEqual(stored);
});

test.each(['', '0', '1.5', '-3', '36501', 'ten', '1e3'])('%j is no number of days', (days) => {
  const forever = { isLimited: false, days: '' };
  expect(retentionOf({ entries: { isLimited: true, days }, content: forever })).toBeUndefined();
  expect(retentionOf({ entries: { isLimited: false, days }, content: forever })).toEqual({
    entry_days: null,
    content_days: null,
  });
});

test('content goes with its entry at the latest', () => {
  expect(contentLastsDays({ entry_days: null, content_days: null })).toBeNull();
  expect(contentLastsDays({ entry_days: null, content_days: 30 })).toBe(30);
  expect(contentLastsDays({ entry_days: 10, content_days: 30 })).toBe(10);
});

test('entries go in whole groups', () => {
  expect([undefined, 0, 254, 255, 600].map(pruneEdge)).toEqual([0, 0, 0, 256, 512]);
  expect(daysBefore(2, Date.parse('2026-11-22T01:00:00Z'))).toBe('2026-11-20T01:00:00.000Z');
});
