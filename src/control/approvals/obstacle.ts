import { may } from '../../domain/access/role.ts';
import type { Approval } from '../../ports/approvals.ts';
import type { ServiceToken } from '../../ports/unit-of-work.ts';
import type { Caller } from '../caller.ts';

export type Obstacle = 'forbidden' | 'approval_closed' | 'four_eyes_required' | 'not_an_approver';

export interface Approving {
  readonly by: Caller;
  readonly approval: Approval;
  /** The key that the request came with. */
  readonly token: ServiceToken;
  readonly now: number;
}

/** Why somebody may not approve a request; undefined where nothing is in the way. */
export function obstacleTo({ by, approval, token, now }: Approving): Obstacle | undefined {
  if (!may(by.role, 'approval.decide')) return 'forbidden';
  if (isClosed(approval, now)) return 'approval_closed';
  // Whoever made the key can ask with it, and nobody approves what they ask for.
  if (token.createdBy === by.userId) return 'four_eyes_required';
  return isApprover(by, approval) ? undefined : 'not_an_approver';
}

export function isClosed({ status, expiresAt }: Approval, now: number): boolean {
  return status !== 'pending' || expiresAt <= now;
}

function isApprover({ role, userId }: Caller, { approvers }: Approval): boolean {
  return approvers.length === 0 || approvers.includes(userId) || approvers.includes(`role:${role}`);
}
