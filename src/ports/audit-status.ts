import type { TenantId } from '../domain/ids.ts';

/** A check of a whole log, every byte of it. */
export interface SelfCheck {
  /** Milliseconds since the epoch. */
  readonly checkedAt: number;
  /** How many entries there were. */
  readonly size: number;
  /** RFC 6962 tree hash, base64. */
  readonly root: string;
  readonly verdict: 'verified' | 'tampered' | 'incomplete';
  readonly findings: number;
  /** What was found first, for people. */
  readonly firstFinding: string | undefined;
}

/** What Monago itself knows about how sound a log is. Times are milliseconds since the epoch. */
export interface AuditStatus {
  readonly generation: number;
  readonly state: 'active' | 'frozen';
  /** Why and since when the log takes no entries. */
  readonly frozen: { readonly at: number | undefined; readonly reason: string } | undefined;
  /**
   * This node has computed the root over the entries from the one size to the other itself; undefined until it has.
   * What is before is for the self-check.
   */
  readonly followed:
    | { readonly from: number; readonly to: number; readonly at: number }
    | undefined;
  readonly selfCheck: SelfCheck | undefined;
  /** The whole log up to this size is verified: by the self-check, and from there on by following it. */
  readonly verifiedTo: number | undefined;
  readonly verifiedAt: number | undefined;
  /** `unchecked`: nothing speaks against the log, and not everything was looked at yet. */
  readonly verdict: 'verified' | 'tampered' | 'incomplete' | 'unchecked';
}

export interface AuditStatusReader {
  /** Of the log that the tenant's entries go to. */
  status(tenantId: TenantId): Promise<AuditStatus>;
}
