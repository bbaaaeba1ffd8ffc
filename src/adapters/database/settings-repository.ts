import type {
  CredentialFallback,
  SettingsRepository,
  TenantSettings,
} from '../../ports/unit-of-work.ts';
import type { TenantScope } from './tenant-scope.ts';

export class PostgresSettingsRepository implements SettingsRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async read(): Promise<TenantSettings> {
    const [row] = await this.#scope.execute<{ credential_fallback: CredentialFallback }>(
      `SELECT credential_fallback FROM tenant WHERE tenant_id = $1
        ${this.#scope.isReadOnly ? '' : 'FOR UPDATE'}`,
      [this.#scope.tenantId],
    );
    // Without its row nothing of the tenant would be there; the stricter answer costs nothing.
    return { credentialFallback: row?.credential_fallback ?? 'never' };
  }

  async write({ credentialFallback }: TenantSettings): Promise<void> {
    this.#scope.directoryChanged();
    await this.#scope.execute('UPDATE tenant SET credential_fallback = $2 WHERE tenant_id = $1', [
      this.#scope.tenantId,
      credentialFallback,
    ]);
  }
}
