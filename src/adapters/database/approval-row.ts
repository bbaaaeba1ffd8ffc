import type { Provider } from '../../domain/credential/credential.ts';
import type {
  ApprovalId,
  AuditId,
  TenantId,
  TokenId,
  UserId,
  WorkspaceId,
} from '../../domain/ids.ts';
import type { Approval, ApprovalStatus } from '../../ports/approvals.ts';
import type { Execute } from './sql.ts';

export interface ApprovalRow {
  readonly approval_id: ApprovalId;
  readonly workspace_id: WorkspaceId;
  readonly token_id: TokenId;
  readonly held_audit_id: AuditId;
  readonly policies: readonly string[];
  readonly kind: Approval['kind'];
  readonly approvers: readonly string[];
  readonly request_hash: Buffer;
  readonly provider: Provider;
  readonly model: string;
  readonly api: string;
  readonly findings: Approval['findings'];
  readonly risk: Approval['risk'];
  readonly content: string | null;
  readonly status: ApprovalStatus;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly decided_at: Date | null;
  readonly decided_by: UserId | null;
  readonly reason: string | null;
  readonly used_at: Date | null;
}

export const approvalColumns = `approval_id, workspace_id, token_id, held_audit_id, policies, kind, approvers,
  request_hash, provider, model, api, findings, risk, content, status, created_at, expires_at, decided_at, decided_by,
  reason, used_at`;

export function approvalOf(row: ApprovalRow): Approval {
  return {
    id: row.approval_id,
    workspaceId: row.workspace_id,
    tokenId: row.token_id,
    heldAuditId: row.held_audit_id,
    policies: row.policies,
    kind: row.kind,
    approvers: row.approvers,
    requestHash: row.request_hash,
    provider: row.provider,
    model: row.model,
    api: row.api,
    findings: row.findings,
    risk: row.risk,
    content: row.content ?? undefined,
    status: row.status,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    decidedAt: row.decided_at?.getTime(),
    decidedBy: row.decided_by ?? undefined,
    reason: row.reason ?? undefined,
    usedAt: row.used_at?.getTime(),
  };
}

export const approvalChannel = 'monago_approval';

/** Tells every node at COMMIT that an approval is not what it was. */
export async function announceApproval(
  execute: Execute,
  tenantId: TenantId,
  approvalId: ApprovalId,
): Promise<void> {
  await execute(`SELECT pg_notify('${approvalChannel}', $1 || ':' || $2)`, [tenantId, approvalId]);
}
