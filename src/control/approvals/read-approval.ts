import type { ApprovalView } from '../../contract/approval-endpoints.ts';
import { may } from '../../domain/access/role.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { approvalView } from './approval-view.ts';
import { type Obstacle, obstacleTo } from './obstacle.ts';

export interface ReadApproval {
  readonly by: Caller;
  readonly approvalId: ApprovalId;
}

export interface ApprovalPage {
  readonly approval: ApprovalView;
  readonly obstacle: Obstacle | null;
  readonly content: string | null;
}

/** One held request. Only whoever may decide is shown its text. @throws MonagoError `approval_not_found` */
export function readApproval(
  { by, approvalId }: ReadApproval,
  use: Control,
): Promise<ApprovalPage> {
  const now = use.clock.now();
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    const approval = await tx.approvals.byId(approvalId);
    const token = await tx.tokens.byId(approval.tokenId);
    return {
      approval: approvalView(approval, now),
      obstacle: obstacleTo({ by, approval, token, now }) ?? null,
      content: may(by.role, 'approval.decide') ? (approval.content ?? null) : null,
    };
  });
}
