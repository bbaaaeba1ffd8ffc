import type { TenantId } from '../../../domain/ids.ts';
import type { LeafRange, StoredLeaves } from '../../../ports/audit-query.ts';
import { inTransaction } from '../transaction.ts';
import { stretchOf } from './entry-search.ts';
import { toCount } from './log-head.ts';
import { type HeadSource, readSignedHead } from './signed-head.ts';

/** Entries that are read at a time; formatting them holds up nobody for longer than some milliseconds. */
const pageMax = 100;

interface LeafRow {
  readonly idx: string | number;
  readonly leaf: Buffer;
}

/**
 * The leaves of one log as far as it is signed. Each page is a transaction of its own: whoever reads slowly holds
 * neither a connection nor a snapshot, and what is below the head never changes.
 * @throws MonagoError `not_found` | `audit_unavailable`
 */
export async function storedLeaves(
  use: HeadSource,
  tenantId: TenantId,
  range: LeafRange,
): Promise<StoredLeaves> {
  const { log, size } = await readSignedHead(use, tenantId, range.generation);
  const { generation } = log;
  const stretch = await inTransaction(use.pool, { tenantId }, (execute) =>
    stretchOf(execute, tenantId, { ...range, generation, before: size, after: undefined }),
  );
  const { low, high } = stretch ?? { low: 0, high: 0 };
  return { size, pages: leafPages(use, { tenantId, generation, low, high }) };
}

interface Stretch {
  readonly tenantId: TenantId;
  readonly generation: number;
  readonly low: number;
  readonly high: number;
}

async function* leafPages(
  { pool }: Pick<HeadSource, 'pool'>,
  { tenantId, generation, low, high }: Stretch,
): AsyncGenerator<readonly Uint8Array[]> {
  let next = low;
  while (next < high) {
    const rows = await inTransaction(pool, { tenantId }, (execute) =>
      execute<LeafRow>(
        `SELECT idx, leaf FROM audit_entry
         WHERE tenant_id = $1 AND generation = $2 AND idx >= $3 AND idx < $4 AND leaf IS NOT NULL
         ORDER BY idx LIMIT $5`,
        [tenantId, generation, next, high, pageMax],
      ),
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ leaf }) => leaf);
    next = toCount(last.idx) + 1;
  }
}
