import type { UserId } from '../../domain/ids.ts';
import type { GovernanceRecord, GovernanceRepository } from '../../ports/policies.ts';
import {
  defaultGovernance,
  type GovernanceRow,
  governanceColumns,
  governanceOf,
} from './governance-row.ts';
import type { TenantScope } from './tenant-scope.ts';

export class PostgresGovernanceRepository implements GovernanceRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async read(): Promise<GovernanceRecord> {
    const [row] = await this.#scope.execute<GovernanceRow>(
      `SELECT ${governanceColumns} FROM governance_setting WHERE tenant_id = $1`,
      [this.#scope.tenantId],
    );
    return row === undefined ? defaultGovernance : governanceOf(row);
  }

  async write(
    { inspection, timeZone, lists, calendars }: GovernanceRecord,
    { at, by }: { readonly at: number; readonly by: UserId },
  ): Promise<void> {
    this.#scope.directoryChanged();
    await this.#scope.execute(
      `INSERT INTO governance_setting (tenant_id, ${governanceColumns}, changed_at, changed_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (tenant_id) DO UPDATE SET inspection = excluded.inspection,
          time_zone = excluded.time_zone, lists = excluded.lists, calendars = excluded.calendars,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
      [
        this.#scope.tenantId,
        JSON.stringify(inspection),
        timeZone,
        JSON.stringify(Object.fromEntries(lists)),
        JSON.stringify(calendars),
        new Date(at),
        by,
      ],
    );
  }
}
