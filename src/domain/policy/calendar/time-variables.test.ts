import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar } from './calendar.ts';
import { calendarsAt, timeVariables } from './time-variables.ts';
import { isTimeZone } from './wall-clock.ts';

const office: Calendar = {
  name: 'office',
  timeZone: 'Asia/Jakarta',
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: 8 * 60, to: 17 * 60 }],
  holidays: ['2026-08-17', '12-25'],
};
const night: Calendar = {
  ...office,
  name: 'night',
  weekdays: [5],
  hours: [{ from: 22 * 60, to: 6 * 60 }],
};

const isOpen = (calendar: Calendar, at: string) =>
  calendarsAt([calendar], Date.parse(at)).includes(calendar.name);

describe('the variables of time', () => {
  test.each([
    [
      '2026-11-22T16:59:00Z',
      'Asia/Jakarta',
      { hour: 23, minute: 59, weekday: 7, date: '2026-11-22' },
    ],
    [
      '2026-11-22T17:00:00Z',
      'Asia/Jakarta',
      { hour: 0, minute: 0, weekday: 1, date: '2026-11-23' },
    ],
    [
      '2026-03-29T00:59:59Z',
      'Europe/Berlin',
      { hour: 1, minute: 59, weekday: 7, date: '2026-03-29' },
    ],
    [
      '2026-03-29T01:00:00Z',
      'Europe/Berlin',
      { hour: 3, minute: 0, weekday: 7, date: '2026-03-29' },
    ],
    [
      '2026-01-01T00:00:00Z',
      'Asia/Kathmandu',
      { hour: 5, minute: 45, weekday: 4, date: '2026-01-01' },
    ],
    ['2024-02-29T12:00:00Z', 'UTC', { hour: 12, minute: 0, weekday: 4, date: '2024-02-29' }],
    [
      '1999-12-31T23:30:00Z',
      'Pacific/Kiritimati',
      { hour: 13, minute: 30, weekday: 6, date: '2000-01-01' },
    ],
  ])('at %s in %s are those of the wall there', (at, timeZone, expected) => {
    expect(timeVariables(Date.parse(at), timeZone, [])).toEqual({ ...expected, calendars: [] });
  });

  test('name the calendars, each by its own time zone', () => {
    const there: Calendar = { ...office, name: 'new-york', timeZone: 'America/New_York' };
    const at = (time: string) => timeVariables(Date.parse(time), 'UTC', [office, there]).calendars;
    expect(at('2026-11-24T02:00:00Z')).toEqual(['office']);
    expect(at('2026-11-24T15:00:00Z')).toEqual(['new-york']);
    expect(at('2026-11-24T12:00:00Z')).toEqual([]);
  });

  test('are not made for a time zone that there is not', () => {
    expect(() => timeVariables(0, 'Asia/Bandoeng', [])).toThrow(RangeError);
    expect(isTimeZone('Asia/Bandoeng')).toBe(false);
    expect(isTimeZone('Asia/Jayapura')).toBe(true);
  });

  test('change with the minute, whatever was asked before', () => {
    const minutes = [
      '09:59:59.999',
      '10:00:00.000',
      '10:00:59.999',
      '10:01:00.000',
      '09:59:00.000',
    ];
    const at = (time: string) => timeVariables(Date.parse(`2026-11-22T${time}Z`), 'UTC', []);
    expect(minutes.map((time) => at(time).hour * 100 + at(time).minute)).toEqual([
      959, 1000, 1000, 1001, 959,
    ]);
  });

  test('agree with arithmetic where there is no daylight saving time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const local = new Date(seconds * 1000 + 7 * 3_600_000);
        expect(timeVariables(seconds * 1000, 'Etc/GMT-7', [])).toMatchObject({
          hour: local.getUTCHours(),
          minute: local.getUTCMinutes(),
          weekday: local.getUTCDay() || 7,
          date: local.toISOString().slice(0, 10),
        });
      }),
    );
  });
});

describe('a calendar', () => {
  test('begins with its first minute and ends before its last', () => {
    expect(isOpen(office, '2026-11-23T07:59:59+07:00')).toBe(false);
    expect(isOpen(office, '2026-11-23T08:00:00+07:00')).toBe(true);
    expect(isOpen(office, '2026-11-23T16:59:59+07:00')).toBe(true);
    expect(isOpen(office, '2026-11-23T17:00:00+07:00')).toBe(false);
  });

  test('leaves out other weekdays and holidays, of one year or of every year', () => {
    expect(isOpen(office, '2026-11-22T10:00:00+07:00')).toBe(false);
    expect(isOpen(office, '2026-08-17T10:00:00+07:00')).toBe(false);
    expect(isOpen(office, '2027-08-17T10:00:00+07:00')).toBe(true);
    expect(isOpen(office, '2026-12-25T10:00:00+07:00')).toBe(false);
    expect(isOpen(office, '2028-12-25T10:00:00+07:00')).toBe(false);
  });

  test('that goes past midnight belongs to the day on which it begins', () => {
    expect(isOpen(night, '2026-11-27T21:59:00+07:00')).toBe(false);
    expect(isOpen(night, '2026-11-27T22:00:00+07:00')).toBe(true);
    expect(isOpen(night, '2026-11-28T05:59:00+07:00')).toBe(true);
    expect(isOpen(night, '2026-11-28T06:00:00+07:00')).toBe(false);
    expect(isOpen(night, '2026-11-27T05:00:00+07:00')).toBe(false);
    expect(isOpen({ ...night, holidays: ['2026-11-27'] }, '2026-11-28T01:00:00+07:00')).toBe(false);
  });

  test('of a whole day has all of it', () => {
    const weekend: Calendar = { ...office, weekdays: [6, 7], hours: [{ from: 0, to: 1440 }] };
    expect(isOpen(weekend, '2026-11-28T00:00:00+07:00')).toBe(true);
    expect(isOpen(weekend, '2026-11-29T23:59:59+07:00')).toBe(true);
    expect(isOpen(weekend, '2026-11-30T00:00:00+07:00')).toBe(false);
  });
});
