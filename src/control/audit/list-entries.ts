import type { AuditEntryView } from '../../contract/schemas.ts';
import { classOfType } from '../../domain/audit/class-of-type.ts';
import type { AuditClass, AuditFactType } from '../../domain/audit/fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { entryView } from './entry-view.ts';

export interface ListEntries {
  readonly by: Caller;
  /** Entries with an index below this one; undefined starts at the newest. */
  readonly before: number | undefined;
  readonly limit: number;
  readonly class: AuditClass | undefined;
  readonly type: string | undefined;
}

export interface EntryPage {
  readonly entries: AuditEntryView[];
  /** Where the next page begins; null on the last page. */
  readonly next_before: number | null;
}

/** Audit entries, newest first. */
export async function listEntries(query: ListEntries, use: Control): Promise<EntryPage> {
  const { by, before, limit } = query;
  const type = query.type === undefined ? undefined : factType(query.type);
  // One row more than asked for says whether there is another page.
  const filter = { before, limit: limit + 1, class: query.class, type };
  const rows = await use.auditReader.entries(by.tenantId, filter);
  const entries = rows.slice(0, limit).map(entryView);
  return { entries, next_before: rows.length > limit ? (entries.at(-1)?.index ?? null) : null };
}

function factType(text: string): AuditFactType {
  if (isFactType(text)) return text;
  const message = 'There is no such type of entry.';
  throw new MonagoError('invalid_input', { param: 'type', fields: [{ field: 'type', message }] });
}

function isFactType(text: string): text is AuditFactType {
  return Object.hasOwn(classOfType, text);
}
