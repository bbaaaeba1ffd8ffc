import { AuditFormatError } from './format-error.ts';

const shape =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/** RFC 3339 in UTC with exactly six fractional digits, so that text order is time order. */
export function formatTime(unixMicros: number): string {
  const seconds = Math.floor(unixMicros / 1_000_000);
  const micros = String(unixMicros - seconds * 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${micros}Z`;
}

/** Whether the text is a time as `formatTime` writes it, of a day that exists. */
export function isTime(text: string): boolean {
  if (!shape.test(text)) return false;
  const day = Number(text.slice(8, 10));
  return day <= 28 || day <= daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

/** Microseconds since the epoch. @throws AuditFormatError `bad_leaf` */
export function parseTime(text: string): number {
  if (!isTime(text))
    throw new AuditFormatError('bad_leaf', 'the time is not RFC 3339 UTC with 6 digits');
  return Date.parse(`${text.slice(0, 19)}Z`) * 1000 + Number(text.slice(20, 26));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
