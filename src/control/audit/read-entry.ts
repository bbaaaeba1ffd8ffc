import type { AuditEntryView } from '../../contract/schemas.ts';
import type { AuditId } from '../../domain/ids.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { entryView } from './entry-view.ts';

export interface ReadEntry {
  readonly by: Caller;
  readonly entryId: AuditId;
}

/** One audit entry. @throws MonagoError `not_found` */
export async function readEntry({ by, entryId }: ReadEntry, use: Control): Promise<AuditEntryView> {
  return entryView(await use.auditReader.entry(by.tenantId, entryId));
}
