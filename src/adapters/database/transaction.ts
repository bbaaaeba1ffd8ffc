import pg from 'pg';
import { MonagoError } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Execute } from './sql.ts';

/** What is known of a transaction after COMMIT was sent: a broken connection leaves it open. */
export type CommitOutcome = 'committed' | 'unknown';

export interface TransactionOptions {
  /** Undefined only for tables without a tenant. */
  readonly tenantId?: TenantId;
  readonly isReadOnly?: boolean;
}

/**
 * Runs `work` in one transaction, bound to the tenant for row-level security.
 * @throws MonagoError `internal` when the connection broke during COMMIT
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (execute: Execute) => Promise<T>,
): Promise<T> {
  const { value, outcome } = await tryTransaction(pool, options, work);
  if (outcome === 'committed') return value;
  throw new MonagoError('internal', { internal: 'the connection broke during COMMIT' });
}

/** Like `inTransaction`, for callers that can find out what became of a COMMIT without an answer. */
export async function tryTransaction<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (execute: Execute) => Promise<T>,
): Promise<{ readonly value: T; readonly outcome: CommitOutcome }> {
  const client = await pool.connect();
  let isBroken = true;
  let isOpen = true;
  const execute: Execute = async <Row extends object>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    // A statement that nobody awaited would otherwise run outside the transaction, on somebody else's connection.
    if (!isOpen) throw new MonagoError('internal', { internal: 'the transaction has ended' });
    return (await client.query<Row>(text, [...values])).rows;
  };
  try {
    await begin(client, options);
    const value = await work(execute);
    isOpen = false;
    const outcome = await commit(client);
    isBroken = outcome === 'unknown';
    return { value, outcome };
  } catch (thrown) {
    isOpen = false;
    isBroken = !(await rolledBack(client));
    throw thrown;
  } finally {
    client.release(isBroken);
  }
}

async function begin(client: pg.PoolClient, options: TransactionOptions): Promise<void> {
  await client.query(
    options.isReadOnly ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN',
  );
  if (options.tenantId === undefined) return;
  await client.query(bindTenant, [options.tenantId]);
}

const bindTenant = "SELECT set_config('monago.tenant_id', $1, true)";

/** Binds the rest of a transaction to a tenant, where one change belongs into more than one tenant's log. */
export async function inTenant(execute: Execute, tenantId: TenantId): Promise<void> {
  await execute(bindTenant, [tenantId]);
}

async function commit(client: pg.PoolClient): Promise<CommitOutcome> {
  try {
    const { command } = await client.query('COMMIT');
    if (command === 'COMMIT') return 'committed';
  } catch (thrown) {
    if (isAnswer(thrown)) throw thrown;
    return 'unknown';
  }
  // The server answers ROLLBACK when a statement had failed and somebody swallowed its error.
  throw new MonagoError('internal', { internal: 'a failed transaction was about to be committed' });
}

/** Whether the server itself said that COMMIT failed; a server that is going down may have committed before it said so. */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof pg.DatabaseError && !/^(08|57|58)/.test(thrown.code ?? '08');
}

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
