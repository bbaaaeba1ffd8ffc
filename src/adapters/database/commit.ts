import { MonagoError } from '../../domain/errors.ts';
import type { AuditId, TenantId } from '../../domain/ids.ts';
import type { NewEntry } from '../../ports/audit-log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import { isContentKeyGone } from './audit/content/content-sealer.ts';
import type { AuditWriter, CommittedHead } from './audit-writer.ts';
import { wasCommitted } from './commit-lookup.ts';
import { announceChange } from './directory-epoch.ts';
import type { Database } from './open-database.ts';
import type { Execute } from './sql.ts';
import { sqlStateOf } from './sql-state.ts';
import { inTenant, tryTransaction } from './transaction.ts';

export interface CommitDependencies {
  readonly database: Database;
  readonly audit: AuditWriter;
  /** What this node serves from (`PostgresDirectory`). */
  readonly directory: { caughtUp(tenantId: TenantId, epoch: number): Promise<void> };
  readonly random: Random;
  readonly clock: Clock;
  /** Version of Monago, for the entries that name it. */
  readonly version: string;
}

/** What a change leaves behind, beside its rows. */
export interface Draft {
  readonly execute: Execute;
  readonly entries: NewEntry[];
  isDirectoryChanged: boolean;
}

/**
 * Commits a change of one tenant and its audit entries in one transaction: business rows first, the logs last. Returns
 * once all is durable and visible to this node's gateway. Runs the change once more when PostgreSQL chose it as the
 * victim of a conflict, or content was sealed under a key that is gone by now, which rolled it back whole.
 */
export async function commitChange<T>(
  use: CommitDependencies,
  tenantId: TenantId,
  change: (draft: Draft) => Promise<T>,
): Promise<T> {
  try {
    return await commitOnce(use, tenantId, change);
  } catch (thrown) {
    const state = sqlStateOf(thrown);
    const isVictim = state === 'serialization_failure' || state === 'deadlock_detected';
    if (!isVictim && !isContentKeyGone(thrown)) throw thrown;
    return commitOnce(use, tenantId, change);
  }
}

/** Puts an entry into a tenant's log when the draft is committed. */
export function record(draft: Draft, random: Random, entry: Omit<NewEntry, 'entryId'>): AuditId {
  const entryId = random.id('aud');
  draft.entries.push({ ...entry, entryId });
  return entryId;
}

async function commitOnce<T>(
  { database, audit, directory }: CommitDependencies,
  tenantId: TenantId,
  change: (draft: Draft) => Promise<T>,
): Promise<T> {
  const entries: NewEntry[] = [];
  const { value, outcome } = await tryTransaction(database.app, { tenantId }, async (execute) => {
    const draft: Draft = { execute, entries, isDirectoryChanged: false };
    const result = await change(draft);
    // The locks that other writers wait for are taken last and in this order, everywhere.
    const heads = await appendAll(audit, execute, entries);
    const epoch = draft.isDirectoryChanged ? await announceChange(execute, tenantId) : undefined;
    return { result, heads, epoch };
  });
  if (outcome === 'unknown' && !(await wasCommitted(database.app, entries))) {
    throw new MonagoError('internal', {
      internal: 'the connection broke and nothing was committed',
    });
  }
  // Also when signing fails, the gateway must not go on serving what the committed change has ended.
  await Promise.all([
    ...value.heads.map((head) => audit.afterCommit(head)),
    value.epoch && directory.caughtUp(tenantId, value.epoch),
  ]);
  return value.result;
}

/** The logs in the order of their tenants' ids: two changes that write the same logs must not wait for each other. */
async function appendAll(
  audit: AuditWriter,
  execute: Execute,
  entries: readonly NewEntry[],
): Promise<readonly CommittedHead[]> {
  const heads: CommittedHead[] = [];
  for (const tenantId of [...new Set(entries.map((entry) => entry.tenantId))].sort()) {
    const own = entries.filter((entry) => entry.tenantId === tenantId);
    await inTenant(execute, tenantId);
    heads.push(await audit.appendWithin(execute, own));
  }
  return heads;
}
