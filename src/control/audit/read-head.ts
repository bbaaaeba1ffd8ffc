import type { AuditHeadView } from '../../contract/schemas.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339 } from '../rfc3339.ts';

/** Size, name, key and newest signed checkpoint of the tenant's log. */
export async function readHead(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<AuditHeadView> {
  const { lastEntryAt, prunedBelow, ...head } = await use.auditReader.head(by.tenantId);
  const last_entry_at = lastEntryAt === undefined ? null : rfc3339(lastEntryAt);
  return { ...head, last_entry_at, pruned_below: prunedBelow };
}
