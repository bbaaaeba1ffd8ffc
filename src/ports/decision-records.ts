import type { TenantId } from '../domain/ids.ts';
import type { DecisionRecord } from './policies.ts';

export interface NewDecisionRecord extends DecisionRecord {
  readonly tenantId: TenantId;
  /** Names of the policies in mode `monitor` that would have blocked by themselves. */
  readonly wouldDeny: readonly string[];
  /** Microseconds. */
  readonly evalUs: number;
}

/** Remembers decisions for backtests. What is lost here is missing in statistics, never in the audit log. */
export interface DecisionRecords {
  /** MUST only buffer, in bounded memory: it is called on the hot path. Never throws. */
  record(row: NewDecisionRecord): void;
  /** Writes what is buffered. */
  close(): Promise<void>;
}
