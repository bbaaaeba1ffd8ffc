import { proveInclusion } from '../../../domain/audit/proof.ts';
import { encodeReceipt } from '../../../domain/audit/receipt.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../domain/ids.ts';
import type { EntryReceipt } from '../../../ports/unit-of-work.ts';
import { inTransaction } from '../transaction.ts';
import { newestCosigned } from './cosignatures.ts';
import { type LogRef, toCount } from './log-head.ts';
import { type HeadSource, readSignedHead } from './signed-head.ts';
import { storedHashReader } from './stored-tiles.ts';
import { type WitnessedHeadSource, witnessedHead } from './witnessed-head.ts';

interface EntryRow {
  readonly generation: number;
  readonly idx: string | number;
  readonly leaf: Buffer | null;
}

interface Found {
  readonly log: LogRef;
  readonly index: number;
  readonly leaf: Buffer;
}

/** A signed checkpoint that covers the entry. */
interface Covering {
  readonly size: number;
  readonly note: string;
}

/**
 * The receipt of an entry, at a checkpoint that witnesses have cosigned where there is one.
 * @throws MonagoError `not_found` | `entry_pruned` | `audit_unavailable`
 */
export async function readReceipt(
  use: HeadSource & WitnessedHeadSource,
  tenantId: TenantId,
  entryId: AuditId,
): Promise<EntryReceipt> {
  const { log, index, leaf } = await findEntry(use, tenantId, entryId);
  const { size, note } = await coveringCheckpoint(use, log, index);
  const proof = await inTransaction(use.pool, { tenantId }, (execute) =>
    proveInclusion(index, size, storedHashReader(execute, log, size)),
  );
  return { index, proof: encodeReceipt({ leaf, index, proof, checkpoint: note }) };
}

async function findEntry(
  { pool }: HeadSource,
  tenantId: TenantId,
  entryId: AuditId,
): Promise<Found> {
  const [row] = await inTransaction(pool, { tenantId }, (execute) =>
    execute<EntryRow>(
      'SELECT generation, idx, leaf FROM audit_entry WHERE tenant_id = $1 AND entry_id = $2',
      [tenantId, entryId],
    ),
  );
  if (row === undefined) throw new MonagoError('not_found');
  if (row.leaf === null) throw new MonagoError('entry_pruned');
  const log = { tenantId, generation: row.generation };
  return { log, index: toCount(row.idx), leaf: row.leaf };
}

async function coveringCheckpoint(
  use: HeadSource & WitnessedHeadSource,
  log: LogRef,
  index: number,
): Promise<Covering> {
  const { tenantId } = log;
  const cosigned = await inTransaction(use.pool, { tenantId }, (execute) =>
    newestCosigned(execute, log, index),
  );
  if (cosigned !== undefined) return cosigned;
  const head = await readSignedHead(use, tenantId, log.generation);
  const { size, checkpoint } = await witnessedHead(use, head);
  if (size > index) return { size, note: checkpoint };
  // A frozen log ends with what it signed last; what was entered behind that is nothing to vouch for.
  const internal = `entry ${index} is beyond the signed size ${size}`;
  throw new MonagoError('audit_unavailable', { internal });
}
