import { describe, expect, test } from 'vitest';
import { formatsOf } from './formats.ts';

const nowMs = Date.parse('2026-11-21T12:00:00.000Z');

describe('times', () => {
  test('are shown in Jakarta, the next day where it has begun there', () => {
    const { exact } = formatsOf('en-GB');
    expect(exact('2026-11-21T21:30:05.123456Z')).toBe(
      '22 Nov 2026, 04:30:05 WIB · 21 Nov 2026, 21:30:05 UTC',
    );
  });

  test('are relative for a month, then a day', () => {
    const { relative } = formatsOf('en-GB');
    expect(relative('2026-11-21T11:59:30Z', nowMs)).toBe('now');
    expect(relative('2026-11-21T11:57:00Z', nowMs)).toBe('3 minutes ago');
    expect(relative('2026-11-21T07:00:00Z', nowMs)).toBe('5 hours ago');
    expect(relative('2026-12-01T12:00:00Z', nowMs)).toBe('in 10 days');
    expect(relative('2026-08-01T12:00:00Z', nowMs)).toBe('1 Aug 2026');
  });

  test('follow the language', () => {
    expect(formatsOf('id-ID').relative('2026-11-21T11:57:00Z', nowMs)).toBe('3 menit yang lalu');
    expect(formatsOf('id-ID').number(12_345)).toBe('12.345');
  });
});
