import type { HoldView } from '../../../contract/audit-content-endpoints.ts';
import type { HoldId } from '../../../domain/ids.ts';
import { type Caller, signedBy } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { committedReason } from '../committed-reason.ts';
import { holdView } from './hold-view.ts';

export interface ReleaseHold {
  readonly by: Caller;
  readonly holdId: HoldId;
  readonly reason: string;
}

/** @throws MonagoError `hold_not_found` | `hold_released` */
export function releaseHold({ by, holdId, reason }: ReleaseHold, use: Control): Promise<HoldView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const release = { by: by.userId, at: use.clock.now(), reason };
    const hold = await tx.holds.release(holdId, release);
    const { subject } = hold;
    const words = committedReason(reason, use.random);
    tx.audit(
      {
        type: 'legal_hold.released',
        ...signedBy(by),
        hold: holdId,
        ...(subject === undefined ? {} : { subject }),
        reason: words.reason,
      },
      words.salt,
      words.content,
    );
    return holdView(hold);
  });
}
