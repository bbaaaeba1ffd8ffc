import type { ApprovalView } from '../../contract/approval-endpoints.ts';
import { MonagoError } from '../../domain/errors.ts';
import { isId } from '../../domain/ids.ts';
import type { ApprovalStatus } from '../../ports/approvals.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { approvalView } from './approval-view.ts';

export interface ListApprovals {
  readonly by: Caller;
  readonly status: ApprovalStatus | undefined;
  /** The id of the last one of the page ahead; undefined starts at the newest. */
  readonly before: string | undefined;
  readonly limit: number;
}

export interface ApprovalPage {
  readonly approvals: ApprovalView[];
  /** Where the next page begins; null on the last page. */
  readonly next_before: string | null;
  /** How many wait for somebody. */
  readonly pending: number;
}

/** Held requests, newest first. @throws MonagoError `invalid_input` */
export function listApprovals(
  { by, status, before, limit }: ListApprovals,
  use: Control,
): Promise<ApprovalPage> {
  if (before !== undefined && !isId('apr', before)) {
    throw new MonagoError('invalid_input', { param: 'before', message: 'This is no approval.' });
  }
  const now = use.clock.now();
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    // One row more than asked for says whether there is another page.
    const found = await tx.approvals.list({ status, now, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    return {
      approvals: page.map((approval) => approvalView(approval, now)),
      next_before: found.length > limit ? (page.at(-1)?.id ?? null) : null,
      pending: await tx.approvals.countPending(now),
    };
  });
}
