import type { RevealView } from '../../../contract/audit-content-endpoints.ts';
import type { RevealId } from '../../../domain/ids.ts';
import { type Caller, signedBy } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { committedReason } from '../committed-reason.ts';
import { revealView } from './reveal-view.ts';

export interface DecideReveal {
  readonly by: Caller;
  readonly revealId: RevealId;
  readonly decision: 'approve' | 'refuse';
  readonly reason: string;
}

/** The second pair of eyes. @throws MonagoError `reveal_not_found` | `reveal_closed` | `reveal_own` */
export function decideReveal(
  { by, revealId, decision, reason }: DecideReveal,
  use: Control,
): Promise<RevealView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const now = use.clock.now();
    const state = decision === 'approve' ? 'approved' : 'refused';
    const reveal = await tx.reveals.decide(revealId, { by: by.userId, at: now, state, reason });
    const words = committedReason(reason, use.random);
    tx.audit(
      {
        type: `content.${state}`,
        ...signedBy(by),
        reveal: revealId,
        entry: reveal.entryId,
        reason: words.reason,
      },
      words.salt,
      words.content,
    );
    return revealView(reveal, now);
  });
}
