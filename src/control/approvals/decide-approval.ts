import type { ApprovalView } from '../../contract/approval-endpoints.ts';
import { encodeBase64 } from '../../domain/audit/base64.ts';
import { utf8 } from '../../domain/audit/bytes.ts';
import { commit, saltBytes } from '../../domain/audit/commitment.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type { Approval } from '../../ports/approvals.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { approvalView } from './approval-view.ts';
import { isClosed, obstacleTo } from './obstacle.ts';

export interface DecideApproval {
  readonly by: Caller;
  readonly approvalId: ApprovalId;
  readonly decision: 'approve' | 'reject';
  readonly reason: string;
}

/** However late somebody approves, whoever asked has this long to send the request again. */
const usableMs = 60 * 60 * 1_000;

/**
 * Says yes or no to a held request, once. Anybody who may decide can say no; yes needs another person than the one whose key
 * asked, and one whom the policy wants.
 * @throws MonagoError `approval_not_found` | `approval_closed` | `four_eyes_required` | `not_an_approver`
 */
export function decideApproval(
  { by, approvalId, decision, reason }: DecideApproval,
  use: Control,
): Promise<ApprovalView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const now = use.clock.now();
    const approval = await tx.approvals.byId(approvalId);
    if (isClosed(approval, now)) throw new MonagoError('approval_closed');
    if (decision === 'approve') await refuseUnfit({ by, approval, now }, tx);
    const status = decision === 'approve' ? 'approved' : 'rejected';
    const expiresAt =
      decision === 'approve' ? Math.max(approval.expiresAt, now + usableMs) : approval.expiresAt;
    const decided = { status, decidedAt: now, decidedBy: by.userId, reason, expiresAt } as const;
    await tx.approvals.decide(approvalId, decided);
    const salt = use.random.bytes(saltBytes);
    const words = utf8(reason);
    tx.audit(
      {
        type: `approval.${status}`,
        ...signedBy(by),
        workspace: approval.workspaceId,
        approval: approvalId,
        held: approval.heldAuditId,
        policies: approval.policies,
        reason: { commit: encodeBase64(commit(salt, words)), bytes: words.length },
      },
      salt,
    );
    return approvalView({ ...approval, ...decided }, now);
  });
}

interface Unfit {
  readonly by: Caller;
  readonly approval: Approval;
  readonly now: number;
}

async function refuseUnfit({ by, approval, now }: Unfit, tx: TenantTransaction): Promise<void> {
  const token = await tx.tokens.byId(approval.tokenId);
  const obstacle = obstacleTo({ by, approval, token, now });
  if (obstacle !== undefined) throw new MonagoError(obstacle);
}
