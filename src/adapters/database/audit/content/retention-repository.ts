import { tileWidth } from '../../../../domain/audit/tile.ts';
import type {
  PrunePoint,
  Retention,
  RetentionRepository,
} from '../../../../ports/audit-content.ts';
import type { TenantScope } from '../../tenant-scope.ts';
import { type LogHead, lockHead, readHead, toCount } from '../log-head.ts';
import { type StandingHold, standingHolds } from './hold-repository.ts';

interface RetentionRow {
  readonly entry_days: number | null;
  readonly content_days: number | null;
}

interface IndexRow {
  readonly idx: string | number | null;
}

export class PostgresRetentionRepository implements RetentionRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async read(): Promise<Retention> {
    const [row] = await this.#scope.execute<RetentionRow>(
      `SELECT entry_days, content_days FROM tenant WHERE tenant_id = $1
        ${this.#scope.isReadOnly ? '' : 'FOR UPDATE'}`,
      [this.#scope.tenantId],
    );
    return {
      entryDays: row?.entry_days ?? undefined,
      contentDays: row?.content_days ?? undefined,
    };
  }

  async write({ entryDays, contentDays }: Retention): Promise<void> {
    await this.#scope.execute(
      'UPDATE tenant SET entry_days = $2, content_days = $3 WHERE tenant_id = $1',
      [this.#scope.tenantId, entryDays ?? null, contentDays ?? null],
    );
  }

  async lastRunAt(): Promise<number | undefined> {
    const [row] = await this.#scope.execute<{ readonly ran_at: Date | null }>(
      `SELECT ran_at FROM job_lease WHERE job = 'retention'`,
      [],
    );
    return row?.ran_at?.getTime();
  }

  async nextPrunePoint(beforeMs: number): Promise<PrunePoint | undefined> {
    const { execute, tenantId } = this.#scope;
    const head = await lockHead(execute, tenantId);
    const holds = await standingHolds(execute, tenantId);
    if (holds.some(({ subject }) => subject === null)) return undefined;
    const from = await this.#prunedBelow(head);
    const limit = await this.#firstToKeep(head, { beforeMs, from, holds });
    const below = limit - (limit % tileWidth);
    if (below <= from) return undefined;
    await execute(
      'UPDATE audit_log SET pruned_below = $3 WHERE tenant_id = $1 AND generation = $2',
      [tenantId, head.generation, below],
    );
    return { below, size: head.size, root: Buffer.from(head.root).toString('base64') };
  }

  async pruneAnnounced(most: number): Promise<number> {
    const { execute, tenantId } = this.#scope;
    const head = await readHead(execute, tenantId);
    const below = await this.#prunedBelow(head);
    if (below === 0) return 0;
    const [row] = await execute<{ readonly pruned: string | number }>(
      'SELECT prune_audit_entries($1::smallint, $2::bigint, $3::integer) AS pruned',
      [head.generation, below, most],
    );
    return toCount(row?.pruned ?? 0);
  }

  async #prunedBelow({ tenantId, generation }: LogHead): Promise<number> {
    const [row] = await this.#scope.execute<IndexRow>(
      'SELECT pruned_below AS idx FROM audit_log WHERE tenant_id = $1 AND generation = $2',
      [tenantId, generation],
    );
    return toCount(row?.idx ?? 0);
  }

  /** The first entry that is too young, open, held, or has content that is still kept. */
  async #firstToKeep(
    { tenantId, generation, size }: LogHead,
    use: { beforeMs: number; from: number; holds: readonly StandingHold[] },
  ): Promise<number> {
    const rows = await this.#scope.execute<IndexRow>(
      `SELECT audit_index_at($1, $2::smallint, $3::bigint) AS idx
        UNION ALL SELECT min(e.idx) FROM audit_open_intent o JOIN audit_entry e USING (tenant_id, entry_id)
          WHERE o.tenant_id = $1 AND e.generation = $2
        UNION ALL SELECT min(idx) FROM audit_entry
          WHERE tenant_id = $1 AND generation = $2 AND actor_id = ANY ($4::text[]) AND idx >= $5
        UNION ALL SELECT min(idx) FROM audit_content WHERE tenant_id = $1 AND generation = $2`,
      [
        tenantId,
        generation,
        Math.round(use.beforeMs * 1_000),
        use.holds.flatMap(({ subject }) => subject ?? []),
        use.from,
      ],
    );
    return Math.min(size, ...rows.flatMap(({ idx }) => (idx === null ? [] : toCount(idx))));
  }
}
