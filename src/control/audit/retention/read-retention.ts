import type { RetentionView } from '../../../contract/audit-content-endpoints.ts';
import type { Retention } from '../../../ports/audit-content.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';

export function readRetention(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<RetentionView> {
  return use.unitOfWork.read(by.tenantId, async (tx) => retentionView(await tx.retention.read()));
}

export function retentionView({ entryDays, contentDays }: Retention): RetentionView {
  return { entry_days: entryDays ?? null, content_days: contentDays ?? null };
}
