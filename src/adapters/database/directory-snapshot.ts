import type pg from 'pg';
import type { TokenScope } from '../../domain/access/role.ts';
import type { TenantId, TokenId, WorkspaceId } from '../../domain/ids.ts';
import type { TranslationMode } from '../../domain/protocol/ledger.ts';
import type { AliasTarget } from '../../domain/protocol/model-alias.ts';
import type { GatewaySettings, SealedCredential, TokenRecord } from '../../ports/directory.ts';
import { type CredentialRow, credentialColumns, credentialOf } from './credential-row.ts';
import { type GovernanceSnapshot, readGovernance } from './governance-snapshot.ts';
import { type SealedColumns, sealedOf } from './sealed-columns.ts';
import type { Execute } from './sql.ts';
import { inTransaction } from './transaction.ts';

/** What the gateway needs to know of one tenant. */
export interface TenantSnapshot {
  readonly tokens: ReadonlyMap<TokenId, TokenRecord>;
  /** Active ones only. */
  readonly credentials: readonly SealedCredential[];
  /** Whether the platform's key may serve the tenant where it has none of its own. */
  readonly allowsFallback: boolean;
  /** Undefined for a tenant that is not there. */
  readonly settings: GatewaySettings | undefined;
  /** Undefined for a tenant that is not there. */
  readonly governance: GovernanceSnapshot | undefined;
}

export interface DirectorySnapshot {
  /** Every change up to this epoch is in the snapshot. */
  readonly epoch: number;
  readonly tenants: ReadonlyMap<TenantId, TenantSnapshot>;
  /** Public keys by `kid`; retired ones too, whose tokens stay good until they expire. */
  readonly signingKeys: ReadonlyMap<string, Buffer>;
}

interface TokenRow {
  readonly tenant_id: TenantId;
  readonly token_id: TokenId;
  readonly workspace_id: WorkspaceId;
  readonly name: string;
  readonly scope: TokenScope;
  readonly expires_at: Date;
  readonly is_revoked: boolean;
}

interface TenantRow {
  readonly tenant_id: TenantId;
  readonly allows_fallback: boolean;
  readonly translation: TranslationMode;
  readonly pseudonym_key: Buffer;
}

interface AliasRow extends AliasTarget {
  readonly tenant_id: TenantId;
  readonly alias: string;
}

interface MutableTenant {
  readonly tokens: Map<TokenId, TokenRecord>;
  readonly credentials: SealedCredential[];
  readonly aliases: Map<string, AliasTarget>;
  readonly allowsFallback: boolean;
  readonly settings: GatewaySettings;
  readonly governance: GovernanceSnapshot | undefined;
}

/** Reads one tenant's part of the directory, or all of it, as of one moment. */
export async function readDirectory(
  reader: pg.Pool,
  tenantId?: TenantId,
): Promise<DirectorySnapshot> {
  return inTransaction(reader, { isReadOnly: true }, async (execute) => {
    const [epoch] = await execute<{ value: number }>('SELECT value FROM directory_epoch');
    const rows = await readTenants(execute, tenantId);
    const governance = await readGovernance(execute, tenantId);
    const tenants = new Map(
      rows.map((row) => [row.tenant_id, emptyTenant(row, governance.get(row.tenant_id))]),
    );
    for (const token of await readTokens(execute, tenantId)) {
      tenants.get(token.tenantId)?.tokens.set(token.id, token);
    }
    for (const credential of await readCredentials(execute, tenantId)) {
      tenants.get(credential.tenantId)?.credentials.push(credential);
    }
    for (const row of await readAliases(execute, tenantId)) {
      const { provider, model } = row;
      tenants.get(row.tenant_id)?.aliases.set(row.alias, { provider, model });
    }
    const keys = await execute<{ kid: string; public_key: Buffer }>(
      'SELECT kid, public_key FROM token_signing_key',
    );
    return {
      epoch: epoch?.value ?? 0,
      tenants,
      signingKeys: new Map(keys.map((key) => [key.kid, key.public_key])),
    };
  });
}

function emptyTenant(row: TenantRow, governance: GovernanceSnapshot | undefined): MutableTenant {
  const aliases = new Map<string, AliasTarget>();
  const { translation, pseudonym_key: pseudonymKey } = row;
  return {
    tokens: new Map(),
    credentials: [],
    aliases,
    allowsFallback: row.allows_fallback,
    settings: { translation, pseudonymKey, aliases },
    governance,
  };
}

async function readTenants(execute: Execute, tenantId?: TenantId): Promise<readonly TenantRow[]> {
  return execute(
    `SELECT tenant_id, credential_fallback = 'platform' AS allows_fallback, translation, pseudonym_key
      FROM tenant WHERE $1::text IS NULL OR tenant_id = $1`,
    [tenantId ?? null],
  );
}

async function readAliases(execute: Execute, tenantId?: TenantId): Promise<readonly AliasRow[]> {
  return execute(
    `SELECT tenant_id, alias, provider, model FROM model_alias
      WHERE $1::text IS NULL OR tenant_id = $1`,
    [tenantId ?? null],
  );
}

async function readTokens(execute: Execute, tenantId?: TenantId): Promise<readonly TokenRecord[]> {
  // Tokens that expired long ago fail on their own expiry; keeping them would let the snapshot grow for ever.
  const rows = await execute<TokenRow>(
    `SELECT tenant_id, token_id, workspace_id, name, scope, expires_at, revoked_at IS NOT NULL AS is_revoked
      FROM service_token
      WHERE expires_at > now() - interval '1 day' AND ($1::text IS NULL OR tenant_id = $1)`,
    [tenantId ?? null],
  );
  return rows.map((row) => ({
    id: row.token_id,
    tenantId: row.tenant_id,
    workspaceId: row.workspace_id,
    name: row.name,
    scope: row.scope,
    expiresAt: row.expires_at.getTime(),
    isRevoked: row.is_revoked,
  }));
}

async function readCredentials(
  execute: Execute,
  tenantId?: TenantId,
): Promise<readonly SealedCredential[]> {
  const rows = await execute<CredentialRow & SealedColumns>(
    `SELECT ${credentialColumns}, v.kek_ref, v.wrapped_dek, v.nonce, v.ciphertext, v.tag
      FROM credential c
      JOIN credential_version v USING (tenant_id, credential_id, version)
      WHERE c.status = 'active' AND ($1::text IS NULL OR c.tenant_id = $1)`,
    [tenantId ?? null],
  );
  return rows.map((row) => ({ ...credentialOf(row), sealed: sealedOf(row) }));
}
