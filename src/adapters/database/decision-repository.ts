import type { AuditId, WorkspaceId } from '../../domain/ids.ts';
import type { Phase } from '../../domain/policy/condition/variables.ts';
import type { Verdict } from '../../domain/policy/document/policy.ts';
import type { DecisionRepository, StoredDecision } from '../../ports/policies.ts';
import type { TenantScope } from './tenant-scope.ts';

interface DecisionRow {
  readonly record: string;
  readonly audit_id: AuditId;
  readonly at: Date;
  readonly workspace_id: WorkspaceId;
  readonly phase: Phase;
  readonly input: unknown;
  readonly verdict: Verdict;
  readonly would_be: Verdict;
  readonly decided_by: readonly string[];
  readonly matched: readonly string[];
  readonly shadow: readonly string[];
  readonly code: string | null;
}

const columns = `record_id::text AS record, audit_id, at, workspace_id, phase, input, verdict, would_be, decided_by,
  matched, shadow, code`;
const pageSize = 500;
const perEntryMax = 200;

export class PostgresDecisionRepository implements DecisionRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async byAuditId(auditId: AuditId): Promise<readonly StoredDecision[]> {
    const rows = await this.#scope.execute<DecisionRow>(
      `SELECT ${columns} FROM decision_record WHERE tenant_id = $1 AND audit_id = $2
        ORDER BY at, record_id LIMIT $3`,
      [this.#scope.tenantId, auditId, perEntryMax],
    );
    return rows.map(decisionOf);
  }

  async *since(since: number, countMax: number): AsyncIterable<readonly StoredDecision[]> {
    let last: DecisionRow | undefined;
    for (let left = countMax; left > 0; ) {
      const rows: readonly DecisionRow[] = await this.#scope.execute<DecisionRow>(
        `SELECT ${columns} FROM decision_record
          WHERE tenant_id = $1 AND at >= $2
            AND ($3::timestamptz IS NULL OR (at, record_id) < ($3, $4::bigint))
          ORDER BY at DESC, record_id DESC LIMIT $5`,
        [
          this.#scope.tenantId,
          new Date(since),
          last?.at ?? null,
          last?.record ?? null,
          Math.min(left, pageSize),
        ],
      );
      if (rows.length === 0) return;
      yield rows.map(decisionOf);
      left -= rows.length;
      last = rows.at(-1);
    }
  }
}

function decisionOf(row: DecisionRow): StoredDecision {
  return {
    auditId: row.audit_id,
    at: row.at.getTime(),
    workspaceId: row.workspace_id,
    phase: row.phase,
    input: row.input,
    verdict: row.verdict,
    wouldBe: row.would_be,
    decidedBy: row.decided_by,
    matched: row.matched,
    shadow: row.shadow,
    code: row.code ?? undefined,
  };
}
