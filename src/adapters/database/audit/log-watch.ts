import type { TenantId } from '../../../domain/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { Execute } from '../sql.ts';
import { closeOrphans, type OrphanDependencies } from './close-orphans.ts';
import { Connection } from './connection.ts';
import { type SelfCheckDependencies, selfCheck } from './self-check.ts';

export interface LogWatchDependencies extends OrphanDependencies, SelfCheckDependencies {
  /** Longer than any call to a provider may take; older intents of other nodes are lost. */
  readonly orphanAfterMs: number;
  /** An entry a log at least this often, so that silence means something. 0: none. */
  readonly heartbeatMs: number;
  /** Time between two self-checks of a log. 0: none. */
  readonly selfCheckMs: number;
}

/** One number for each task that one node does at a time. */
const heartbeatLock = 0x6d6f_6e62;
const selfCheckLock = 0x6d6f_6e63;
const heartbeatsMax = 1000;
const heartbeatsAtOnce = 8;
const selfChecksMax = 1000;
const selfCheckRestMs = 20;
/** After this long in one round the logs that are left wait for the next. */
const selfCheckRoundMs = 20_000;
const keepAliveMs = 5000;

/** What somebody has to do for the logs now and then. Each task is done by one node at a time, and never rejects. */
export class LogWatch {
  readonly #use: LogWatchDependencies;

  constructor(use: LogWatchDependencies) {
    this.#use = use;
  }

  /** Closes the intents of nodes that are gone. */
  async sweep(): Promise<void> {
    await attempt(this.#use.log, 'audit_sweep_failed', async () => {
      const count = await closeOrphans(this.#use, this.#use.orphanAfterMs);
      if (count > 0) this.#use.log.warn('audit.orphans_closed', { count });
    });
  }

  /** Appends to each log that nothing has happened in for a while. */
  async beat(): Promise<void> {
    const { heartbeatMs, log } = this.#use;
    if (heartbeatMs === 0) return;
    await attempt(log, 'audit_heartbeat_failed', () =>
      this.#alone(heartbeatLock, async (execute) => {
        const before = (this.#use.clock.now() - heartbeatMs) * 1000;
        const idle = await execute<{ readonly tenant_id: TenantId }>(
          `SELECT tenant_id FROM audit_head JOIN audit_log USING (tenant_id, generation)
           WHERE state = 'active' AND last_time_us < $1 ORDER BY last_time_us LIMIT $2`,
          [before, heartbeatsMax],
        );
        const queue = idle.map((row) => row.tenant_id);
        const beatNext = async (): Promise<void> => {
          for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
            await this.#beatOne(next);
          }
        };
        await Promise.all(Array.from({ length: heartbeatsAtOnce }, beatNext));
      }),
    );
  }

  /**
   * Checks the logs that are due, one after the other. One that was never checked is due at once and comes first, so
   * that nobody waits a day to be told about a new log; many at once are spread over rounds.
   */
  async check(): Promise<void> {
    const { selfCheckMs, clock, log } = this.#use;
    if (selfCheckMs === 0) return;
    await attempt(log, 'audit_self_check_not_done', () =>
      this.#alone(selfCheckLock, async (execute) => {
        const due = await execute<{ readonly tenant_id: TenantId }>(
          `SELECT tenant_id FROM audit_head JOIN audit_log l USING (tenant_id, generation)
             LEFT JOIN audit_selfcheck s USING (tenant_id, generation)
           WHERE l.state = 'active' AND (s.checked_at IS NULL OR s.checked_at < $1)
           ORDER BY s.checked_at NULLS FIRST, l.created_at LIMIT $2`,
          [new Date(clock.now() - selfCheckMs), selfChecksMax],
        );
        const endsAt = clock.monotonic() + selfCheckRoundMs;
        for (const { tenant_id: tenantId } of due) {
          await this.#checkOne(tenantId);
          if (clock.monotonic() >= endsAt) return;
        }
      }),
    );
  }

  /** A log that cannot be checked keeps none of the others from it. */
  async #checkOne(tenantId: TenantId): Promise<void> {
    await attempt(this.#use.log, 'audit_self_check_not_done', async () => {
      await selfCheck(this.#use, { tenantId, restMs: selfCheckRestMs });
    });
  }

  async #beatOne(tenantId: TenantId): Promise<void> {
    const { auditLog, random, log } = this.#use;
    const actor = { type: 'system', id: 'monago' } as const;
    const fact = { type: 'log.heartbeat', actor } as const;
    await attempt(log, 'audit_heartbeat_failed', async () => {
      await auditLog.append({ tenantId, entryId: random.id('aud'), fact });
    });
  }

  /** Does the task unless another node is at it. */
  async #alone(lock: number, task: (execute: Execute) => Promise<void>): Promise<void> {
    const connection = await Connection.open(this.#use.readerPool);
    try {
      await connection.run('BEGIN');
      const [row] = await connection.execute<{ readonly taken: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1) AS taken',
        [lock],
      );
      if (row?.taken === true) await keepingAlive(connection, () => task(connection.execute));
      await connection.commit();
      connection.release();
    } catch (error) {
      connection.discard();
      throw error;
    }
  }
}

/** The server ends transactions that say nothing for too long, and the lock with them. */
async function keepingAlive(connection: Connection, task: () => Promise<void>): Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = connection.run('SELECT 1').catch(() => undefined);
  }, keepAliveMs);
  try {
    await task();
  } finally {
    clearInterval(timer);
    await last;
  }
}

async function attempt(log: Log, event: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    log.warn(event, { reason });
  }
}
