import type { ErrorCode } from '../../../../domain/error-table.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import type { AuditId, RevealId, UserId } from '../../../../domain/ids.ts';
import type {
  Reveal,
  RevealDecision,
  RevealQuery,
  RevealRepository,
  RevealState,
} from '../../../../ports/audit-content.ts';
import type { TenantScope } from '../../tenant-scope.ts';
import { toCount } from '../log-head.ts';

interface RevealRow {
  readonly reveal_id: RevealId;
  readonly entry_id: AuditId;
  readonly entry_index: string | number;
  readonly entry_type: string;
  readonly reason: string;
  readonly requested_by: UserId;
  readonly requested_at: Date;
  readonly state: RevealState;
  readonly decided_by: UserId | null;
  readonly decided_at: Date | null;
  readonly decision_reason: string | null;
  readonly revealed_at: Date | null;
}

const ofEntry = (column: string) => `(SELECT e.${column} FROM audit_entry e
    WHERE e.tenant_id = content_reveal.tenant_id AND e.entry_id = content_reveal.entry_id)`;
const columns = `reveal_id, entry_id, reason, requested_by, requested_at, state, decided_by, decided_at, decision_reason,
  revealed_at, ${ofEntry('idx')} AS entry_index, ${ofEntry('type')} AS entry_type`;

export class PostgresRevealRepository implements RevealRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async list(query: RevealQuery): Promise<readonly Reveal[]> {
    const { entryId, state, before, expiredBefore, limit } = query;
    const rows = await this.#scope.execute<RevealRow>(
      `SELECT ${columns} FROM content_reveal
        WHERE tenant_id = $1 AND ($2::text IS NULL OR entry_id = $2) AND ($4::text IS NULL OR reveal_id < $4)
          AND ($3::text IS NULL OR $3 = CASE WHEN state = 'approved' AND decided_at <= $5 THEN 'expired' ELSE state END)
        ORDER BY reveal_id DESC LIMIT $6`,
      [
        this.#scope.tenantId,
        entryId ?? null,
        state ?? null,
        before ?? null,
        new Date(expiredBefore),
        limit,
      ],
    );
    return rows.map(revealOf);
  }

  async countRequested(): Promise<number> {
    const [row] = await this.#scope.execute<{ readonly count: string | number }>(
      `SELECT count(*) AS count FROM content_reveal WHERE tenant_id = $1 AND state = 'requested'`,
      [this.#scope.tenantId],
    );
    return toCount(row?.count ?? 0);
  }

  async insert(
    reveal: Pick<Reveal, 'id' | 'entryId' | 'reason' | 'requestedBy' | 'requestedAt'>,
  ): Promise<Reveal> {
    const { id, entryId, reason, requestedBy, requestedAt } = reveal;
    const rows = await this.#scope.execute<RevealRow>(
      `INSERT INTO content_reveal (tenant_id, reveal_id, entry_id, reason, requested_by, requested_at, state)
        VALUES ($1, $2, $3, $4, $5, $6, 'requested') RETURNING ${columns}`,
      [this.#scope.tenantId, id, entryId, reason, requestedBy, new Date(requestedAt)],
    );
    return this.#only(rows, id);
  }

  async decide(id: RevealId, { by, at, state, reason }: RevealDecision): Promise<Reveal> {
    const rows = await this.#scope.execute<RevealRow>(
      `UPDATE content_reveal SET state = $3, decided_by = $4, decided_at = $5, decision_reason = $6
        WHERE tenant_id = $1 AND reveal_id = $2 AND state = 'requested' AND requested_by <> $4
        RETURNING ${columns}`,
      [this.#scope.tenantId, id, state, by, new Date(at), reason],
    );
    return this.#only(rows, id, (known) =>
      known.state === 'requested' && known.requested_by === by ? 'reveal_own' : 'reveal_closed',
    );
  }

  async use(
    id: RevealId,
    { by, at, approvedSince }: Parameters<RevealRepository['use']>[1],
  ): Promise<Reveal> {
    const rows = await this.#scope.execute<RevealRow>(
      `UPDATE content_reveal SET state = 'revealed', revealed_at = $4
        WHERE tenant_id = $1 AND reveal_id = $2 AND state = 'approved' AND requested_by = $3 AND decided_by <> $3
          AND decided_at > $5
        RETURNING ${columns}`,
      [this.#scope.tenantId, id, by, new Date(at), new Date(approvedSince)],
    );
    // Somebody else's is none of the caller's.
    return this.#only(rows, id, (known) =>
      known.requested_by === by ? 'reveal_closed' : 'reveal_not_found',
    );
  }

  /** The row that a statement has found; otherwise why it found none. */
  async #only(
    [row]: readonly RevealRow[],
    id: RevealId,
    refusal: (known: RevealRow) => ErrorCode = () => 'reveal_closed',
  ): Promise<Reveal> {
    if (row !== undefined) return revealOf(row);
    const [known] = await this.#scope.execute<RevealRow>(
      `SELECT ${columns} FROM content_reveal WHERE tenant_id = $1 AND reveal_id = $2`,
      [this.#scope.tenantId, id],
    );
    throw new MonagoError(known === undefined ? 'reveal_not_found' : refusal(known));
  }
}

function revealOf(row: RevealRow): Reveal {
  return {
    id: row.reveal_id,
    entryId: row.entry_id,
    entryIndex: toCount(row.entry_index),
    entryType: row.entry_type,
    reason: row.reason,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.getTime(),
    state: row.state,
    decidedBy: row.decided_by ?? undefined,
    decidedAt: row.decided_at?.getTime(),
    decisionReason: row.decision_reason ?? undefined,
    revealedAt: row.revealed_at?.getTime(),
  };
}
