import { ContentSealer } from '../adapters/database/audit/content/content-sealer.ts';
import { PostgresAuditJobs } from '../adapters/database/audit/content/postgres-audit-jobs.ts';
import { sealOldSalts } from '../adapters/database/audit/content/seal-old-salts.ts';
import { RepeatedTask } from '../adapters/database/repeated-task.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { continueErasures, enforceRetentions } from '../control/audit/audit-chores.ts';
import type { Log } from '../ports/log.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Storage } from './storage.ts';

const erasurePauseMs = 15_000;
const retentionPauseMs = 10 * 60 * 1_000;

/** Erasures that go on behind whoever asked for them, and what is not to be kept any longer. */
export async function startAuditChores(
  { database, random, node, contentKeys }: Storage,
  { unitOfWork, log }: { readonly unitOfWork: UnitOfWork; readonly log: Log },
): Promise<{ close(): Promise<void> }> {
  const content = new ContentSealer(contentKeys, systemClock);
  const salts = { pool: database.app, readerPool: database.reader, content };
  // The next start tries again, and until then they are readable as they were.
  const sealed = await sealOldSalts(salts).catch((thrown: unknown) => {
    const reason = thrown instanceof Error ? thrown.message : 'unknown';
    log.error('audit.old_salts_not_sealed', { reason });
    return 0;
  });
  if (sealed > 0) log.info('audit.old_salts_sealed', { count: sealed });
  const jobs = new PostgresAuditJobs({ database, clock: systemClock, node });
  const use = { unitOfWork, clock: systemClock, random, log, jobs };
  const tasks = [
    new RepeatedTask(() => continueErasures(use), erasurePauseMs),
    new RepeatedTask(() => enforceRetentions(use), retentionPauseMs),
  ];
  for (const task of tasks) task.start();
  return { close: async () => void (await Promise.all(tasks.map((task) => task.stop()))) };
}
