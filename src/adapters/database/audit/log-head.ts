import type { AuditClass } from '../../../domain/audit/fact.ts';
import { MonagoError } from '../../../domain/errors.ts';
import { isId, type TenantId } from '../../../domain/ids.ts';
import type { Execute } from '../sql.ts';

/** Root of a tree of a size: what a checkpoint says. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Which log of a tenant: a frozen one is followed by the next generation. */
export interface LogRef {
  readonly tenantId: TenantId;
  readonly generation: number;
}

/** The row that serialises the writers of one log. */
export interface LogHead extends TreeHead, LogRef {
  readonly origin: string;
  /** Version of the newest key. */
  readonly keyVersion: number;
  readonly state: 'active' | 'frozen';
  /** Roots of the complete subtrees, largest first (`CompactRange.bytes`). */
  readonly frontier: Uint8Array;
  readonly prevLeafHash: Uint8Array;
  /** Microseconds since the epoch of the newest entry. */
  readonly lastTimeUs: number;
  readonly classCounts: Readonly<Record<AuditClass, number>>;
}

/** The row as the driver gives it; whether a bigint is text or a number depends on the pool's type parsers. */
export interface LogHeadRow {
  readonly origin: string;
  readonly generation: number;
  readonly key_version: number;
  readonly state: 'active' | 'frozen';
  readonly size: string | number;
  readonly frontier: Buffer;
  readonly root: Buffer;
  readonly prev_leaf_hash: Buffer;
  readonly last_time_us: string | number;
  readonly class_counts: Readonly<Record<AuditClass, number>>;
}

/** Longest wait for another writer of the same log. */
const lockTimeoutMs = 2000;

const headColumns = `l.origin, l.state, h.generation, h.key_version, h.size, h.frontier, h.root, h.prev_leaf_hash,
    h.last_time_us, h.class_counts
  FROM audit_head h JOIN audit_log l USING (tenant_id, generation)`;

const selectHead = `SELECT ${headColumns} WHERE h.tenant_id = $1`;
const selectHeadLocked = `${selectHead} FOR UPDATE OF h`;

/**
 * Opens a transaction of the tenant and takes the head lock in one round trip. Ids are checked before they become
 * part of the text, because a statement of several commands takes no parameters.
 */
export function beginLocked(tenantId: TenantId): string {
  if (!isId('ten', tenantId)) throw new MonagoError('internal', { internal: 'not a tenant id' });
  return `BEGIN;
SELECT set_config('monago.tenant_id', '${tenantId}', true), set_config('lock_timeout', '${lockTimeoutMs}', true);
SELECT ${headColumns} WHERE h.tenant_id = '${tenantId}' FOR UPDATE OF h`;
}

/** Takes the head lock inside the transaction that `execute` belongs to. */
export async function lockHead(execute: Execute, tenantId: TenantId): Promise<LogHead> {
  await execute(`SELECT set_config('lock_timeout', $1, true)`, [String(lockTimeoutMs)]);
  const [row] = await execute<LogHeadRow>(selectHeadLocked, [tenantId]);
  return toLogHead(tenantId, row);
}

export async function readHead(execute: Execute, tenantId: TenantId): Promise<LogHead> {
  const [row] = await execute<LogHeadRow>(selectHead, [tenantId]);
  return toLogHead(tenantId, row);
}

/** @throws MonagoError `internal` when the tenant has no log, which a tenant always has */
export function toLogHead(tenantId: TenantId, row: LogHeadRow | undefined): LogHead {
  if (row === undefined) {
    throw new MonagoError('internal', { internal: `no audit log for ${tenantId}` });
  }
  return {
    tenantId,
    generation: row.generation,
    origin: row.origin,
    keyVersion: row.key_version,
    state: row.state,
    size: toCount(row.size),
    frontier: row.frontier,
    root: row.root,
    prevLeafHash: row.prev_leaf_hash,
    lastTimeUs: toCount(row.last_time_us),
    classCounts: row.class_counts,
  };
}

/** A bigint column as a number that is exact. */
export function toCount(value: string | number): number {
  const count = Number(value);
  if (!Number.isSafeInteger(count)) {
    throw new MonagoError('internal', { internal: `${value} is beyond exact integers` });
  }
  return count;
}
