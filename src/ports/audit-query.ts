import type { AuditClass, AuditFactType, PolicyDecision } from '../domain/audit/fact.ts';
import type { AuditId } from '../domain/ids.ts';

/** What entries must have, every part that is not undefined. */
export interface AuditFilter {
  readonly class: AuditClass | undefined;
  readonly type: AuditFactType | undefined;
  readonly actorId: string | undefined;
  readonly workspaceId: string | undefined;
  readonly requestId: string | undefined;
  readonly decision: PolicyDecision | undefined;
  /** Id of what the entry is about. */
  readonly subject: string | undefined;
}

export interface AuditQuery extends AuditFilter {
  /** Which log of the tenant; undefined: the one that is being written. */
  readonly generation: number | undefined;
  /** Only entries with an index below this one. */
  readonly before: number | undefined;
  /** Only entries with an index above this one; the oldest of them then, not the newest. */
  readonly after: number | undefined;
  /** Microseconds since the epoch, inclusive. */
  readonly fromUs: number | undefined;
  /** Microseconds since the epoch, exclusive. */
  readonly toUs: number | undefined;
  readonly limit: number;
}

/** Part of one of the tenant's logs. */
export type LeafRange = Pick<AuditQuery, 'generation' | 'fromUs' | 'toUs'>;

export interface StoredLeaves {
  /** Entries of the log, as far as it is signed. */
  readonly size: number;
  /** The leaves in their order, exactly as hashed; those that were pruned are left out. */
  readonly pages: AsyncIterable<readonly Uint8Array[]>;
}

export interface AuditRow {
  readonly index: number;
  readonly entryId: AuditId;
  /** The leaf exactly as hashed, UTF-8. */
  readonly leaf: string;
  /** Base64 of the RFC 6962 leaf hash. */
  readonly leafHash: string;
}

export interface AuditMatches {
  /** Newest first, whatever the direction of the search. */
  readonly rows: readonly AuditRow[];
  /**
   * Index that the search looked at last, where it stopped before it had found enough or seen everything: no entry on
   * the way there matches but those in `rows`.
   */
  readonly stoppedAt: number | undefined;
}
