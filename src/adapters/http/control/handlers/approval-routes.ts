import { decideApproval } from '../../../../control/approvals/decide-approval.ts';
import { listApprovals } from '../../../../control/approvals/list-approvals.ts';
import { type ReadApproval, readApproval } from '../../../../control/approvals/read-approval.ts';
import type { Control } from '../../../../control/control.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId } from '../../../../domain/ids.ts';
import { type Call, callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** Approvals. */
export function approvalRoutes(control: Control): Route[] {
  return [
    route('approval.list', async ({ query: { status, before, limit } }, call) =>
      listApprovals({ by: callerOf(call), status, before, limit }, control),
    ),

    route('approval.read', async ({ params }, call) =>
      readApproval(approvalNamed(params, call), control),
    ),

    route('approval.decide', async ({ params, body }, call) =>
      decideApproval({ ...approvalNamed(params, call), ...body }, control),
    ),
  ];
}

function approvalNamed({ id }: { readonly id: string }, call: Call): ReadApproval {
  if (!isId('apr', id)) throw new MonagoError('approval_not_found');
  return { by: callerOf(call), approvalId: id };
}
