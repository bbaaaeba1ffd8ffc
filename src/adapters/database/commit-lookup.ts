import type pg from 'pg';
import { MonagoError } from '../../domain/errors.ts';
import type { NewEntry } from '../../ports/audit-log.ts';
import { inTransaction } from './transaction.ts';

const attemptsMax = 20;
const pauseMs = 500;

/**
 * Finds out whether a transaction whose COMMIT was never answered took effect, by its audit entries.
 * @throws MonagoError `internal` when that cannot be found out: the caller must not be told either way
 */
export async function wasCommitted(pool: pg.Pool, entries: readonly NewEntry[]): Promise<boolean> {
  const [first] = entries;
  if (first === undefined) {
    throw new MonagoError('internal', { internal: 'the outcome of COMMIT is not known' });
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await isInLog(pool, first);
    } catch (cause) {
      if (attempt === attemptsMax) {
        throw new MonagoError('internal', {
          internal: 'the outcome of COMMIT is not known',
          cause,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function isInLog(pool: pg.Pool, { tenantId, entryId }: NewEntry): Promise<boolean> {
  return inTransaction(pool, { tenantId }, async (execute) => {
    // The server may still be committing for the lost connection. Until it is done it holds the head's lock or,
    // where the log itself is new and not yet visible, the epoch's. After that the entry is there for good or
    // never will be.
    await execute('SELECT size FROM audit_head WHERE tenant_id = $1 FOR UPDATE', [tenantId]);
    await execute('SELECT value FROM directory_epoch FOR UPDATE');
    const found = await execute(
      'SELECT 1 AS found FROM audit_entry WHERE tenant_id = $1 AND entry_id = $2',
      [tenantId, entryId],
    );
    return found.length > 0;
  });
}
