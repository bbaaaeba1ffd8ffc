import type { ErasureView } from '../../../contract/audit-content-endpoints.ts';
import type { Erasure } from '../../../ports/audit-content.ts';
import { rfc3339, rfc3339OrNull } from '../../rfc3339.ts';

export function erasureView(erasure: Erasure): ErasureView {
  const { scope } = erasure;
  return {
    id: erasure.id,
    subject: scope.subject ?? null,
    from: rfc3339OrNull(scope.from),
    to: rfc3339OrNull(scope.to),
    basis: erasure.basis,
    reason: erasure.reason,
    requested_by: erasure.requestedBy,
    requested_at: rfc3339(erasure.requestedAt),
    state: erasure.state,
    held_by: erasure.heldBy ?? null,
    due: erasure.due,
    erased: erasure.erased,
    finished_at: rfc3339OrNull(erasure.finishedAt),
  };
}
