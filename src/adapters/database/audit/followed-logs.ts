import type { CompactRange } from '../../../domain/audit/merkle.ts';
import type { TenantId } from '../../../domain/ids.ts';

/** How far this node has computed the tree of a log itself. */
export interface FollowedLog {
  readonly origin: string;
  readonly range: CompactRange;
  /** Of `range`. */
  readonly root: Uint8Array;
  /** Size at which it began. */
  readonly from: number;
  /** Milliseconds since the epoch: when the root was last compared. */
  readonly at: number;
}

/** What this process has followed of each tenant's log; written by the tailer, read for the status. */
export type FollowedLogs = Map<TenantId, FollowedLog>;
