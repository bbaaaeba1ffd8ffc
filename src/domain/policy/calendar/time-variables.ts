import type { TimeVariables } from '../condition/variables.ts';
import type { Calendar, Hours } from './calendar.ts';
import { dayBefore, type WallClock, wallClockAt, weekdayOf } from './wall-clock.ts';

/**
 * What `time.*` is for a request that arrives at this instant, in milliseconds since 1970-01-01T00:00Z.
 * @param timeZone the tenant's; each calendar goes by its own
 * @throws RangeError for a time zone that this runtime does not know
 */
export function timeVariables(
  epochMs: number,
  timeZone: string,
  calendars: readonly Calendar[],
): TimeVariables {
  const clock = wallClockAt(epochMs, timeZone);
  const clocks = new Map([[timeZone, clock]]);
  return { ...clock, calendars: namesAt(calendars, epochMs, clocks) };
}

/**
 * Names of the calendars that the instant is within, in milliseconds since 1970-01-01T00:00Z.
 * @throws RangeError for a time zone that this runtime does not know
 */
export function calendarsAt(calendars: readonly Calendar[], epochMs: number): readonly string[] {
  return namesAt(calendars, epochMs, new Map());
}

/** @param clocks those that were read already: reading one takes longer than all the rest */
function namesAt(
  calendars: readonly Calendar[],
  epochMs: number,
  clocks: Map<string, WallClock>,
): readonly string[] {
  return calendars
    .filter((calendar) => {
      const { timeZone } = calendar;
      const clock = clocks.get(timeZone) ?? wallClockAt(epochMs, timeZone);
      clocks.set(timeZone, clock);
      return isWithin(calendar, clock);
    })
    .map(({ name }) => name);
}

function isWithin(calendar: Calendar, { date, hour, minute }: WallClock): boolean {
  const now = hour * 60 + minute;
  return calendar.hours.some(
    (hours) =>
      (beganToday(hours, now) && isOpenOn(calendar, date)) ||
      (goesOn(hours, now) && isOpenOn(calendar, dayBefore(date))),
  );
}

function isOpenOn({ weekdays, holidays }: Calendar, date: string): boolean {
  const isHoliday = holidays.includes(date) || holidays.includes(date.slice('2026-'.length));
  return weekdays.includes(weekdayOf(date)) && !isHoliday;
}

function beganToday({ from, to }: Hours, now: number): boolean {
  return now >= from && (to <= from || now < to);
}

function goesOn({ from, to }: Hours, now: number): boolean {
  return to <= from && now < to;
}
