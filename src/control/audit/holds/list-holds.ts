import type { HoldView } from '../../../contract/audit-content-endpoints.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { holdView } from './hold-view.ts';

/** Legal holds, newest first; those that were released stay in the list. */
export function listHolds({ by }: { readonly by: Caller }, use: Control): Promise<HoldView[]> {
  return use.unitOfWork.read(by.tenantId, async (tx) => (await tx.holds.list()).map(holdView));
}
