import type { LoggedEntry } from '../domain/audit/export/logged-entry.ts';
import type { TenantId } from '../domain/ids.ts';

/** A system of the operator's that is given every entry: a file, a collector, a SIEM, a bucket. */
export interface AuditSink {
  readonly name: string;
  /** Where a log begins that this sink knows nothing of yet. */
  readonly from: 'beginning' | 'now';
  /** Entries in one delivery, at most. */
  readonly batchMax: number;
  /**
   * Entries of one log, in order. MUST resolve only when the receiver has them, as far as its protocol can say so: they
   * are not sent again. The same entries may come a second time after a failure.
   * @throws Error whose message is fit for the operator and holds no secret
   */
  deliver(entries: readonly LoggedEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** One log, and where a sink stands in it. */
export interface SinkPosition {
  readonly tenantId: TenantId;
  readonly generation: number;
  /** Index of the next entry to deliver. */
  readonly next: number;
}

/** What is kept of deliveries, so that none is lost when a node dies. */
export interface SinkJournal {
  /** Takes or keeps the sink for this node. @returns false while another node has it */
  claim(sink: string): Promise<boolean>;
  /** Logs with entries that the sink does not have. */
  pending(sink: AuditSink): Promise<readonly SinkPosition[]>;
  /** The next leaves from the position on, in order; entries that were pruned are left out. */
  read(position: SinkPosition, max: number): Promise<SinkPage>;
  /** MUST never move a position back. */
  advance(sink: string, position: SinkPosition): Promise<void>;
  /** @param problem undefined: it works again */
  report(sink: string, problem: string | undefined): Promise<void>;
  /** How far each sink is with the tenant's current log. */
  status(tenantId: TenantId): Promise<readonly SinkStatus[]>;
}

export interface SinkPage {
  readonly leaves: readonly Uint8Array[];
  /** Position behind the page; equal to the one asked from when there is nothing. */
  readonly next: number;
}

export interface SinkStatus {
  readonly sink: string;
  /** Entries that were delivered, counted from the first one. */
  readonly deliveredTo: number;
  /** Milliseconds since the epoch; undefined before the first delivery. */
  readonly deliveredAt: number | undefined;
  readonly failingSince: number | undefined;
  readonly problem: string | undefined;
}
