import type { HoldView } from '../../../contract/audit-content-endpoints.ts';
import { type Caller, signedBy } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { committedReason } from '../committed-reason.ts';
import { holdView } from './hold-view.ts';

export interface PlaceHold {
  readonly by: Caller;
  /** Id of an actor; undefined: everybody. */
  readonly subject: string | undefined;
  readonly reason: string;
}

/** From the answer on nothing that it covers is erased or pruned, also not by what was under way. */
export function placeHold({ by, subject, reason }: PlaceHold, use: Control): Promise<HoldView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const id = use.random.id('hld');
    const hold = { id, subject, reason, placedBy: by.userId, placedAt: use.clock.now() };
    await tx.holds.place(hold);
    const words = committedReason(reason, use.random);
    tx.audit(
      {
        type: 'legal_hold.placed',
        ...signedBy(by),
        hold: id,
        ...(subject === undefined ? {} : { subject }),
        reason: words.reason,
      },
      words.salt,
      words.content,
    );
    return holdView({ ...hold, released: undefined });
  });
}
