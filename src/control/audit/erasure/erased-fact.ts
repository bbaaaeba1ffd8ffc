import type { AuditFact } from '../../../domain/audit/fact.ts';
import type { FactBase } from '../../../domain/audit/fact-parts.ts';
import type { ErasedBatch, Erasure } from '../../../ports/audit-content.ts';

/** The entry about what was erased in its own transaction. */
export function erasedFact(
  base: FactBase,
  basis: Erasure['basis'],
  { ranges, count, log }: ErasedBatch,
): Extract<AuditFact, { type: 'privacy.erased' }> {
  return {
    type: 'privacy.erased',
    ...base,
    ranges,
    count,
    basis,
    ...(log === undefined ? {} : { log }),
  };
}
