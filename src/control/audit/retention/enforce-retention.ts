import type { TenantId } from '../../../domain/ids.ts';
import type { PrunePoint } from '../../../ports/audit-content.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { UnitOfWork } from '../../../ports/unit-of-work.ts';
import { erasedFact } from '../erasure/erased-fact.ts';

export interface RetentionUse {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** What one run has taken out of a tenant's log. */
export interface Enforced {
  /** Entries whose content was destroyed. */
  readonly erased: number;
  readonly pruned: number;
}

const dayMs = 24 * 60 * 60 * 1_000;
const erasedAtOnce = 1_000;
const prunedAtOnce = 5_000;
const byMonago = { type: 'system', id: 'monago' } as const;

/**
 * Lets go what a tenant does not want to keep any longer: content first, then whole entry bundles, each announced in the log
 * before it goes. May be stopped at any moment, and goes on where it was.
 */
export async function enforceRetention(tenantId: TenantId, use: RetentionUse): Promise<Enforced> {
  const { entryDays, contentDays } = await use.unitOfWork.read(tenantId, (tx) =>
    tx.retention.read(),
  );
  const kept = [entryDays, contentDays].filter((days) => days !== undefined);
  const erased = kept.length === 0 ? 0 : await eraseOlder(tenantId, Math.min(...kept), use);
  if (entryDays !== undefined) await announce(tenantId, entryDays, use);
  // Also what was announced before the setting was taken back: the log says so, and nobody can unsay it.
  const pruned = await pruneAnnounced(tenantId, use);
  await use.unitOfWork.run(tenantId, (tx) => tx.erasures.dropIdleKeys(use.clock.now()));
  return { erased, pruned };
}

async function eraseOlder(
  tenantId: TenantId,
  days: number,
  { unitOfWork, clock }: RetentionUse,
): Promise<number> {
  const before = clock.now() - days * dayMs;
  let erased = 0;
  for (;;) {
    const count = await unitOfWork.run(tenantId, async (tx) => {
      const batch = await tx.erasures.eraseOlder(before, erasedAtOnce);
      if (batch === undefined) return 0;
      tx.audit(erasedFact({ actor: byMonago }, 'retention', batch));
      return batch.count;
    });
    if (count === 0) return erased;
    erased += count;
  }
}

async function announce(
  tenantId: TenantId,
  days: number,
  { unitOfWork, clock }: RetentionUse,
): Promise<PrunePoint | undefined> {
  return unitOfWork.run(tenantId, async (tx) => {
    const point = await tx.retention.nextPrunePoint(clock.now() - days * dayMs);
    if (point !== undefined) {
      tx.audit({ type: 'retention.pruned', actor: byMonago, ...point, days });
    }
    return point;
  });
}

async function pruneAnnounced(tenantId: TenantId, { unitOfWork }: RetentionUse): Promise<number> {
  let pruned = 0;
  for (;;) {
    const count = await unitOfWork.run(tenantId, (tx) => tx.retention.pruneAnnounced(prunedAtOnce));
    if (count === 0) return pruned;
    pruned += count;
  }
}
