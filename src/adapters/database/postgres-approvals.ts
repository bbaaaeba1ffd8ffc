import { MonagoError } from '../../domain/errors.ts';
import type { ApprovalId, TenantId } from '../../domain/ids.ts';
import type {
  Approval,
  ApprovalStatus,
  Approvals,
  ApprovalUse,
  NewApproval,
} from '../../ports/approvals.ts';
import type { AuditReceipt, NewEntry } from '../../ports/audit-log.ts';
import { type ApprovalRow, announceApproval, approvalColumns, approvalOf } from './approval-row.ts';
import { ApprovalWatch } from './approval-watch.ts';
import { placeOf } from './audit/entry-place.ts';
import { type CommitDependencies, commitChange, record } from './commit.ts';
import { RepeatedTask } from './repeated-task.ts';
import { inTransaction } from './transaction.ts';

export interface ApprovalDependencies extends CommitDependencies {
  readonly log: ConstructorParameters<typeof ApprovalWatch>[1];
}

/** A lost notification costs whoever waits no more than this. */
const pollMs = 2_000;
const sweepIntervalMs = 15_000;
const sweptMax = 500;

const whyNot: Readonly<Record<Exclude<ApprovalStatus, 'approved'>, MonagoError['code']>> = {
  pending: 'pending_approval',
  rejected: 'approval_rejected',
  expired: 'approval_expired',
  used: 'approval_mismatch',
};

/** Held requests in PostgreSQL. An approval whose time is over is expired by whoever comes across it first. */
export class PostgresApprovals implements Approvals {
  readonly #use: ApprovalDependencies;
  readonly #watch: ApprovalWatch;
  #isClosed = false;
  readonly #sweeping = new RepeatedTask(() => this.sweep(), sweepIntervalMs);

  constructor(use: ApprovalDependencies) {
    this.#use = use;
    this.#watch = new ApprovalWatch(use.database, use.log);
  }

  start(): this {
    this.#watch.start();
    this.#sweeping.start();
    return this;
  }

  async open(approval: NewApproval, held: NewEntry): Promise<AuditReceipt | undefined> {
    await commitChange(this.#use, held.tenantId, async (draft) => {
      await draft.execute(
        `INSERT INTO approval (tenant_id, approval_id, workspace_id, token_id, held_audit_id, policies, kind,
            approvers, request_hash, provider, model, api, findings, risk, content, status, created_at, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'pending', $16, $17)`,
        valuesOf(approval, held),
      );
      draft.entries.push(held);
    });
    // The request is held, whether or not it can be told where that was written down.
    return placeOf(this.#use.database.app, held).catch(() => undefined);
  }

  async read(tenantId: TenantId, approvalId: ApprovalId): Promise<Approval | undefined> {
    const found = await this.#find(tenantId, approvalId);
    if (found === undefined || !this.#isOver(found)) return found;
    await this.#expire(tenantId, approvalId);
    return this.#find(tenantId, approvalId);
  }

  async waitFor(
    tenantId: TenantId,
    approvalId: ApprovalId,
    signal: AbortSignal,
  ): Promise<Approval> {
    for (;;) {
      const looked = new AbortController();
      const news = this.#watch.news(approvalId, pollMs, AbortSignal.any([signal, looked.signal]));
      const approval = await this.read(tenantId, approvalId);
      if (
        approval === undefined ||
        approval.status !== 'pending' ||
        signal.aborted ||
        this.#isClosed
      ) {
        looked.abort();
        if (approval === undefined) throw new MonagoError('approval_not_found');
        return approval;
      }
      await news;
    }
  }

  async consume({ tenantId, approvalId, tokenId, requestHash }: ApprovalUse): Promise<void> {
    const now = new Date(this.#use.clock.now());
    const used = await inTransaction(this.#use.database.app, { tenantId }, (execute) =>
      execute(
        `UPDATE approval SET status = 'used', used_at = $5
          WHERE tenant_id = $1 AND approval_id = $2 AND token_id = $3 AND request_hash = $4
            AND status = 'approved' AND expires_at > $5 RETURNING 1 AS used`,
        [tenantId, approvalId, tokenId, requestHash, now],
      ),
    );
    if (used.length === 1) return;
    const approval = await this.read(tenantId, approvalId);
    const isOwn = approval?.tokenId === tokenId && approval.requestHash.equals(requestHash);
    // To anybody else it is not even there.
    if (approval === undefined || !isOwn || approval.status === 'approved') {
      throw new MonagoError('approval_mismatch');
    }
    throw new MonagoError(whyNot[approval.status]);
  }

  /** Expires what is over. Never rejects: what could not be expired is tried again, and counts as over anyway. */
  async sweep(): Promise<void> {
    const { database, clock, log } = this.#use;
    try {
      const { rows } = await database.reader.query<{
        tenant_id: TenantId;
        approval_id: ApprovalId;
      }>(
        `SELECT tenant_id, approval_id FROM approval
          WHERE status IN ('pending', 'approved') AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
        [new Date(clock.now()), sweptMax],
      );
      for (const row of rows) await this.#expire(row.tenant_id, row.approval_id);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : 'unknown';
      log.warn('approvals.not_swept', { error });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watch.close();
    await this.#sweeping.stop();
  }

  #isOver({ status, expiresAt }: Approval): boolean {
    return (status === 'pending' || status === 'approved') && expiresAt <= this.#use.clock.now();
  }

  #find(tenantId: TenantId, approvalId: ApprovalId): Promise<Approval | undefined> {
    const options = { tenantId, isReadOnly: true };
    return inTransaction(this.#use.database.app, options, async (execute) => {
      const [row] = await execute<ApprovalRow>(
        `SELECT ${approvalColumns} FROM approval WHERE tenant_id = $1 AND approval_id = $2`,
        [tenantId, approvalId],
      );
      return row && approvalOf(row);
    });
  }

  /** Several nodes may come across it at once: the one whose statement finds it says so in the log. */
  async #expire(tenantId: TenantId, approvalId: ApprovalId): Promise<void> {
    const now = new Date(this.#use.clock.now());
    await commitChange(this.#use, tenantId, async (draft) => {
      const [row] = await draft.execute<ApprovalRow>(
        `UPDATE approval SET status = 'expired', content = NULL
          WHERE tenant_id = $1 AND approval_id = $2 AND status IN ('pending', 'approved') AND expires_at <= $3
          RETURNING ${approvalColumns}`,
        [tenantId, approvalId, now],
      );
      if (row === undefined) return;
      await announceApproval(draft.execute, tenantId, approvalId);
      record(draft, this.#use.random, {
        tenantId,
        fact: {
          type: 'approval.expired',
          actor: { type: 'system', id: 'monago' },
          workspace: row.workspace_id,
          approval: approvalId,
          held: row.held_audit_id,
          policies: row.policies,
        },
      });
    });
  }
}

function valuesOf(approval: NewApproval, { tenantId, entryId }: NewEntry): readonly unknown[] {
  return [
    tenantId,
    approval.id,
    approval.workspaceId,
    approval.tokenId,
    entryId,
    approval.policies,
    approval.kind,
    approval.approvers,
    approval.requestHash,
    approval.provider,
    approval.model,
    approval.api,
    JSON.stringify(approval.findings),
    JSON.stringify(approval.risk),
    approval.content ?? null,
    new Date(approval.createdAt),
    new Date(approval.expiresAt),
  ];
}
