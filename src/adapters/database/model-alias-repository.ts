import type { Provider } from '../../domain/credential/credential.ts';
import type { UserId } from '../../domain/ids.ts';
import type { ModelAlias, ModelAliasRepository } from '../../ports/unit-of-work.ts';
import type { TenantScope } from './tenant-scope.ts';

interface AliasRow {
  readonly alias: string;
  readonly provider: Provider;
  readonly model: string;
  readonly changed_at: Date;
  readonly changed_by: UserId;
}

const columns = 'alias, provider, model, changed_at, changed_by';

export class PostgresModelAliasRepository implements ModelAliasRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async list(): Promise<readonly ModelAlias[]> {
    const rows = await this.#scope.execute<AliasRow>(
      `SELECT ${columns} FROM model_alias WHERE tenant_id = $1 ORDER BY lower(alias), alias`,
      [this.#scope.tenantId],
    );
    return rows.map(aliasOf);
  }

  async byName(alias: string): Promise<ModelAlias | undefined> {
    const { tenantId, execute, isReadOnly } = this.#scope;
    // A row that is not there yet cannot be locked, and two who add it would both say that nothing was there.
    if (!isReadOnly) {
      await execute("SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0))", [
        tenantId,
        alias,
      ]);
    }
    const [row] = await execute<AliasRow>(
      `SELECT ${columns} FROM model_alias WHERE tenant_id = $1 AND alias = $2`,
      [tenantId, alias],
    );
    return row && aliasOf(row);
  }

  async set({ alias, provider, model, changedAt, changedBy }: ModelAlias): Promise<void> {
    this.#scope.directoryChanged();
    await this.#scope.execute(
      `INSERT INTO model_alias (tenant_id, ${columns}) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, alias) DO UPDATE SET provider = excluded.provider,
          model = excluded.model, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
      [this.#scope.tenantId, alias, provider, model, new Date(changedAt), changedBy],
    );
  }

  async remove(alias: string): Promise<void> {
    this.#scope.directoryChanged();
    await this.#scope.execute('DELETE FROM model_alias WHERE tenant_id = $1 AND alias = $2', [
      this.#scope.tenantId,
      alias,
    ]);
  }
}

function aliasOf(row: AliasRow): ModelAlias {
  return {
    alias: row.alias,
    provider: row.provider,
    model: row.model,
    changedAt: row.changed_at.getTime(),
    changedBy: row.changed_by,
  };
}
