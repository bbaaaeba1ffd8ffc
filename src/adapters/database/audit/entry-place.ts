import type { Pool } from 'pg';
import type { AuditReceipt, NewEntry } from '../../../ports/audit-log.ts';
import { inTransaction } from '../transaction.ts';
import { toCount } from './log-head.ts';

interface PlaceRow {
  readonly idx: string | number;
  readonly origin: string;
}

/** Where a committed entry stands; undefined where there is none. */
export async function placeOf(
  pool: Pool,
  { tenantId, entryId }: Pick<NewEntry, 'tenantId' | 'entryId'>,
): Promise<AuditReceipt | undefined> {
  const [row] = await inTransaction(pool, { tenantId }, (execute) =>
    execute<PlaceRow>(
      `SELECT e.idx, l.origin FROM audit_entry e JOIN audit_log l USING (tenant_id, generation)
       WHERE e.tenant_id = $1 AND e.entry_id = $2`,
      [tenantId, entryId],
    ),
  );
  return row && { entryId, log: row.origin, index: toCount(row.idx) };
}
