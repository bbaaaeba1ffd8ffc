import type { RetentionView } from '../../../../../src/contract/audit-content-endpoints.ts';

/** For how long one kind is kept, as somebody fills it in. */
export interface TypedDays {
  readonly isLimited: boolean;
  readonly days: string;
}

export interface RetentionDraft {
  readonly entries: TypedDays;
  readonly content: TypedDays;
}

const mostDays = 36_500;
const dayMs = 86_400_000;
const bundleWidth = 256;

export function draftOf({ entry_days, content_days }: RetentionView): RetentionDraft {
  return { entries: typed(entry_days), content: typed(content_days) };
}

function typed(days: number | null): TypedDays {
  return { isLimited: days !== null, days: days === null ? '' : String(days) };
}

/** Undefined where it is no number of days. */
export function daysOf({ isLimited, days }: TypedDays): number | null | undefined {
  if (!isLimited) return null;
  if (!/^\d{1,5}$/.test(days.trim())) return undefined;
  const count = Number(days);
  return count >= 1 && count <= mostDays ? count : undefined;
}

/** The whole of it; undefined while a number is missing or wrong. */
export function retentionOf({ entries, content }: RetentionDraft): RetentionView | undefined {
  const [entryDays, contentDays] = [daysOf(entries), daysOf(content)];
  if (entryDays === undefined || contentDays === undefined) return undefined;
  return { entry_days: entryDays, content_days: contentDays };
}

/** Content goes with its entry at the latest. Null: neither ever goes. */
export function contentLastsDays({ entry_days, content_days }: RetentionView): number | null {
  const days = [entry_days, content_days].filter((each) => each !== null);
  return days.length === 0 ? null : Math.min(...days);
}

/** RFC 3339. */
export function daysBefore(days: number, nowMs: number): string {
  return new Date(nowMs - days * dayMs).toISOString();
}

/** Entries go in whole bundles: up to where, if this is the newest one that is old enough. */
export function pruneEdge(newestOld: number | undefined): number {
  const count = newestOld === undefined ? 0 : newestOld + 1;
  return count - (count % bundleWidth);
}
