import { isScalar, type Node } from 'yaml';
import type { Calendar, Hours } from '../calendar/calendar.ts';
import { isTimeZone } from '../calendar/wall-clock.ts';
import { nearest, suggestion } from '../condition/nearest.ts';
import { Fields, nodesOf, oneOfNode, textOf } from './fields.ts';
import type { Problems } from './problem.ts';
import { placeOf } from './read-yaml.ts';

export const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const hoursMax = 16;
const holidaysMax = 400;
const hoursPattern = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const holidayPattern = /^(?:(\d{4})-)?(\d{2}-\d{2})$/;
const keys = ['time_zone', 'weekdays', 'hours', 'holidays'];
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const wholeDay: Hours = { from: 0, to: 24 * 60 };

/** `{time_zone: Asia/Jakarta, weekdays: [mon, tue], hours: 08:00-17:00, holidays: [2026-08-17, 12-25]}` */
export function parseCalendar(name: string, node: Node, problems: Problems): Calendar | undefined {
  const fields = new Fields(node, problems).only(keys);
  fields.required('time_zone');
  const timeZone = parseTimeZone(fields);
  if (timeZone === undefined) return undefined;
  return {
    name,
    timeZone,
    weekdays: parseWeekdays(fields),
    hours: parseHours(fields),
    holidays: parseHolidays(fields),
  };
}

function parseTimeZone(fields: Fields): string | undefined {
  const name = fields.text('time_zone', 64);
  // An offset such as +07:00 is no time zone: it does not know of daylight saving time.
  if (name === undefined || (/^[A-Za-z]/.test(name) && isTimeZone(name))) return name;
  const meant = nearest(name, Intl.supportedValuesOf('timeZone'));
  fields.problems.add({
    code: 'unknown_value',
    message: `there is no time zone '${name}'${suggestion(meant) || ', such as Asia/Jakarta'}`,
    at: placeOf(fields.value('time_zone')),
    replacement: meant,
  });
  return undefined;
}

function parseWeekdays(fields: Fields): readonly number[] {
  const node = fields.value('weekdays');
  if (node === undefined) return everyDay;
  const named = nodesOf(node).map((entry) => oneOfNode(entry, weekdayNames, fields.problems));
  if (named.length === 0) fields.report('out_of_range', 'a weekday is needed', 'weekdays');
  return everyDay.filter((_, at) => named.includes(weekdayNames[at]));
}

function parseHours(fields: Fields): readonly Hours[] {
  const node = fields.value('hours');
  if (node === undefined) return [wholeDay];
  const entries = nodesOf(node);
  if (entries.length === 0 || entries.length > hoursMax) {
    fields.report('out_of_range', `1 to ${hoursMax} times are needed`, 'hours');
  }
  return entries.flatMap((entry) => {
    const found = isScalar(entry) ? hoursPattern.exec(String(entry.value)) : null;
    if (found === null) {
      const message = 'hours are written 08:00-17:00, each of them 00:00 to 24:00';
      fields.problems.add({ code: 'out_of_range', message, at: placeOf(entry) });
      return [];
    }
    const [, hour, minute, toHour = '24', toMinute = '00'] = found;
    return [{ from: minutesOf(hour, minute), to: minutesOf(toHour, toMinute) }];
  });
}

function minutesOf(hour: string | undefined, minute: string | undefined): number {
  return Number(hour) * 60 + Number(minute);
}

function parseHolidays(fields: Fields): readonly string[] {
  const node = fields.value('holidays');
  const entries = node === undefined ? [] : nodesOf(node);
  if (entries.length > holidaysMax) {
    fields.report('out_of_range', `there are at most ${holidaysMax} holidays`, 'holidays');
  }
  return entries.flatMap((entry) => {
    const day = textOf(entry, { lengthMax: 10, problems: fields.problems });
    if (day === undefined || isDay(day)) return day === undefined ? [] : [day];
    const message = `'${day}' is no day: write 2026-08-17, or 08-17 for that of every year`;
    fields.problems.add({ code: 'out_of_range', message, at: placeOf(entry) });
    return [];
  });
}

/** 29 February is a day in some years: without a year it is one. */
function isDay(text: string): boolean {
  const [, year = '2024', day] = holidayPattern.exec(text) ?? [];
  if (day === undefined) return false;
  const at = new Date(`${year}-${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${year}-${day}`);
}
