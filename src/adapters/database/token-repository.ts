import type { TokenScope } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { TokenId, UserId, WorkspaceId } from '../../domain/ids.ts';
import type { ServiceToken, TokenRepository } from '../../ports/unit-of-work.ts';
import { constraintOf } from './sql-state.ts';
import type { TenantScope } from './tenant-scope.ts';

interface TokenRow {
  readonly token_id: TokenId;
  readonly workspace_id: WorkspaceId;
  readonly name: string;
  readonly scope: TokenScope;
  readonly last4: string;
  readonly created_at: Date;
  readonly created_by: UserId;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

const columns =
  'token_id, workspace_id, name, scope, last4, created_at, created_by, expires_at, revoked_at';

export class PostgresTokenRepository implements TokenRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async list(): Promise<readonly ServiceToken[]> {
    const rows = await this.#scope.execute<TokenRow>(
      `SELECT ${columns} FROM service_token WHERE tenant_id = $1 ORDER BY created_at DESC, token_id DESC`,
      [this.#scope.tenantId],
    );
    return rows.map(tokenOf);
  }

  async byId(id: TokenId): Promise<ServiceToken> {
    const [row] = await this.#scope.execute<TokenRow>(
      `SELECT ${columns} FROM service_token WHERE tenant_id = $1 AND token_id = $2
        ${this.#scope.isReadOnly ? '' : 'FOR UPDATE'}`,
      [this.#scope.tenantId, id],
    );
    if (row === undefined) throw new MonagoError('token_not_found');
    return tokenOf(row);
  }

  async insert(token: ServiceToken, kid: string): Promise<void> {
    this.#scope.directoryChanged();
    try {
      await this.#scope.execute(
        `INSERT INTO service_token (tenant_id, ${columns}, kid)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10)`,
        [
          this.#scope.tenantId,
          token.id,
          token.workspaceId,
          token.name,
          token.scope,
          token.last4,
          new Date(token.createdAt),
          token.createdBy,
          new Date(token.expiresAt),
          kid,
        ],
      );
    } catch (thrown) {
      if (constraintOf(thrown) !== 'service_token_tenant_id_name_key') throw thrown;
      throw new MonagoError('invalid_input', {
        param: 'name',
        message: 'Another API key already has this name.',
        cause: thrown,
      });
    }
  }

  async revoke(id: TokenId, at: number): Promise<void> {
    this.#scope.directoryChanged();
    // The first revocation stays the recorded one.
    const updated = await this.#scope.execute(
      `UPDATE service_token SET revoked_at = coalesce(revoked_at, $3)
        WHERE tenant_id = $1 AND token_id = $2 RETURNING 1 AS updated`,
      [this.#scope.tenantId, id, new Date(at)],
    );
    if (updated.length === 0) throw new MonagoError('token_not_found');
  }
}

function tokenOf(row: TokenRow): ServiceToken {
  return {
    id: row.token_id,
    workspaceId: row.workspace_id,
    name: row.name,
    scope: row.scope,
    last4: row.last4,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    expiresAt: row.expires_at.getTime(),
    revokedAt: row.revoked_at?.getTime(),
  };
}
