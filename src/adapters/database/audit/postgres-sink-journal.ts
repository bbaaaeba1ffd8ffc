import type { Pool } from 'pg';
import type { TenantId } from '../../../domain/ids.ts';
import type {
  AuditSink,
  SinkJournal,
  SinkPage,
  SinkPosition,
  SinkStatus,
} from '../../../ports/audit-sinks.ts';
import { inTransaction } from '../transaction.ts';
import { toCount } from './log-head.ts';

export interface SinkJournalDependencies {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly readerPool: Pool;
  readonly node: string;
}

/** Longer than a delivery may take; a node that died is followed by another one after this. */
const leaseSeconds = 60;

interface LogRow {
  readonly tenant_id: TenantId;
  readonly generation: number;
  readonly next_idx: string | number | null;
}

interface LeafRow {
  readonly idx: string | number;
  readonly leaf: Buffer | null;
}

interface StatusRow {
  readonly sink: string;
  readonly next_idx: string | number | null;
  readonly delivered_at: Date | null;
  readonly failing_since: Date | null;
  readonly problem: string | null;
}

/** Cursors of the sinks beside the logs they point into. */
export class PostgresSinkJournal implements SinkJournal {
  readonly #use: SinkJournalDependencies;

  constructor(use: SinkJournalDependencies) {
    this.#use = use;
  }

  async claim(sink: string): Promise<boolean> {
    const rows = await inTransaction(this.#use.pool, {}, (execute) =>
      execute(
        `INSERT INTO audit_sink (sink, holder, held_until) VALUES ($1, $2, now() + make_interval(secs => $3))
         ON CONFLICT (sink) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
           WHERE audit_sink.holder = excluded.holder OR audit_sink.held_until < now()
         RETURNING sink`,
        [sink, this.#use.node, leaseSeconds],
      ),
    );
    return rows.length === 1;
  }

  async pending({ name, from }: AuditSink): Promise<readonly SinkPosition[]> {
    await this.#begin(name, from);
    const logs = await inTransaction(this.#use.readerPool, { isReadOnly: true }, (execute) =>
      execute<LogRow>(
        `SELECT l.tenant_id, l.generation, c.next_idx
         FROM audit_log l
         LEFT JOIN audit_head h USING (tenant_id, generation)
         LEFT JOIN audit_sink_cursor c
           ON c.tenant_id = l.tenant_id AND c.generation = l.generation AND c.sink = $1
         WHERE h.size IS NULL OR h.size > coalesce(c.next_idx, 0)
         ORDER BY l.tenant_id, l.generation`,
        [name],
      ),
    );
    return logs.map(positionOf);
  }

  /** Skips what was there before the sink, once, where it is not to be given that. */
  async #begin(sink: string, from: AuditSink['from']): Promise<void> {
    const logs = await inTransaction(this.#use.readerPool, { isReadOnly: true }, (execute) =>
      execute<LogRow>(
        `SELECT h.tenant_id, h.generation, h.size AS next_idx FROM audit_head h
         WHERE NOT (SELECT has_begun FROM audit_sink WHERE sink = $1)`,
        [sink],
      ),
    );
    if (logs.length === 0) return;
    if (from === 'now') for (const log of logs) await this.advance(sink, positionOf(log));
    await inTransaction(this.#use.pool, {}, (execute) =>
      execute('UPDATE audit_sink SET has_begun = true WHERE sink = $1', [sink]),
    );
  }

  async read(position: SinkPosition, max: number): Promise<SinkPage> {
    const { tenantId, generation, next } = position;
    const rows = await inTransaction(this.#use.pool, { tenantId }, (execute) =>
      execute<LeafRow>(
        `SELECT idx, leaf FROM audit_entry WHERE tenant_id = $1 AND generation = $2 AND idx >= $3
         ORDER BY idx LIMIT $4`,
        [tenantId, generation, next, max],
      ),
    );
    const last = rows.at(-1);
    return {
      leaves: rows.flatMap(({ leaf }) => (leaf === null ? [] : [leaf])),
      next: last === undefined ? next : toCount(last.idx) + 1,
    };
  }

  async advance(sink: string, { tenantId, generation, next }: SinkPosition): Promise<void> {
    await inTransaction(this.#use.pool, { tenantId }, (execute) =>
      execute(
        `INSERT INTO audit_sink_cursor (tenant_id, generation, sink, next_idx, delivered_at)
         VALUES ($1, $2, $3, $4, now())
         ON CONFLICT (tenant_id, generation, sink) DO UPDATE
           SET next_idx = greatest(audit_sink_cursor.next_idx, excluded.next_idx), delivered_at = now()`,
        [tenantId, generation, sink, next],
      ),
    );
  }

  async report(sink: string, problem: string | undefined): Promise<void> {
    await inTransaction(this.#use.pool, {}, (execute) =>
      execute(
        `UPDATE audit_sink SET problem = $2,
           failing_since = CASE WHEN $2::text IS NULL THEN NULL ELSE coalesce(failing_since, now()) END
         WHERE sink = $1`,
        [sink, problem ?? null],
      ),
    );
  }

  /** Sinks that no node has been at for a while are those that the operator took away. */
  async status(tenantId: TenantId): Promise<readonly SinkStatus[]> {
    const rows = await inTransaction(this.#use.pool, { tenantId }, (execute) =>
      execute<StatusRow>(
        `SELECT s.sink, c.next_idx, c.delivered_at, s.failing_since, s.problem
         FROM audit_sink s
         JOIN audit_head h ON h.tenant_id = $1
         LEFT JOIN audit_sink_cursor c
           ON c.sink = s.sink AND c.tenant_id = h.tenant_id AND c.generation = h.generation
         WHERE s.held_until > now() - interval '10 minutes'
         ORDER BY s.sink`,
        [tenantId],
      ),
    );
    return rows.map((row) => ({
      sink: row.sink,
      deliveredTo: row.next_idx === null ? 0 : toCount(row.next_idx),
      deliveredAt: row.delivered_at?.getTime(),
      failingSince: row.failing_since?.getTime(),
      problem: row.problem ?? undefined,
    }));
  }
}

function positionOf(row: LogRow): SinkPosition {
  const { tenant_id: tenantId, generation, next_idx: next } = row;
  return { tenantId, generation, next: next === null ? 0 : toCount(next) };
}
