import type { RevealView } from '../../../contract/audit-content-endpoints.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId } from '../../../domain/ids.ts';
import { type Caller, signedBy } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { committedReason } from '../committed-reason.ts';
import { revealView } from './reveal-view.ts';

export interface RequestReveal {
  readonly by: Caller;
  readonly entryId: AuditId;
  readonly reason: string;
}

/**
 * Asks to see what is kept behind an entry. Nothing is shown before somebody else has agreed.
 * @throws MonagoError `not_found` | `entry_pruned` | `content_not_kept`
 */
export async function requestReveal(
  { by, entryId, reason }: RequestReveal,
  use: Control,
): Promise<RevealView> {
  await use.auditReader.entry(by.tenantId, entryId);
  const content = await use.contentReader.open(by.tenantId, entryId);
  if (content === undefined || content.parts.length === 0)
    throw new MonagoError('content_not_kept');
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const now = use.clock.now();
    const id = use.random.id('rvl');
    const asked = { id, entryId, reason, requestedBy: by.userId, requestedAt: now };
    const reveal = await tx.reveals.insert(asked);
    const words = committedReason(reason, use.random);
    tx.audit(
      {
        type: 'content.requested',
        ...signedBy(by),
        reveal: id,
        entry: entryId,
        reason: words.reason,
      },
      words.salt,
      words.content,
    );
    return revealView(reveal, now);
  });
}
