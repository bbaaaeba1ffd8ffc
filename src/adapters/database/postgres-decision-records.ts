import type { TenantId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DecisionRecords, NewDecisionRecord } from '../../ports/decision-records.ts';
import type { Log } from '../../ports/log.ts';
import type { Database } from './open-database.ts';
import { RepeatedTask } from './repeated-task.ts';
import type { Execute } from './sql.ts';
import { inTransaction } from './transaction.ts';

export interface DecisionRecordDependencies {
  readonly database: Pick<Database, 'app' | 'reader'>;
  readonly clock: Clock;
  readonly log: Log;
  /** After how many days a record is forgotten. */
  readonly keptDays: number;
}

const writeIntervalMs = 1_000;
const pruneIntervalMs = 60 * 60 * 1_000;
const bufferedMax = 8_192;
const dayMs = 24 * 60 * 60 * 1_000;
const hourMs = 60 * 60 * 1_000;

/** Keeps decisions in memory for a second and writes them together, so that no request waits for statistics. */
export class PostgresDecisionRecords implements DecisionRecords {
  readonly #use: DecisionRecordDependencies;
  readonly #writing = new RepeatedTask(() => this.write(), writeIntervalMs);
  readonly #pruning = new RepeatedTask(() => this.prune(), pruneIntervalMs);
  #buffered: NewDecisionRecord[] = [];
  #dropped = 0;

  constructor(use: DecisionRecordDependencies) {
    this.#use = use;
  }

  start(): this {
    this.#writing.start();
    this.#pruning.start();
    return this;
  }

  record(row: NewDecisionRecord): void {
    if (this.#buffered.length < bufferedMax) this.#buffered.push(row);
    else this.#dropped += 1;
  }

  /** Writes what is buffered. Never rejects: what cannot be written is dropped, and the log says how much. */
  async write(): Promise<void> {
    const rows = this.#buffered;
    this.#buffered = [];
    for (const [tenantId, own] of byTenant(rows)) {
      try {
        await inTransaction(this.#use.database.app, { tenantId }, async (execute) => {
          await insertRecords(execute, tenantId, own);
          await countHits(execute, tenantId, own);
        });
      } catch (thrown) {
        this.#dropped += own.length;
        const error = thrown instanceof Error ? thrown.message : 'unknown';
        this.#use.log.warn('decision_records.not_written', { error });
      }
    }
    if (this.#dropped === 0) return;
    this.#use.log.warn('decision_records.dropped', { count: this.#dropped });
    this.#dropped = 0;
  }

  /** Forgets what is older than it may be. Never rejects: it is tried again. */
  async prune(): Promise<void> {
    const { database, clock, log, keptDays } = this.#use;
    const before = new Date(clock.now() - keptDays * dayMs);
    try {
      const { rows } = await database.reader.query<{ tenant_id: TenantId }>(
        'SELECT DISTINCT tenant_id FROM decision_record WHERE at < $1',
        [before],
      );
      for (const { tenant_id: tenantId } of rows) {
        await inTransaction(database.app, { tenantId }, async (execute) => {
          const old = [tenantId, before];
          await execute('DELETE FROM decision_record WHERE tenant_id = $1 AND at < $2', old);
          await execute('DELETE FROM policy_hit WHERE tenant_id = $1 AND hour < $2', old);
        });
      }
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : 'unknown';
      log.warn('decision_records.not_pruned', { error });
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#writing.stop(), this.#pruning.stop()]);
    await this.write();
  }
}

function byTenant(
  rows: readonly NewDecisionRecord[],
): ReadonlyMap<TenantId, readonly NewDecisionRecord[]> {
  const grouped = new Map<TenantId, NewDecisionRecord[]>();
  for (const row of rows) {
    const own = grouped.get(row.tenantId);
    if (own === undefined) grouped.set(row.tenantId, [row]);
    else own.push(row);
  }
  return grouped;
}

async function insertRecords(
  execute: Execute,
  tenantId: TenantId,
  rows: readonly NewDecisionRecord[],
): Promise<void> {
  const written = rows.map((row) => ({
    audit_id: row.auditId,
    at: new Date(row.at),
    workspace_id: row.workspaceId,
    phase: row.phase,
    input: row.input,
    verdict: row.verdict,
    would_be: row.wouldBe,
    decided_by: row.decidedBy,
    matched: row.matched,
    shadow: row.shadow,
    code: row.code ?? null,
    eval_us: Math.round(row.evalUs),
  }));
  await execute(
    `INSERT INTO decision_record (tenant_id, audit_id, at, workspace_id, phase, input, verdict, would_be, decided_by,
        matched, shadow, code, eval_us)
      SELECT $1, r.* FROM jsonb_to_recordset($2::jsonb) AS r (audit_id text, at timestamptz, workspace_id text,
        phase text, input jsonb, verdict text, would_be text, decided_by text[], matched text[], shadow text[],
        code text, eval_us integer)`,
    [tenantId, JSON.stringify(written)],
  );
}

interface Hits {
  readonly policy: string;
  readonly hour: number;
  hits: number;
  wouldDeny: number;
}

async function countHits(
  execute: Execute,
  tenantId: TenantId,
  rows: readonly NewDecisionRecord[],
): Promise<void> {
  // Always in the same order, so that nodes that count the same policies wait for each other instead of deadlocking.
  const hits = hitsOf(rows).toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
  if (hits.length === 0) return;
  await execute(
    `INSERT INTO policy_hit AS known (tenant_id, policy_name, hour, hits, would_deny)
      SELECT $1, h.* FROM unnest($2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[]) h
      ON CONFLICT (tenant_id, policy_name, hour) DO UPDATE SET
        hits = known.hits + excluded.hits, would_deny = known.would_deny + excluded.would_deny`,
    [
      tenantId,
      hits.map(({ policy }) => policy),
      hits.map(({ hour }) => new Date(hour)),
      hits.map((one) => one.hits),
      hits.map(({ wouldDeny }) => wouldDeny),
    ],
  );
}

function hitsOf(rows: readonly NewDecisionRecord[]): readonly Hits[] {
  const counts = new Map<string, Hits>();
  for (const { at, matched, shadow, wouldDeny } of rows) {
    const hour = at - (at % hourMs);
    const denying = new Set(wouldDeny);
    for (const reference of [...matched, ...shadow]) {
      const policy = reference.slice(0, reference.lastIndexOf('@'));
      const key = `${policy} ${hour}`;
      const count = counts.get(key) ?? { policy, hour, hits: 0, wouldDeny: 0 };
      count.hits += 1;
      if (denying.has(policy)) count.wouldDeny += 1;
      counts.set(key, count);
    }
  }
  return [...counts.values()];
}
