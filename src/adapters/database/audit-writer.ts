import type { TenantId } from '../../domain/ids.ts';
import type { NewEntry } from '../../ports/audit-log.ts';
import type { Execute } from './sql.ts';

/** The head of a log as a transaction left it; signed once that transaction is committed. */
export interface CommittedHead {
  readonly tenantId: TenantId;
  readonly generation: number;
  readonly size: number;
  /** RFC 6962 tree hash of `size` leaves, 32 bytes. */
  readonly root: Uint8Array;
}

/** What the unit of work needs from the log: entries that live and die with a business transaction. */
export interface AuditWriter {
  /**
   * Appends in the caller's tenant transaction. Takes the lock on the log's head, so it MUST be the last
   * statement but for the directory's epoch.
   */
  appendWithin(execute: Execute, entries: readonly NewEntry[]): Promise<CommittedHead>;
  /** Signs the head. MUST be called after COMMIT, never before: a signed root cannot be taken back. */
  afterCommit(head: CommittedHead): Promise<void>;
  /** Creates the tenant's empty log in the transaction that creates the tenant. */
  createLog(execute: Execute, tenantId: TenantId): Promise<void>;
}
