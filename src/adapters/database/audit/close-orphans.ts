import type { Pool } from 'pg';
import { parseBody } from '../../../domain/audit/entry.ts';
import type { AiRequestOutcome } from '../../../domain/audit/fact.ts';
import { parseLeaf } from '../../../domain/audit/leaf.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../domain/ids.ts';
import type { AuditLog } from '../../../ports/audit-log.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Random } from '../../../ports/random.ts';
import { inTransaction } from '../transaction.ts';
import { Connection } from './connection.ts';

export interface OrphanDependencies {
  readonly pool: Pool;
  readonly readerPool: Pool;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** This process: its own open intents are at work. */
  readonly node: string;
}

interface Orphan {
  readonly tenant_id: TenantId;
  readonly entry_id: AuditId;
}

const sweepLock = 0x6d6f_6e61;
const sweepMax = 1000;

/**
 * Gives the intents of nodes that died an outcome `unknown`. One node sweeps at a time; should an outcome arrive
 * after all, the log refuses the second one, whichever it is.
 * @param olderThanMs longer than any request of a living node may take; 0 where only one node can be running
 * @returns how many intents were closed; fewer than there are when there are more than 1,000
 */
export async function closeOrphans(use: OrphanDependencies, olderThanMs: number): Promise<number> {
  const connection = await Connection.open(use.readerPool);
  try {
    await connection.run('BEGIN');
    const closed = await sweep(use, connection, new Date(use.clock.now() - olderThanMs));
    await connection.commit();
    connection.release();
    return closed;
  } catch (error) {
    connection.discard();
    throw error;
  }
}

async function sweep(
  use: OrphanDependencies,
  connection: Connection,
  before: Date,
): Promise<number> {
  const [lock] = await connection.execute<{ readonly taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1) AS taken',
    [sweepLock],
  );
  if (lock?.taken !== true) return 0;
  const orphans = await connection.execute<Orphan>(
    `SELECT tenant_id, entry_id FROM audit_open_intent JOIN audit_log USING (tenant_id, generation)
     WHERE state = 'active' AND node <> $1 AND opened_at <= $2 ORDER BY opened_at LIMIT $3`,
    [use.node, before, sweepMax],
  );
  const closed = await Promise.all(orphans.map((orphan) => closeOne(use, orphan)));
  return closed.filter((isClosed) => isClosed).length;
}

async function closeOne(use: OrphanDependencies, orphan: Orphan): Promise<boolean> {
  const { tenant_id: tenantId, entry_id: intent } = orphan;
  try {
    const fact = await outcomeOf(use, orphan);
    await use.auditLog.append({ tenantId, entryId: use.random.id('aud'), fact });
    return true;
  } catch (error) {
    const reason = error instanceof MonagoError ? error.internal : 'unreadable intent';
    use.log.warn('audit_orphan_left_open', { tenantId, intent, reason });
    return false;
  }
}

async function outcomeOf(use: OrphanDependencies, orphan: Orphan): Promise<AiRequestOutcome> {
  const { tenant_id: tenantId, entry_id: intent } = orphan;
  const [row] = await inTransaction(use.pool, { tenantId }, (execute) =>
    execute<{ readonly leaf: Buffer }>(
      'SELECT leaf FROM audit_entry WHERE tenant_id = $1 AND entry_id = $2',
      [tenantId, intent],
    ),
  );
  if (row === undefined) throw new MonagoError('internal', { internal: `no entry ${intent}` });
  const body = parseBody(parseLeaf(row.leaf).body);
  return {
    type: 'ai.request.outcome',
    actor: { type: 'system', id: 'monago' },
    ...(body.workspace === undefined ? {} : { workspace: body.workspace }),
    ...(body.request_id === undefined ? {} : { request_id: body.request_id }),
    intent,
    status: 'unknown',
    // Nobody is left who knows what the client was sent, or when.
    http: 0,
    error: 'node_lost',
    latency_ms: 0,
  };
}
