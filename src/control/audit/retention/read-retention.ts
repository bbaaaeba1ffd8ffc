import type {
  RetentionStatusView,
  RetentionView,
} from '../../../contract/audit-content-endpoints.ts';
import type { Retention } from '../../../ports/audit-content.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { rfc3339OrNull } from '../../rfc3339.ts';

export function readRetention(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<RetentionStatusView> {
  return use.unitOfWork.read(by.tenantId, async (tx) => ({
    ...retentionView(await tx.retention.read()),
    last_run_at: rfc3339OrNull(await tx.retention.lastRunAt()),
  }));
}

export function retentionView({ entryDays, contentDays }: Retention): RetentionView {
  return { entry_days: entryDays ?? null, content_days: contentDays ?? null };
}
