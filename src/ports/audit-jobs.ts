import type { ErasureId, TenantId } from '../domain/ids.ts';

export interface OpenErasure {
  readonly tenantId: TenantId;
  readonly id: ErasureId;
}

export interface Job {
  readonly name: string;
  /** How long after it was last done it is done again. */
  readonly everyMs: number;
  /** When another node may take it over, should this one have died. */
  readonly leaseMs: number;
}

/** Work that no request waits for, of every tenant, on one node at a time. */
export interface AuditJobs {
  tenants(): Promise<readonly TenantId[]>;
  /** Erasures that are not done. */
  openErasures(): Promise<readonly OpenErasure[]>;
  /**
   * Does the work unless it is not due, or another node is at it. Work that outlives its lease may be done twice at once: it
   * MUST bear that.
   * @returns whether it was done
   */
  runAlone(job: Job, work: () => Promise<void>): Promise<boolean>;
}
