import type { AuditEntryView } from '../../contract/schemas.ts';
import type { AuditId } from '../../domain/ids.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { entryView } from './entry-view.ts';

export interface ReadEntry {
  readonly by: Caller;
  readonly entryId: AuditId;
}

/** One audit entry. @throws MonagoError `not_found` | `entry_pruned` */
export async function readEntry({ by, entryId }: ReadEntry, use: Control): Promise<AuditEntryView> {
  const row = await use.auditReader.entry(by.tenantId, entryId);
  await use.readLog.record({ by, what: 'entry', first: row.index, end: row.index + 1 });
  return entryView(row);
}
