import type { AuditJobs } from '../../ports/audit-jobs.ts';
import type { Log } from '../../ports/log.ts';
import { type ErasureUse, resumeErasure } from './erasure/advance-erasure.ts';
import { enforceRetention } from './retention/enforce-retention.ts';

export interface ChoresUse extends ErasureUse {
  readonly jobs: AuditJobs;
  readonly log: Log;
}

const hourMs = 60 * 60 * 1_000;

/** Goes on with erasures that nobody waits for any more, that a node left behind, or that a hold stopped. Never rejects. */
export async function continueErasures(use: ChoresUse): Promise<void> {
  await guarded(use, { event: 'audit.erasures_failed' }, async () => {
    if ((await use.jobs.openErasures()).length === 0) return;
    await use.jobs.runAlone({ name: 'erasures', everyMs: 0, leaseMs: hourMs }, async () => {
      for (const { tenantId, id } of await use.jobs.openErasures()) {
        const work = async () => void (await resumeErasure(tenantId, id, use));
        await guarded(use, { event: 'audit.erasure_failed', fields: { tenantId, id } }, work);
      }
    });
  });
}

/** Once a day, for every tenant. Never rejects: what failed is tried again the next time. */
export async function enforceRetentions(use: ChoresUse): Promise<void> {
  const job = { name: 'retention', everyMs: 24 * hourMs, leaseMs: 12 * hourMs };
  await guarded(use, { event: 'audit.retention_failed' }, async () => {
    await use.jobs.runAlone(job, async () => {
      for (const tenantId of await use.jobs.tenants()) {
        const work = async () => {
          const { erased, pruned } = await enforceRetention(tenantId, use);
          if (erased + pruned > 0) use.log.info('audit.retention', { tenantId, erased, pruned });
        };
        await guarded(use, { event: 'audit.retention_failed', fields: { tenantId } }, work);
      }
    });
  });
}

interface Chore {
  readonly event: string;
  readonly fields?: Readonly<Record<string, string>>;
}

async function guarded(
  { log }: ChoresUse,
  { event, fields }: Chore,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'unknown';
    log.error(event, { ...fields, reason });
  }
}
