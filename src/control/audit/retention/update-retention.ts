import type { RetentionView } from '../../../contract/audit-content-endpoints.ts';
import { type Caller, signedBy } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { retentionView } from './read-retention.ts';

export interface UpdateRetention {
  readonly by: Caller;
  readonly retention: RetentionView;
}

/** Takes effect with the next daily run: nothing goes at once, so that a slip can be undone. */
export function updateRetention(
  { by, retention }: UpdateRetention,
  use: Control,
): Promise<RetentionView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const former = retentionView(await tx.retention.read());
    const changes = (['entry_days', 'content_days'] as const)
      .map((field) => ({ field, old: former[field], new: retention[field] }))
      .filter((change) => change.old !== change.new);
    if (changes.length > 0) {
      await tx.retention.write({
        entryDays: retention.entry_days ?? undefined,
        contentDays: retention.content_days ?? undefined,
      });
      tx.audit({ type: 'settings.changed', ...signedBy(by), changes });
    }
    return retention;
  });
}
