import { MonagoError } from '../../domain/errors.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type {
  Approval,
  ApprovalDecision,
  ApprovalQuery,
  ApprovalRepository,
} from '../../ports/approvals.ts';
import { type ApprovalRow, announceApproval, approvalColumns, approvalOf } from './approval-row.ts';
import type { TenantScope } from './tenant-scope.ts';

export class PostgresApprovalRepository implements ApprovalRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async list({ status, now, before, limit }: ApprovalQuery): Promise<readonly Approval[]> {
    const rows = await this.#scope.execute<ApprovalRow>(
      `SELECT ${approvalColumns} FROM approval
        WHERE tenant_id = $1 AND ($2::text IS NULL OR $2 = CASE
            WHEN status IN ('pending', 'approved') AND expires_at <= $5 THEN 'expired' ELSE status END)
          AND ($3::text IS NULL OR approval_id < $3)
        ORDER BY approval_id DESC LIMIT $4`,
      [this.#scope.tenantId, status ?? null, before ?? null, limit, new Date(now)],
    );
    return rows.map(approvalOf);
  }

  async countPending(now: number): Promise<number> {
    const [row] = await this.#scope.execute<{ pending: number }>(
      `SELECT count(*)::int AS pending FROM approval
        WHERE tenant_id = $1 AND status = 'pending' AND expires_at > $2`,
      [this.#scope.tenantId, new Date(now)],
    );
    return row?.pending ?? 0;
  }

  async byId(id: ApprovalId): Promise<Approval> {
    const [row] = await this.#scope.execute<ApprovalRow>(
      `SELECT ${approvalColumns} FROM approval WHERE tenant_id = $1 AND approval_id = $2
        ${this.#scope.isReadOnly ? '' : 'FOR UPDATE'}`,
      [this.#scope.tenantId, id],
    );
    if (row === undefined) throw new MonagoError('approval_not_found');
    return approvalOf(row);
  }

  async decide(id: ApprovalId, decision: ApprovalDecision): Promise<void> {
    const { tenantId, execute } = this.#scope;
    const { status, decidedAt, decidedBy, reason, expiresAt } = decision;
    const decided = await execute(
      `UPDATE approval SET status = $3, decided_at = $4, decided_by = $5, reason = $6, expires_at = $7,
          content = NULL
        WHERE tenant_id = $1 AND approval_id = $2 AND status = 'pending' RETURNING 1 AS decided`,
      [tenantId, id, status, new Date(decidedAt), decidedBy, reason, new Date(expiresAt)],
    );
    if (decided.length === 0) throw new MonagoError('approval_closed');
    await announceApproval(execute, tenantId, id);
  }
}
