import type { Pool } from 'pg';
import { MonagoError } from '../../../domain/errors.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { type LogRef, readHead, toCount } from './log-head.ts';
import { isSignedBy, type LogKeys } from './log-keys.ts';
import type { LogSigner } from './log-signer.ts';

/** A log as far as there is a signature under it. */
export interface SignedHead {
  readonly log: LogRef;
  readonly origin: string;
  readonly state: 'active' | 'frozen' | 'closed';
  readonly keys: LogKeys;
  readonly size: number;
  /** The signed checkpoint of `size`. */
  readonly checkpoint: string;
  /** Microseconds since the epoch of the newest entry; undefined for an empty log. */
  readonly lastTimeUs: number | undefined;
}

export interface HeadSource {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly signer: LogSigner;
}

/**
 * The newest head of a log. One that is written is signed as it is; of one that is frozen or closed nothing is signed
 * any more, so that it ends with the newest checkpoint that was stored.
 * @param generation left out: the log that the tenant's entries go to
 * @throws MonagoError `not_found` for a generation that there is not; `audit_unavailable` where no checkpoint is left
 */
export async function readSignedHead(
  { pool, signer }: HeadSource,
  tenantId: TenantId,
  generation?: number,
): Promise<SignedHead> {
  const first = await inTransaction(pool, { tenantId }, async (execute) => {
    const head = await readHead(execute, tenantId);
    await signer.keys(head, execute);
    return head;
  });
  // Before the head is read again: a commit in between would otherwise look like a rewind.
  const floor = signer.floor(first.origin);
  return inTransaction(pool, { tenantId }, async (execute) => {
    const head = await readHead(execute, tenantId);
    const isWanted = generation === undefined || generation === head.generation;
    if (!isWanted) return storedHead(execute, { tenantId, generation }, signer);
    const keys = await signer.keys(head, execute);
    const ownFloor = head.origin === first.origin ? floor : signer.floor(head.origin);
    signer.observe(tenantId, head);
    const isSound = !signer.isFrozen(tenantId) && (await signer.isTrusted(head, ownFloor, execute));
    if (!isSound) return storedHead(execute, head, signer);
    const { origin, size } = head;
    const lastTimeUs = size === 0 ? undefined : head.lastTimeUs;
    const log = { tenantId, generation: head.generation };
    const checkpoint = signer.sign(head);
    return { log, origin, state: 'active', keys, size, checkpoint, lastTimeUs };
  });
}

interface LogRow {
  readonly origin: string;
  readonly state: 'active' | 'frozen' | 'closed';
}

interface StoredNote {
  readonly size: string | number;
  readonly note: string;
  readonly time_us: string | number | null;
}

/** How many of the newest checkpoints are looked at for one that the log has signed. */
const notesMax = 20;

async function storedHead(
  execute: Execute,
  { tenantId, generation }: LogRef,
  signer: LogSigner,
): Promise<SignedHead> {
  const log = { tenantId, generation };
  const [row] = await execute<LogRow>(
    'SELECT origin, state FROM audit_log WHERE tenant_id = $1 AND generation = $2',
    [tenantId, generation],
  );
  if (row === undefined) throw new MonagoError('not_found');
  const keys = await signer.keysOf(log, execute);
  const notes = await execute<StoredNote>(
    `SELECT c.size, c.note, e.time_us
     FROM audit_checkpoint c LEFT JOIN audit_entry e ON e.tenant_id = $1 AND e.generation = $2 AND e.idx = c.size - 1
     WHERE c.tenant_id = $1 AND c.generation = $2 AND (c.size = 0 OR e.idx IS NOT NULL) ORDER BY c.size DESC LIMIT $3`,
    [tenantId, generation, notesMax],
  );
  const newest = notes.find(({ note }) => isSignedBy(keys, note));
  if (newest === undefined) {
    const internal = `no signed checkpoint of ${row.origin} is stored`;
    throw new MonagoError('audit_unavailable', { internal });
  }
  return {
    log,
    origin: row.origin,
    // Another node may have frozen it, and the row follows.
    state: row.state === 'closed' ? 'closed' : 'frozen',
    keys,
    size: toCount(newest.size),
    checkpoint: newest.note,
    lastTimeUs: newest.time_us === null ? undefined : toCount(newest.time_us),
  };
}
