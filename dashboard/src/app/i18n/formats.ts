/** The time zone that people here read; UTC stands beside it wherever a time is exact. */
const timeZone = 'Asia/Jakarta';
const timeZoneName = 'WIB';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const relativeLimitMs = 30 * dayMs;

export interface Formats {
  number(value: number): string;
  /** Day without a time, in Jakarta. */
  day(time: string): string;
  /** Second-exact in Jakarta, with the zone's name. */
  moment(time: string): string;
  /** Second-exact in Jakarta and in UTC. */
  exact(time: string): string;
  /** "3 minutes ago"; a day once it is more than a month away. */
  relative(time: string, nowMs: number): string;
}

/** Formats of one locale. Times are RFC 3339 text. */
export function formatsOf(locale: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const moment = momentFormat(locale, timeZone);
  const utc = momentFormat(locale, 'UTC');
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    number: (value) => number.format(value),
    day: (time) => day.format(new Date(time)),
    moment: (time) => `${moment.format(new Date(time))} ${timeZoneName}`,
    exact: (time) => {
      const at = new Date(time);
      return `${moment.format(at)} ${timeZoneName} · ${utc.format(at)} UTC`;
    },
    relative: (time, nowMs) => {
      const distanceMs = Date.parse(time) - nowMs;
      if (Math.abs(distanceMs) > relativeLimitMs) return day.format(new Date(time));
      return inWords(relative, distanceMs);
    },
  };
}

function momentFormat(locale: string, zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
}

function inWords(format: Intl.RelativeTimeFormat, distanceMs: number): string {
  const size = Math.abs(distanceMs);
  if (size < minuteMs) return format.format(0, 'second');
  if (size < hourMs) return format.format(Math.trunc(distanceMs / minuteMs), 'minute');
  if (size < dayMs) return format.format(Math.trunc(distanceMs / hourMs), 'hour');
  return format.format(Math.trunc(distanceMs / dayMs), 'day');
}
