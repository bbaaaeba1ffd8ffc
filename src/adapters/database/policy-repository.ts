import { MonagoError } from '../../domain/errors.ts';
import type { PolicyId } from '../../domain/ids.ts';
import type { Scope } from '../../domain/policy/document/policy.ts';
import type {
  Activation,
  ActivationReport,
  NewPolicy,
  PolicyAuthor,
  PolicyHits,
  PolicyInForce,
  PolicyRepository,
  StoredPolicy,
  StoredVersion,
  VersionSummary,
} from '../../ports/policies.ts';
import { readPoliciesInForce } from './governance-snapshot.ts';
import { constraintOf } from './sql-state.ts';
import type { TenantScope } from './tenant-scope.ts';

interface PolicyRow {
  readonly policy_id: PolicyId;
  readonly name: string;
  readonly scope: Scope;
  readonly created_at: Date;
  readonly created_by: PolicyAuthor;
  readonly archived_at: Date | null;
  readonly active_number: number | null;
  readonly activated_at: Date | null;
  readonly report: ActivationReport | null;
  readonly latest_number: number;
}

interface SummaryRow {
  readonly policy_id: PolicyId;
  readonly number: number;
  readonly hash: string;
  readonly mode: VersionSummary['mode'];
  readonly priority: number;
  readonly note: string;
  readonly created_at: Date;
  readonly created_by: PolicyAuthor;
}

type VersionRow = SummaryRow & { readonly document: string };

interface ActivationRow {
  readonly number: number | null;
  readonly activated_at: Date;
  readonly activated_by: PolicyAuthor;
  readonly reason: string;
  readonly report: ActivationReport | null;
}

const summaryColumns = 'number, hash, mode, priority, note, created_at, created_by';
const activationsMax = 200;

export class PostgresPolicyRepository implements PolicyRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  list(): Promise<readonly StoredPolicy[]> {
    return this.#read(null);
  }

  async byId(id: PolicyId): Promise<StoredPolicy> {
    const [policy] = await this.#read(id);
    if (policy === undefined) throw new MonagoError('policy_not_found');
    return policy;
  }

  async lockSet(): Promise<void> {
    await this.#scope.execute(
      "SELECT pg_advisory_xact_lock(hashtextextended('policies ' || $1, 0))",
      [this.#scope.tenantId],
    );
  }

  async insert({ id, name, scope, createdAt, createdBy, version }: NewPolicy): Promise<void> {
    try {
      await this.#scope.execute(
        `INSERT INTO policy (tenant_id, policy_id, name, scope, created_at, created_by)
          VALUES ($1, $2, $3, $4, $5, $6)`,
        [this.#scope.tenantId, id, name, scope, new Date(createdAt), createdBy],
      );
    } catch (thrown) {
      if (constraintOf(thrown) !== 'policy_tenant_id_name_key') throw thrown;
      throw new MonagoError('policy_name_taken', { cause: thrown });
    }
    await this.addVersion(id, version);
  }

  async addVersion(id: PolicyId, version: StoredVersion): Promise<void> {
    const { number, hash, mode, priority, note, createdAt, createdBy, document } = version;
    await this.#scope.execute(
      `INSERT INTO policy_version (tenant_id, policy_id, ${summaryColumns}, document)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        this.#scope.tenantId,
        id,
        number,
        hash,
        mode,
        priority,
        note,
        new Date(createdAt),
        createdBy,
        document,
      ],
    );
  }

  async versions(id: PolicyId): Promise<readonly StoredVersion[]> {
    const rows = await this.#scope.execute<VersionRow>(
      `SELECT policy_id, ${summaryColumns}, document FROM policy_version
        WHERE tenant_id = $1 AND policy_id = $2 ORDER BY number DESC`,
      [this.#scope.tenantId, id],
    );
    return rows.map((row) => ({ ...summaryOf(row), document: row.document }));
  }

  async activate(id: PolicyId, activation: Activation): Promise<void> {
    const { number, activatedAt, activatedBy, reason, report } = activation;
    this.#scope.directoryChanged();
    await this.#scope.execute(
      `INSERT INTO policy_activation
          (tenant_id, policy_id, number, activated_at, activated_by, reason, report)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        this.#scope.tenantId,
        id,
        number ?? null,
        new Date(activatedAt),
        activatedBy,
        reason,
        report === undefined ? null : JSON.stringify(report),
      ],
    );
  }

  async activations(id: PolicyId): Promise<readonly Activation[]> {
    const rows = await this.#scope.execute<ActivationRow>(
      `SELECT number, activated_at, activated_by, reason, report FROM policy_activation
        WHERE tenant_id = $1 AND policy_id = $2 ORDER BY activation_id DESC LIMIT $3`,
      [this.#scope.tenantId, id, activationsMax],
    );
    return rows.map((row) => ({
      number: row.number ?? undefined,
      activatedAt: row.activated_at.getTime(),
      activatedBy: row.activated_by,
      reason: row.reason,
      report: row.report ?? undefined,
    }));
  }

  async archive(id: PolicyId, at: number): Promise<void> {
    await this.#scope.execute(
      'UPDATE policy SET archived_at = $3 WHERE tenant_id = $1 AND policy_id = $2',
      [this.#scope.tenantId, id, new Date(at)],
    );
  }

  async inForce(): Promise<readonly PolicyInForce[]> {
    const rows = await readPoliciesInForce(this.#scope.execute, this.#scope.tenantId);
    return rows.map(({ name, version, hash, document }) => ({ name, version, hash, document }));
  }

  async hitsSince(since: number): Promise<ReadonlyMap<string, PolicyHits>> {
    const rows = await this.#scope.execute<{ name: string; hits: string; would_deny: string }>(
      `SELECT policy_name AS name, sum(hits)::text AS hits, sum(would_deny)::text AS would_deny
        FROM policy_hit WHERE tenant_id = $1 AND hour >= $2 GROUP BY policy_name`,
      [this.#scope.tenantId, new Date(since)],
    );
    return new Map(
      rows.map((row) => [row.name, { hits: Number(row.hits), wouldDeny: Number(row.would_deny) }]),
    );
  }

  async #read(id: PolicyId | null): Promise<readonly StoredPolicy[]> {
    const { tenantId, execute } = this.#scope;
    const policies = await execute<PolicyRow>(
      `SELECT policy_id, name, scope, created_at, created_by, archived_at,
          (SELECT max(number) FROM policy_version v
            WHERE v.tenant_id = p.tenant_id AND v.policy_id = p.policy_id) AS latest_number,
          newest.number AS active_number, newest.activated_at, newest.report
        FROM policy p
        LEFT JOIN LATERAL (
          SELECT number, activated_at, report FROM policy_activation a
            WHERE a.tenant_id = p.tenant_id AND a.policy_id = p.policy_id
            ORDER BY activation_id DESC LIMIT 1
        ) newest ON true
        WHERE tenant_id = $1 AND ($2::text IS NULL OR policy_id = $2)
        ORDER BY archived_at IS NOT NULL, name`,
      [tenantId, id],
    );
    const wanted = policies.flatMap((row) =>
      [row.latest_number, row.active_number]
        .filter((number) => number !== null)
        .map((number) => ({ id: row.policy_id, number })),
    );
    const rows = await execute<SummaryRow>(
      `SELECT policy_id, ${summaryColumns} FROM policy_version
        WHERE tenant_id = $1 AND (policy_id, number) IN (
          SELECT * FROM unnest($2::text[], $3::int[]))`,
      [tenantId, wanted.map((one) => one.id), wanted.map((one) => one.number)],
    );
    const summaries = new Map(rows.map((row) => [`${row.policy_id} ${row.number}`, row]));
    return policies.map((row) => policyOf(row, summaries));
  }
}

function policyOf(row: PolicyRow, summaries: ReadonlyMap<string, SummaryRow>): StoredPolicy {
  const summary = (number: number): VersionSummary => {
    const found = summaries.get(`${row.policy_id} ${number}`);
    if (found !== undefined) return summaryOf(found);
    throw new MonagoError('internal', { internal: `no version ${number} of ${row.policy_id}` });
  };
  return {
    id: row.policy_id,
    name: row.name,
    scope: row.scope,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    archivedAt: row.archived_at?.getTime(),
    latest: summary(row.latest_number),
    active:
      row.active_number === null || row.activated_at === null
        ? undefined
        : {
            ...summary(row.active_number),
            activatedAt: row.activated_at.getTime(),
            report: row.report ?? undefined,
          },
  };
}

function summaryOf(row: SummaryRow): VersionSummary {
  return {
    number: row.number,
    hash: row.hash,
    mode: row.mode,
    priority: row.priority,
    note: row.note,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
  };
}
