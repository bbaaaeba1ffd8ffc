import type { ContentStateView } from '../../../contract/audit-content-endpoints.ts';
import type { AuditId } from '../../../domain/ids.ts';
import type { LegalHold, StoredContent } from '../../../ports/audit-content.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { actorIn, commitmentsIn } from './leaf-body.ts';
import { revealView, usableMs } from './reveal-view.ts';

export interface ReadContentState {
  readonly by: Caller;
  readonly entryId: AuditId;
}

const revealsMax = 50;

/**
 * What is kept behind an entry, what holds it, and who asked to see it. It opens nothing.
 * @throws MonagoError `not_found` | `entry_pruned`
 */
export async function readContentState(
  { by, entryId }: ReadContentState,
  use: Control,
): Promise<ContentStateView> {
  const { leaf } = await use.auditReader.entry(by.tenantId, entryId);
  const stored = await use.contentReader.stored(by.tenantId, entryId);
  const actor = actorIn(leaf);
  const now = use.clock.now();
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    const holds = await tx.holds.list();
    const asked = { entryId, expiredBefore: now - usableMs, limit: revealsMax };
    const reveals = await tx.reveals.list(asked);
    return {
      state: stateOf(stored, Object.keys(commitmentsIn(leaf)).length > 0),
      erased_by: stored.kind === 'nothing' ? (stored.erasedBy ?? null) : null,
      held_by: holds.filter((hold) => covers(hold, actor)).map(({ id }) => id),
      reveals: reveals.map((reveal) => revealView(reveal, now)),
    };
  });
}

/** Whatever an entry commits to has its salt beside it: where there is not even that, it was erased. */
function stateOf({ kind }: StoredContent, isCommitted: boolean): ContentStateView['state'] {
  if (kind === 'content') return 'kept';
  return kind === 'nothing' && isCommitted ? 'erased' : 'none';
}

function covers({ subject, released }: LegalHold, actor: string): boolean {
  return released === undefined && (subject === undefined || subject === actor);
}
