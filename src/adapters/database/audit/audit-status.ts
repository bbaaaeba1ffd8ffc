import type { Pool } from 'pg';
import type { TenantId } from '../../../domain/ids.ts';
import type { AuditStatus, SelfCheck } from '../../../ports/audit-status.ts';
import { inTransaction } from '../transaction.ts';
import type { FollowedLogs } from './followed-logs.ts';
import { toCount } from './log-head.ts';

export interface StatusSource {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly followed: FollowedLogs;
}

interface StatusRow {
  readonly generation: number;
  readonly origin: string;
  readonly state: 'active' | 'frozen';
  readonly frozen_at: Date | null;
  readonly frozen_reason: string | null;
  readonly checked_at: Date | null;
  readonly size: string | number | null;
  readonly root: Buffer | null;
  readonly verdict: SelfCheck['verdict'] | null;
  readonly findings: number | null;
  readonly first_finding: string | null;
}

const selectStatus = `SELECT l.generation, l.origin, l.state, l.frozen_at, l.frozen_reason, s.checked_at, s.size, s.root,
    s.verdict, s.findings, s.first_finding
  FROM audit_head h JOIN audit_log l USING (tenant_id, generation)
    LEFT JOIN audit_selfcheck s USING (tenant_id, generation)
  WHERE h.tenant_id = $1`;

/** What is known about the newest log of a tenant, from the last self-check and from what this node has followed. */
export async function readAuditStatus(
  { pool, followed }: StatusSource,
  tenantId: TenantId,
): Promise<AuditStatus> {
  const [row] = await inTransaction(pool, { tenantId }, (execute) =>
    execute<StatusRow>(selectStatus, [tenantId]),
  );
  if (row === undefined) throw new RangeError(`no audit log for ${tenantId}`);
  const known = followed.get(tenantId);
  const own =
    known?.origin === row.origin
      ? { from: known.from, to: known.range.size, at: known.at }
      : undefined;
  const selfCheck = selfCheckOf(row);
  const isFrozen = row.state === 'frozen';
  return {
    generation: row.generation,
    state: row.state,
    frozen: isFrozen
      ? { at: row.frozen_at?.getTime(), reason: row.frozen_reason ?? 'not recorded' }
      : undefined,
    followed: own,
    selfCheck,
    ...verifiedBy(selfCheck, own),
    verdict: verdictOf(selfCheck, own),
  };
}

function selfCheckOf(row: StatusRow): SelfCheck | undefined {
  const { checked_at: checkedAt, size, root, verdict } = row;
  if (checkedAt === null || size === null || root === null || verdict === null) return undefined;
  return {
    checkedAt: checkedAt.getTime(),
    size: toCount(size),
    root: root.toString('base64'),
    verdict,
    findings: row.findings ?? 0,
    firstFinding: row.first_finding ?? undefined,
  };
}

function verifiedBy(
  selfCheck: SelfCheck | undefined,
  followed: AuditStatus['followed'],
): Pick<AuditStatus, 'verifiedTo' | 'verifiedAt'> {
  const checked = selfCheck?.verdict === 'verified' ? selfCheck : undefined;
  // From an empty log on, following it is seeing the whole of it.
  const isWhole = followed !== undefined && followed.from <= (checked?.size ?? 0);
  if (isWhole && followed.to >= (checked?.size ?? 0))
    return { verifiedTo: followed.to, verifiedAt: followed.at };
  return { verifiedTo: checked?.size, verifiedAt: checked?.checkedAt };
}

function verdictOf(
  selfCheck: SelfCheck | undefined,
  followed: AuditStatus['followed'],
): AuditStatus['verdict'] {
  if (selfCheck !== undefined && selfCheck.verdict !== 'verified') return selfCheck.verdict;
  return verifiedBy(selfCheck, followed).verifiedTo === undefined ? 'unchecked' : 'verified';
}
