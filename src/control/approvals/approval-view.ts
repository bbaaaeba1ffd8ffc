import type { ApprovalView } from '../../contract/approval-endpoints.ts';
import type { Approval } from '../../ports/approvals.ts';
import { rfc3339, rfc3339OrNull } from '../rfc3339.ts';

/** One whose time is over has expired, even if nobody has written that down yet. */
export function approvalView(approval: Approval, now: number): ApprovalView {
  return {
    id: approval.id,
    workspace_id: approval.workspaceId,
    token_id: approval.tokenId,
    audit_id: approval.heldAuditId,
    policies: [...approval.policies],
    kind: approval.kind,
    approvers: [...approval.approvers],
    provider: approval.provider,
    model: approval.model,
    api: approval.api,
    findings: approval.findings.map(({ type, count }) => ({ type, count })),
    risk: { ...approval.risk, reasons: [...approval.risk.reasons] },
    status: isOpen(approval) && approval.expiresAt <= now ? 'expired' : approval.status,
    created_at: rfc3339(approval.createdAt),
    expires_at: rfc3339(approval.expiresAt),
    decided_at: rfc3339OrNull(approval.decidedAt),
    decided_by: approval.decidedBy ?? null,
    reason: approval.reason ?? null,
    used_at: rfc3339OrNull(approval.usedAt),
  };
}

function isOpen({ status }: Approval): boolean {
  return status === 'pending' || status === 'approved';
}
