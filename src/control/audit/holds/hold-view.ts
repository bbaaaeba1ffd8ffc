import type { HoldView } from '../../../contract/audit-content-endpoints.ts';
import type { LegalHold } from '../../../ports/audit-content.ts';
import { rfc3339, rfc3339OrNull } from '../../rfc3339.ts';

export function holdView(hold: LegalHold): HoldView {
  const { id, subject, reason, placedBy, placedAt, released } = hold;
  return {
    id,
    subject: subject ?? null,
    reason,
    placed_by: placedBy,
    placed_at: rfc3339(placedAt),
    released_by: released?.by ?? null,
    released_at: rfc3339OrNull(released?.at),
    release_reason: released?.reason ?? null,
  };
}
