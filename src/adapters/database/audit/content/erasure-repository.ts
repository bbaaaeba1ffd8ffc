import { MonagoError } from '../../../../domain/errors.ts';
import type { ErasureId, HoldId, UserId } from '../../../../domain/ids.ts';
import type {
  ErasedBatch,
  Erasure,
  ErasurePreview,
  ErasureRepository,
  ErasureScope,
  ErasureState,
  NewErasure,
} from '../../../../ports/audit-content.ts';
import type { TenantScope } from '../../tenant-scope.ts';
import { lockHead, toCount } from '../log-head.ts';
import { periodOf } from './content-keys.ts';
import { countDue, type DueQuery, destroyDue, microseconds } from './due-content.ts';
import { type StandingHold, standingHolds } from './hold-repository.ts';

interface ErasureRow {
  readonly erasure_id: ErasureId;
  readonly subject: string | null;
  readonly from_us: string | number | null;
  readonly to_us: string | number | null;
  readonly basis: Erasure['basis'];
  readonly reason: string;
  readonly requested_by: UserId;
  readonly requested_at: Date;
  readonly state: ErasureState;
  readonly held_by: HoldId | null;
  readonly due: string | number;
  readonly erased: string | number;
  readonly next_generation: number;
  readonly next_idx: string | number;
  readonly end_generation: number;
  readonly end_idx: string | number;
  readonly finished_at: Date | null;
}

const columns = `erasure_id, subject, from_us, to_us, basis, reason, requested_by, requested_at, state, held_by, due, erased,
  next_generation, next_idx, end_generation, end_idx, finished_at`;
const listedMax = 200;
const everything = {
  from: { generation: 0, index: 0 },
  end: { generation: 32_767, index: 0 },
  spared: [],
} as const;

export class PostgresErasureRepository implements ErasureRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async preview(scope: ErasureScope): Promise<ErasurePreview> {
    const { execute, tenantId } = this.#scope;
    const query = { ...everything, scope };
    const holds = await this.#holdsOn(query, await standingHolds(execute, tenantId));
    return { count: await countDue(execute, tenantId, query), holds };
  }

  async insert(erasure: NewErasure): Promise<Erasure> {
    const { execute, tenantId } = this.#scope;
    const head = await lockHead(execute, tenantId);
    const { scope } = erasure;
    const { count, holds } = await this.preview(scope);
    if (holds.length > 0) throw underHold(holds);
    if (scope.subject !== undefined && scope.from === undefined && scope.to === undefined) {
      await execute(
        `UPDATE audit_content_key SET retired_at = $3
          WHERE tenant_id = $1 AND subject = $2 AND retired_at IS NULL`,
        [tenantId, scope.subject, new Date(erasure.requestedAt)],
      );
    }
    const [row] = await execute<ErasureRow>(
      `INSERT INTO audit_erasure (tenant_id, erasure_id, subject, from_us, to_us, basis, reason, requested_by,
          requested_at, state, due, next_generation, next_idx, end_generation, end_idx)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $10, 0, 0, $11, $12) RETURNING ${columns}`,
      [
        tenantId,
        erasure.id,
        scope.subject ?? null,
        microseconds(scope.from),
        microseconds(scope.to),
        erasure.basis,
        erasure.reason,
        erasure.requestedBy,
        new Date(erasure.requestedAt),
        count,
        head.generation,
        head.size,
      ],
    );
    return erasureOf(row);
  }

  async list(): Promise<readonly Erasure[]> {
    const rows = await this.#scope.execute<ErasureRow>(
      `SELECT ${columns} FROM audit_erasure WHERE tenant_id = $1 ORDER BY erasure_id DESC LIMIT $2`,
      [this.#scope.tenantId, listedMax],
    );
    return rows.map(erasureOf);
  }

  async byId(id: ErasureId): Promise<Erasure> {
    return erasureOf(await this.#row(id));
  }

  async advance(
    id: ErasureId,
    { entriesMax, now }: { readonly entriesMax: number; readonly now: number },
  ): Promise<{ readonly erasure: Erasure; readonly batch: ErasedBatch | undefined }> {
    const { execute, tenantId } = this.#scope;
    const head = await lockHead(execute, tenantId);
    const row = await this.#row(id);
    const query = queryOf(row);
    if (row.state === 'done') return { erasure: erasureOf(row), batch: undefined };
    const [hold] = await this.#holdsOn(query, await standingHolds(execute, tenantId));
    if (hold !== undefined) {
      return { erasure: await this.#save(row, { state: 'held', hold }), batch: undefined };
    }
    const batch = await destroyDue(execute, head, { query, entriesMax });
    if (batch !== undefined) {
      return { erasure: await this.#save(row, { state: 'running', batch }), batch };
    }
    await this.#dropKeys(row, now);
    return { erasure: await this.#save(row, { state: 'done', now }), batch: undefined };
  }

  async eraseOlder(beforeMs: number, entriesMax: number): Promise<ErasedBatch | undefined> {
    const { execute, tenantId } = this.#scope;
    const head = await lockHead(execute, tenantId);
    const holds = await standingHolds(execute, tenantId);
    if (holds.some(({ subject }) => subject === null)) return undefined;
    const scope = { subject: undefined, from: undefined, to: beforeMs };
    const spared = holds.flatMap(({ subject }) => subject ?? []);
    return destroyDue(execute, head, { query: { ...everything, scope, spared }, entriesMax });
  }

  async dropIdleKeys(now: number): Promise<number> {
    await lockHead(this.#scope.execute, this.#scope.tenantId);
    return this.#dropIdleKeys(now);
  }

  async #dropIdleKeys(now: number): Promise<number> {
    const { execute, tenantId } = this.#scope;
    const dropped = await execute(
      `DELETE FROM audit_content_key k
        WHERE tenant_id = $1 AND (period < $2 OR retired_at IS NOT NULL) AND NOT EXISTS (
          SELECT FROM audit_content c WHERE c.tenant_id = $1 AND c.key_id = k.key_id)
        RETURNING 1 AS dropped`,
      [tenantId, periodOf(now)],
    );
    return dropped.length;
  }

  /** Standing holds that cover something of what the query is after. */
  async #holdsOn(query: DueQuery, holds: readonly StandingHold[]): Promise<readonly HoldId[]> {
    const { execute, tenantId } = this.#scope;
    const found: HoldId[] = [];
    for (const { hold_id: id, subject } of holds) {
      const { subject: own } = query.scope;
      if (subject === null || subject === own) found.push(id);
      else if (own === undefined) {
        const held = { ...query, scope: { ...query.scope, subject } };
        if ((await countDue(execute, tenantId, held)) > 0) found.push(id);
      }
    }
    return found;
  }

  /** What was asked for is erased: also from every copy that does not come with the keys. */
  async #dropKeys({ subject, from_us, to_us }: ErasureRow, now: number): Promise<void> {
    const { execute, tenantId } = this.#scope;
    await this.#dropIdleKeys(now);
    if (subject === null || from_us !== null || to_us !== null) return;
    await execute(
      `DELETE FROM audit_content_key WHERE tenant_id = $1 AND subject = $2 AND retired_at IS NOT NULL`,
      [tenantId, subject],
    );
  }

  async #row(id: ErasureId): Promise<ErasureRow> {
    const [row] = await this.#scope.execute<ErasureRow>(
      `SELECT ${columns} FROM audit_erasure WHERE tenant_id = $1 AND erasure_id = $2
        ${this.#scope.isReadOnly ? '' : 'FOR UPDATE'}`,
      [this.#scope.tenantId, id],
    );
    if (row === undefined) throw new MonagoError('erasure_not_found');
    return row;
  }

  async #save(row: ErasureRow, step: Step): Promise<Erasure> {
    const batch = step.state === 'running' ? step.batch : undefined;
    const [saved] = await this.#scope.execute<ErasureRow>(
      `UPDATE audit_erasure SET state = $3, held_by = $4, finished_at = $5, erased = erased + $6,
          entries = entries + $7, next_generation = coalesce($8, next_generation), next_idx = coalesce($9, next_idx)
        WHERE tenant_id = $1 AND erasure_id = $2 RETURNING ${columns}`,
      [
        this.#scope.tenantId,
        row.erasure_id,
        step.state,
        step.state === 'held' ? step.hold : null,
        step.state === 'done' ? new Date(step.now) : null,
        batch?.count ?? 0,
        batch === undefined ? 0 : 1,
        batch?.next.generation ?? null,
        batch?.next.index ?? null,
      ],
    );
    return erasureOf(saved);
  }
}

const namedMax = 10;

function underHold(holds: readonly HoldId[]): MonagoError {
  return new MonagoError('legal_hold', {
    message: `A legal hold covers what would be erased: ${holds.slice(0, namedMax).join(', ')}. It has to be released first.`,
  });
}

type Step =
  | { readonly state: 'held'; readonly hold: HoldId }
  | {
      readonly state: 'running';
      readonly batch: ErasedBatch & { readonly next: DueQuery['from'] };
    }
  | { readonly state: 'done'; readonly now: number };

function queryOf(row: ErasureRow): DueQuery {
  return {
    scope: scopeOf(row),
    from: { generation: row.next_generation, index: toCount(row.next_idx) },
    end: { generation: row.end_generation, index: toCount(row.end_idx) },
    spared: [],
  };
}

function scopeOf({ subject, from_us: from, to_us: to }: ErasureRow): ErasureScope {
  return {
    subject: subject ?? undefined,
    from: from === null ? undefined : toCount(from) / 1_000,
    to: to === null ? undefined : toCount(to) / 1_000,
  };
}

function erasureOf(row: ErasureRow | undefined): Erasure {
  if (row === undefined) throw new MonagoError('internal', { internal: 'no row was written' });
  return {
    id: row.erasure_id,
    scope: scopeOf(row),
    basis: row.basis,
    reason: row.reason,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.getTime(),
    state: row.state,
    heldBy: row.held_by ?? undefined,
    due: toCount(row.due),
    erased: toCount(row.erased),
    finishedAt: row.finished_at?.getTime(),
  };
}
