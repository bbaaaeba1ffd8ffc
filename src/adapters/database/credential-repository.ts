import type { Credential, CredentialStatus } from '../../domain/credential/credential.ts';
import type { SealedSecret } from '../../domain/credential/envelope.ts';
import type { CredentialState } from '../../domain/credential/usage.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { CredentialId } from '../../domain/ids.ts';
import type { CredentialRepository, KeyReplacement } from '../../ports/unit-of-work.ts';
import { type CredentialRow, credentialColumns, credentialOf } from './credential-row.ts';
import { readCredentialStates } from './credential-states.ts';
import { sealedValues } from './sealed-columns.ts';
import { constraintOf, sqlStateOf } from './sql-state.ts';
import type { TenantScope } from './tenant-scope.ts';

interface NewVersion {
  readonly version: number;
  readonly destination: string;
  readonly sealed: SealedSecret;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export class PostgresCredentialRepository implements CredentialRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async list(): Promise<readonly Credential[]> {
    const rows = await this.#scope.execute<CredentialRow>(
      `SELECT ${credentialColumns} FROM credential c WHERE c.tenant_id = $1
        ORDER BY c.created_at DESC, c.credential_id DESC`,
      [this.#scope.tenantId],
    );
    return rows.map(credentialOf);
  }

  async byId(id: CredentialId): Promise<Credential> {
    const [row] = await this.#scope.execute<CredentialRow>(
      `SELECT ${credentialColumns} FROM credential c WHERE c.tenant_id = $1 AND c.credential_id = $2
        ${this.#scope.isReadOnly ? '' : 'FOR UPDATE'}`,
      [this.#scope.tenantId, id],
    );
    if (row === undefined) throw new MonagoError('credential_not_found');
    return credentialOf(row);
  }

  async insert(credential: Credential, sealed: SealedSecret): Promise<void> {
    const { tenantId, execute } = this.#scope;
    this.#scope.directoryChanged();
    await refused(
      execute(
        `INSERT INTO credential (tenant_id, credential_id, provider, name, base_url, region, destination, last4,
            status, validation, version, created_at, created_by)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          tenantId,
          credential.id,
          credential.provider,
          credential.name,
          credential.baseUrl ?? null,
          credential.region ?? null,
          credential.destination,
          credential.last4,
          credential.status,
          credential.validation,
          credential.version,
          new Date(credential.createdAt),
          credential.createdBy,
        ],
      ),
    );
    const { version, destination, createdAt: at } = credential;
    await this.#insertVersion(credential.id, { version, destination, sealed, at });
  }

  async replaceKey(id: CredentialId, change: KeyReplacement): Promise<void> {
    this.#scope.directoryChanged();
    const updated = await refused(
      this.#scope.execute(
        `UPDATE credential SET version = $3, last4 = $4, destination = $5, base_url = $6, region = $7,
            validation = $8, rotated_at = $9, rotated_by = $10
          WHERE tenant_id = $1 AND credential_id = $2 RETURNING 1 AS updated`,
        [
          this.#scope.tenantId,
          id,
          change.version,
          change.last4,
          change.destination,
          change.baseUrl ?? null,
          change.region ?? null,
          change.validation,
          new Date(change.rotatedAt),
          change.rotatedBy,
        ],
      ),
    );
    if (updated.length === 0) throw new MonagoError('credential_not_found');
    await this.#destroyCiphertext(id);
    await this.#insertVersion(id, { ...change, at: change.rotatedAt });
  }

  async setStatus(id: CredentialId, status: CredentialStatus): Promise<void> {
    this.#scope.directoryChanged();
    // The key of a credential that becomes revoked is destroyed by a trigger, whoever revokes it.
    const updated = await refused(
      this.#scope.execute(
        'UPDATE credential SET status = $3 WHERE tenant_id = $1 AND credential_id = $2 RETURNING 1 AS updated',
        [this.#scope.tenantId, id, status],
      ),
    );
    if (updated.length === 0) throw new MonagoError('credential_not_found');
  }

  states(): Promise<ReadonlyMap<CredentialId, CredentialState>> {
    return readCredentialStates(this.#scope);
  }

  async #insertVersion(id: CredentialId, version: NewVersion): Promise<void> {
    await this.#scope.execute(
      `INSERT INTO credential_version (tenant_id, credential_id, version, destination, created_at,
          kek_ref, wrapped_dek, nonce, ciphertext, tag)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        this.#scope.tenantId,
        id,
        version.version,
        version.destination,
        new Date(version.at),
        ...sealedValues(version.sealed),
      ],
    );
  }

  async #destroyCiphertext(id: CredentialId): Promise<void> {
    await this.#scope.execute(
      'DELETE FROM credential_version WHERE tenant_id = $1 AND credential_id = $2',
      [this.#scope.tenantId, id],
    );
  }
}

async function refused<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (thrown) {
    const state = sqlStateOf(thrown);
    if (state === 'credential_is_revoked')
      throw new MonagoError('credential_revoked', { cause: thrown });
    if (constraintOf(thrown) === 'credential_tenant_id_provider_name_key') {
      throw new MonagoError('credential_name_taken', { param: 'name', cause: thrown });
    }
    throw thrown;
  }
}
