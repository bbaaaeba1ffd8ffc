import type { Provider } from '../domain/credential/credential.ts';
import type { ApprovalId, AuditId, TenantId, TokenId, UserId, WorkspaceId } from '../domain/ids.ts';
import type { AuditReceipt, NewEntry } from './audit-log.ts';

export const approvalStatuses = ['pending', 'approved', 'rejected', 'expired', 'used'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

/** A request that waits for a person, or waited. Times are milliseconds since the epoch. */
export interface Approval {
  readonly id: ApprovalId;
  readonly workspaceId: WorkspaceId;
  /** Whose request it is; only this token may use the approval. */
  readonly tokenId: TokenId;
  /** The entry `ai.request.held`. */
  readonly heldAuditId: AuditId;
  /** Each as `name@version`. */
  readonly policies: readonly string[];
  readonly kind: 'require_approval' | 'require_hitl';
  /** `role:…`, `team:…` or a user's id. Empty: whoever may approve in the workspace. */
  readonly approvers: readonly string[];
  /** SHA-256 of what would be sent: an approval lets nothing else pass. */
  readonly requestHash: Buffer;
  readonly provider: Provider;
  readonly model: string;
  readonly api: string;
  readonly findings: readonly { readonly type: string; readonly count: number }[];
  readonly risk: {
    readonly score: number;
    readonly band: 'low' | 'medium' | 'high' | 'critical';
    readonly reasons: readonly string[];
  };
  /** The texts of the request, where the tenant shows them to whoever decides; gone once it is decided. */
  readonly content: string | undefined;
  readonly status: ApprovalStatus;
  readonly createdAt: number;
  /** When nobody may decide any more; once it is approved, when it may not be used any more. */
  readonly expiresAt: number;
  readonly decidedAt: number | undefined;
  readonly decidedBy: UserId | undefined;
  readonly reason: string | undefined;
  readonly usedAt: number | undefined;
}

export type NewApproval = Omit<
  Approval,
  'status' | 'heldAuditId' | 'decidedAt' | 'decidedBy' | 'reason' | 'usedAt'
>;

export interface ApprovalUse {
  readonly tenantId: TenantId;
  readonly approvalId: ApprovalId;
  readonly tokenId: TokenId;
  readonly requestHash: Buffer;
}

/** Held requests, as the gateway knows them. What a person decides is the control plane's (`ApprovalRepository`). */
export interface Approvals {
  /**
   * Keeps a request for a person, in one transaction with the entry `ai.request.held`, whose id becomes `heldAuditId`.
   * @returns where the entry stands; undefined where that cannot be told at the moment
   * @throws MonagoError `audit_unavailable`
   */
  open(approval: NewApproval, held: NewEntry): Promise<AuditReceipt | undefined>;
  /** Undefined for one that this tenant does not have. One whose time is over is never `pending` here. */
  read(tenantId: TenantId, approvalId: ApprovalId): Promise<Approval | undefined>;
  /**
   * Resolves as soon as the approval is not `pending` any more, or when the signal aborts, with what is known then.
   * @throws MonagoError `approval_not_found`
   */
  waitFor(tenantId: TenantId, approvalId: ApprovalId, signal: AbortSignal): Promise<Approval>;
  /**
   * Uses an approval up: of several calls at once exactly one resolves.
   * @throws MonagoError `pending_approval` | `approval_rejected` | `approval_expired`; `approval_mismatch` for another
   * request or token, one that is used and one that there is not
   */
  consume(use: ApprovalUse): Promise<void>;
}

export interface ApprovalQuery {
  /** One whose time is over counts as expired, whether or not that has been written down. */
  readonly status: ApprovalStatus | undefined;
  readonly now: number;
  /** Those that were opened before this one; undefined starts at the newest. */
  readonly before: ApprovalId | undefined;
  readonly limit: number;
}

export interface ApprovalDecision {
  readonly status: 'approved' | 'rejected';
  readonly decidedAt: number;
  readonly decidedBy: UserId;
  readonly reason: string;
  readonly expiresAt: number;
}

export interface ApprovalRepository {
  /** Newest first. */
  list(query: ApprovalQuery): Promise<readonly Approval[]>;
  /** How many wait for somebody. */
  countPending(now: number): Promise<number>;
  /** Locks the row until the transaction ends, unless it only reads. @throws MonagoError `approval_not_found` */
  byId(id: ApprovalId): Promise<Approval>;
  /** Whoever waits for the decision hears of it when the transaction commits. */
  decide(id: ApprovalId, decision: ApprovalDecision): Promise<void>;
}
