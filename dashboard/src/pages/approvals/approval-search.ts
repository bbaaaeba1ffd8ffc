import type { ApprovalView } from '../../../../src/contract/approval-endpoints.ts';
import { isId } from '../../../../src/domain/ids.ts';
import type { ApprovalPage } from '../../api/queries.ts';

export type ApprovalStatus = ApprovalView['status'];

/** What the list can be narrowed to, in the order of the chips. */
export const shownStatuses = ['pending', 'approved', 'used', 'rejected', 'expired', 'all'] as const;
export type ShownStatus = (typeof shownStatuses)[number];

/** What the address of the page holds: `?status=rejected&before=apr_…&approval=apr_…`. */
export interface ApprovalSearch {
  /** What waits is shown unless the address says otherwise. */
  readonly status?: ShownStatus;
  /** Requests that were held before this one. */
  readonly before?: string;
  /** The request whose details are open. */
  readonly approval?: string;
}

/** Keeps what is known, drops the rest: an old link still opens. */
export function readApprovalSearch(search: Record<string, unknown>): ApprovalSearch {
  const { status, before, approval } = search;
  return {
    ...searchFor(shownStatuses.find((each) => each === status) ?? 'pending'),
    ...(isApprovalId(before) ? { before } : {}),
    ...(isApprovalId(approval) ? { approval } : {}),
  };
}

/** The newest page of one status. */
export function searchFor(status: ShownStatus): Pick<ApprovalSearch, 'status'> {
  return status === 'pending' ? {} : { status };
}

/** What the server is asked for. */
export function pageOf(
  { status = 'pending', before }: ApprovalSearch,
  limit: number,
): ApprovalPage {
  return {
    limit,
    ...(status === 'all' ? {} : { status }),
    ...(before === undefined ? {} : { before }),
  };
}

function isApprovalId(value: unknown): value is string {
  return typeof value === 'string' && isId('apr', value);
}
