import { MonagoError } from '../../../../domain/errors.ts';
import type { HoldId, UserId } from '../../../../domain/ids.ts';
import type { HoldRelease, HoldRepository, LegalHold } from '../../../../ports/audit-content.ts';
import type { Execute } from '../../sql.ts';
import type { TenantScope } from '../../tenant-scope.ts';

interface HoldRow {
  readonly hold_id: HoldId;
  readonly subject: string | null;
  readonly reason: string;
  readonly placed_by: UserId;
  readonly placed_at: Date;
  readonly released_by: UserId | null;
  readonly released_at: Date | null;
  readonly release_reason: string | null;
}

const columns = `hold_id, subject, reason, placed_by, placed_at, released_by, released_at, release_reason`;

export class PostgresHoldRepository implements HoldRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async list(): Promise<readonly LegalHold[]> {
    const rows = await this.#scope.execute<HoldRow>(
      `SELECT ${columns} FROM legal_hold WHERE tenant_id = $1 ORDER BY hold_id DESC`,
      [this.#scope.tenantId],
    );
    return rows.map(holdOf);
  }

  async place(hold: Omit<LegalHold, 'released'>): Promise<void> {
    const { id, subject, reason, placedBy, placedAt } = hold;
    await this.#scope.execute(
      `INSERT INTO legal_hold (tenant_id, hold_id, subject, reason, placed_by, placed_at)
        VALUES ($1, $2, $3, $4, $5, $6)`,
      [this.#scope.tenantId, id, subject ?? null, reason, placedBy, new Date(placedAt)],
    );
  }

  async release(id: HoldId, { by, at, reason }: HoldRelease): Promise<LegalHold> {
    const { execute, tenantId } = this.#scope;
    const [row] = await execute<HoldRow>(
      `UPDATE legal_hold SET released_by = $3, released_at = $4, release_reason = $5
        WHERE tenant_id = $1 AND hold_id = $2 AND released_at IS NULL RETURNING ${columns}`,
      [tenantId, id, by, new Date(at), reason],
    );
    if (row !== undefined) return holdOf(row);
    const known = await execute(
      'SELECT 1 AS known FROM legal_hold WHERE tenant_id = $1 AND hold_id = $2',
      [tenantId, id],
    );
    throw new MonagoError(known.length > 0 ? 'hold_released' : 'hold_not_found');
  }
}

export interface StandingHold {
  readonly hold_id: HoldId;
  readonly subject: string | null;
}

/** MUST be asked under the lock of the log's head, so that no hold is placed behind its back. */
export async function standingHolds(
  execute: Execute,
  tenantId: string,
): Promise<readonly StandingHold[]> {
  return execute<StandingHold>(
    `SELECT hold_id, subject FROM legal_hold WHERE tenant_id = $1 AND released_at IS NULL ORDER BY hold_id`,
    [tenantId],
  );
}

function holdOf(row: HoldRow): LegalHold {
  const { released_by: by, released_at: at, release_reason: reason } = row;
  return {
    id: row.hold_id,
    subject: row.subject ?? undefined,
    reason: row.reason,
    placedBy: row.placed_by,
    placedAt: row.placed_at.getTime(),
    released:
      by === null || at === null || reason === null ? undefined : { by, at: at.getTime(), reason },
  };
}
