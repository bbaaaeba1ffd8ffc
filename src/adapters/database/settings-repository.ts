import type { TranslationMode } from '../../domain/protocol/ledger.ts';
import type {
  CredentialFallback,
  SettingsRepository,
  TenantSettings,
} from '../../ports/unit-of-work.ts';
import type { TenantScope } from './tenant-scope.ts';

interface SettingsRow {
  readonly credential_fallback: CredentialFallback;
  readonly translation: TranslationMode;
}

// Without its row nothing of the tenant would be there; the stricter answers cost nothing.
const strictest: SettingsRow = { credential_fallback: 'never', translation: 'strict' };

export class PostgresSettingsRepository implements SettingsRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async read(): Promise<TenantSettings> {
    const [row = strictest] = await this.#scope.execute<SettingsRow>(
      `SELECT credential_fallback, translation FROM tenant WHERE tenant_id = $1
        ${this.#scope.isReadOnly ? '' : 'FOR UPDATE'}`,
      [this.#scope.tenantId],
    );
    return { credentialFallback: row.credential_fallback, translation: row.translation };
  }

  async write({ credentialFallback, translation }: TenantSettings): Promise<void> {
    this.#scope.directoryChanged();
    await this.#scope.execute(
      'UPDATE tenant SET credential_fallback = $2, translation = $3 WHERE tenant_id = $1',
      [this.#scope.tenantId, credentialFallback, translation],
    );
  }
}
