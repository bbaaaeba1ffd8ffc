/** Jakarta keeps the same time all year. */
const offset = '+07:00';
const offsetMs = 7 * 3_600_000;
const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/;

/** What a field for date and time holds, read in Jakarta, as RFC 3339 in UTC; undefined for no time. */
export function momentOf(fieldText: string): string | undefined {
  if (!shape.test(fieldText)) return undefined;
  const ms = Date.parse(`${fieldText}${offset}`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The way back, to the minute; empty for no time. */
export function fieldTextOf(moment: string | undefined): string {
  if (moment === undefined) return '';
  return new Date(Date.parse(moment) + offsetMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}
