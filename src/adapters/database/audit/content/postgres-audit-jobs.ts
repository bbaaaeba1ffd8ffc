import type { ErasureId, TenantId } from '../../../../domain/ids.ts';
import type { AuditJobs, Job, OpenErasure } from '../../../../ports/audit-jobs.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Database } from '../../open-database.ts';

export interface AuditJobsUse {
  readonly database: Pick<Database, 'app' | 'reader'>;
  readonly clock: Clock;
  /** Unique for each start of the process. */
  readonly node: string;
}

export class PostgresAuditJobs implements AuditJobs {
  readonly #use: AuditJobsUse;

  constructor(use: AuditJobsUse) {
    this.#use = use;
  }

  async tenants(): Promise<readonly TenantId[]> {
    const { rows } = await this.#use.database.reader.query<{ tenant_id: TenantId }>(
      'SELECT tenant_id FROM tenant ORDER BY tenant_id',
    );
    return rows.map((row) => row.tenant_id);
  }

  async openErasures(): Promise<readonly OpenErasure[]> {
    const { rows } = await this.#use.database.reader.query<{
      tenant_id: TenantId;
      erasure_id: ErasureId;
    }>(
      `SELECT tenant_id, erasure_id FROM audit_erasure WHERE state <> 'done' ORDER BY tenant_id, erasure_id`,
    );
    return rows.map((row) => ({ tenantId: row.tenant_id, id: row.erasure_id }));
  }

  async runAlone({ name, everyMs, leaseMs }: Job, work: () => Promise<void>): Promise<boolean> {
    const { database, clock, node } = this.#use;
    const now = clock.now();
    const { rowCount } = await database.app.query(
      `INSERT INTO job_lease AS lease (job, holder, until) VALUES ($1, $2, $3)
        ON CONFLICT (job) DO UPDATE SET holder = excluded.holder, until = excluded.until
          WHERE lease.until <= $4 AND (lease.ran_at IS NULL OR lease.ran_at <= $5)`,
      [name, node, new Date(now + leaseMs), new Date(now), new Date(now - everyMs)],
    );
    if (rowCount === 0) return false;
    let isDone = false;
    try {
      await work();
      isDone = true;
      return true;
    } finally {
      await database.app.query(
        `UPDATE job_lease SET until = $3, ran_at = CASE WHEN $4 THEN $3 ELSE ran_at END
          WHERE job = $1 AND holder = $2`,
        [name, node, new Date(clock.now()), isDone],
      );
    }
  }
}
