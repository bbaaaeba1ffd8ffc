import { Document, isMap, isSeq, visit } from 'yaml';
import type { Calendar, Hours } from '../calendar/calendar.ts';
import { weekdayNames } from './parse-calendar.ts';

const lineWidth = 100;

/** The canonical spelling of lists and calendars, which reading gives the same ones. Comments are not kept. */
export function formatDeclarations(declared: {
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly calendars: readonly Calendar[];
}): string {
  const lists = Object.fromEntries([...declared.lists].sort(([a], [b]) => (a < b ? -1 : 1)));
  const calendars = Object.fromEntries(
    declared.calendars.map((calendar) => [calendar.name, calendarJson(calendar)]),
  );
  const document = new Document({ lists, calendars }, { version: '1.2', schema: 'core' });
  visit(document, {
    Collection(_key, node, path) {
      const isInner = path.length > 3;
      if (isInner && (isMap(node) || isSeq(node)) && isShort(node.toJSON())) node.flow = true;
    },
  });
  return document.toString({ lineWidth, flowCollectionPadding: false });
}

function calendarJson({ timeZone, weekdays, hours, holidays }: Calendar): object {
  return {
    time_zone: timeZone,
    weekdays: weekdays.map((day) => weekdayNames[day - 1]),
    hours: hours.map(hoursText),
    ...(holidays.length > 0 && { holidays }),
  };
}

function hoursText({ from, to }: Hours): string {
  return `${clockText(from)}-${clockText(to)}`;
}

function clockText(minutes: number): string {
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${hour}:${String(minutes % 60).padStart(2, '0')}`;
}

function isShort(value: unknown): boolean {
  return JSON.stringify(value).length <= lineWidth - 20;
}
