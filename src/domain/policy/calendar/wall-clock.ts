/** What the clock and the calendar on the wall show somewhere. */
export interface WallClock {
  readonly hour: number;
  readonly minute: number;
  /** 1 is Monday (ISO 8601). */
  readonly weekday: number;
  /** `2026-11-22` */
  readonly date: string;
}

interface Reader {
  readonly format: Intl.DateTimeFormat;
  /** The last minute that was read: requests come many in one, and reading takes longer than all that uses it. */
  minute: number;
  clock: WallClock | undefined;
}

/** Making one takes longer than using it a hundred times; there are some 600 time zones. */
const readers = new Map<string, Reader>();
const readersMax = 1_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Since 1973 clocks everywhere differ from UTC by whole minutes. */
const wholeMinutesSince = Date.UTC(1973, 0, 1);

/** @throws RangeError for a time zone that is not in the database of this runtime, or no instant */
export function wallClockAt(epochMs: number, timeZone: string): WallClock {
  const reader = readerOf(timeZone);
  const minute = epochMs < wholeMinutesSince ? Number.NaN : Math.floor(epochMs / minuteMs);
  if (reader.clock !== undefined && reader.minute === minute) return reader.clock;
  const clock = readClock(epochMs, reader.format);
  reader.minute = minute;
  reader.clock = clock;
  return clock;
}

function readClock(epochMs: number, format: Intl.DateTimeFormat): WallClock {
  const parts = new Map<string, string>();
  for (const { type, value } of format.formatToParts(epochMs)) parts.set(type, value);
  const part = (name: string) => parts.get(name) ?? '';
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  return {
    hour: Number(part('hour')),
    minute: Number(part('minute')),
    weekday: weekdayOf(date),
    date,
  };
}

/** Whether the runtime knows it by this name. */
export function isTimeZone(name: string): boolean {
  try {
    return readerOf(name) !== undefined;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

export function weekdayOf(date: string): number {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 ? 7 : day;
}

export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
}

function readerOf(timeZone: string): Reader {
  const known = readers.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const reader: Reader = { format, minute: Number.NaN, clock: undefined };
  if (readers.size >= readersMax) readers.clear();
  readers.set(timeZone, reader);
  return reader;
}
