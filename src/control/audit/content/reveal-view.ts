import type { RevealView } from '../../../contract/audit-content-endpoints.ts';
import type { Reveal } from '../../../ports/audit-content.ts';
import { rfc3339, rfc3339OrNull } from '../../rfc3339.ts';

/** How long an approval can be used. */
export const usableMs = 60 * 60 * 1_000;

export function revealView(reveal: Reveal, now: number): RevealView {
  const { decidedAt = now } = reveal;
  const isExpired = reveal.state === 'approved' && decidedAt + usableMs <= now;
  const isUsable = reveal.state === 'approved' && !isExpired;
  return {
    id: reveal.id,
    entry_id: reveal.entryId,
    entry_index: reveal.entryIndex,
    entry_type: reveal.entryType,
    reason: reveal.reason,
    requested_by: reveal.requestedBy,
    requested_at: rfc3339(reveal.requestedAt),
    state: isExpired ? 'expired' : reveal.state,
    decided_by: reveal.decidedBy ?? null,
    decided_at: rfc3339OrNull(reveal.decidedAt),
    decision_reason: reveal.decisionReason ?? null,
    usable_until: isUsable ? rfc3339(decidedAt + usableMs) : null,
    revealed_at: rfc3339OrNull(reveal.revealedAt),
  };
}
