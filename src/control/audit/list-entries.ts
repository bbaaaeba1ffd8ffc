import type { AuditPageView } from '../../contract/schemas.ts';
import { classOfType } from '../../domain/audit/class-of-type.ts';
import type { AuditFactType } from '../../domain/audit/fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { AuditMatches, AuditQuery, AuditRow } from '../../ports/audit-query.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { entryView } from './entry-view.ts';

export type ListEntries = Omit<AuditQuery, 'type' | 'fromUs' | 'toUs'> & {
  readonly by: Caller;
  readonly type: string | undefined;
  /** RFC 3339. */
  readonly from: string | undefined;
  /** RFC 3339. */
  readonly to: string | undefined;
};

/** Audit entries, newest first: the newest there are, those below an index, or the next ones above it. */
export async function listEntries(query: ListEntries, use: Control): Promise<AuditPageView> {
  const { by, from, to, ...filter } = query;
  if (filter.before !== undefined && filter.after !== undefined) {
    throw refused('after', 'Ask for entries before or after an index, not both.');
  }
  const type = query.type === undefined ? undefined : factType(query.type);
  const asked = { ...filter, type, fromUs: microseconds(from), toUs: microseconds(to) };
  if (isContradiction(asked)) return pageOf(asked, { rows: [], stoppedAt: undefined });
  // One row more than asked for says whether there is another page.
  const found = await use.auditReader.entries(by.tenantId, { ...asked, limit: asked.limit + 1 });
  const page = pageOf(asked, found);
  await use.readLog.record({ by, what: 'entries', ...spanOf(page) });
  return page;
}

function spanOf({ entries }: AuditPageView): { readonly first: number; readonly end: number } {
  return { first: entries.at(-1)?.index ?? 0, end: (entries[0]?.index ?? -1) + 1 };
}

function pageOf(query: AuditQuery, matches: AuditMatches): AuditPageView {
  const { before, after } = query;
  const page = after === undefined ? olderPage(query, matches) : newerPage(query, matches);
  return {
    entries: page.rows.map(entryView),
    // Beyond an edge that nobody has looked past there may be more.
    next_before: after === undefined ? page.next : (page.rows.at(-1)?.index ?? after + 1),
    next_after: after === undefined ? aboveOf(page, before) : page.next,
    complete: matches.stoppedAt === undefined,
  };
}

/** The newest page has nothing above it. */
function aboveOf({ rows }: Page, before: number | undefined): number | null {
  return before === undefined ? null : (rows[0]?.index ?? before - 1);
}

interface Page {
  readonly rows: readonly AuditRow[];
  /** Where the next page in the same direction begins. */
  readonly next: number | null;
}

function olderPage({ limit }: AuditQuery, { rows, stoppedAt }: AuditMatches): Page {
  if (rows.length <= limit) return { rows, next: stoppedAt ?? null };
  const shown = rows.slice(0, limit);
  return { rows: shown, next: shown.at(-1)?.index ?? null };
}

function newerPage({ limit }: AuditQuery, { rows, stoppedAt }: AuditMatches): Page {
  if (rows.length <= limit) return { rows, next: stoppedAt ?? null };
  const shown = rows.slice(-limit);
  return { rows: shown, next: shown[0]?.index ?? null };
}

/** Every type is of one class. */
function isContradiction({ type, class: wanted }: Pick<AuditQuery, 'type' | 'class'>): boolean {
  return type !== undefined && wanted !== undefined && classOfType[type] !== wanted;
}

function microseconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) * 1000;
}

function factType(text: string): AuditFactType {
  if (isFactType(text)) return text;
  throw refused('type', 'There is no such type of entry.');
}

function isFactType(text: string): text is AuditFactType {
  return Object.hasOwn(classOfType, text);
}

function refused(field: string, message: string): MonagoError {
  return new MonagoError('invalid_input', { param: field, fields: [{ field, message }] });
}
