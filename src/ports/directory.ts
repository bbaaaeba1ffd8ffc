import type { TokenScope } from '../domain/access/role.ts';
import type { Credential, Provider } from '../domain/credential/credential.ts';
import type { SealedSecret } from '../domain/credential/envelope.ts';
import type { TenantId, TokenId, WorkspaceId } from '../domain/ids.ts';
import type { TranslationMode } from '../domain/protocol/ledger.ts';
import type { AliasTarget } from '../domain/protocol/model-alias.ts';
import type { GovernanceRecord, PolicyInForce } from './policies.ts';

export interface TokenRecord {
  readonly id: TokenId;
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly scope: TokenScope;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly isRevoked: boolean;
}

export interface SealedCredential extends Credential {
  readonly sealed: SealedSecret;
}

/** What a tenant has decided about its requests. */
export interface GatewaySettings {
  readonly translation: TranslationMode;
  /** 32 random bytes of the tenant's own: ids of end users go to providers only as an HMAC under it. */
  readonly pseudonymKey: Buffer;
  /** The tenant's own names for models. */
  readonly aliases: ReadonlyMap<string, AliasTarget>;
}

/** What judges a tenant's requests. MUST be the same object as long as nothing of it has changed. */
export interface GovernanceSettings extends GovernanceRecord {
  readonly policies: readonly PolicyInForce[];
  /** Undefined for a workspace that the tenant does not have. */
  workspaceSlug(workspaceId: WorkspaceId): string | undefined;
}

/**
 * What the gateway knows without asking the database: an in-memory snapshot that follows every committed change
 * within a second. Lookups are synchronous; that is the point.
 */
export interface Directory {
  /** False when the snapshot has not been confirmed for 5 s: the gateway MUST then refuse with 503. */
  isFresh(): boolean;
  /** Allow-record: a token without a record does not exist, whatever its signature says. */
  token(tenantId: TenantId, tokenId: TokenId): TokenRecord | undefined;
  /** Public key (32 bytes, Ed25519) of a token signing key. */
  signingKey(kid: string): Buffer | undefined;
  /** The newest active credential of the tenant for the provider, in the region if one is named (see `activeCredential`). */
  activeCredential(
    tenantId: TenantId,
    provider: Provider,
    region?: string,
  ): SealedCredential | undefined;
  /**
   * The platform's credential for the provider, if there is one and the tenant lets it stand in. MUST be asked only
   * where the tenant has no active credential: no error ever leads here.
   */
  fallbackCredential(
    tenantId: TenantId,
    provider: Provider,
    region?: string,
  ): SealedCredential | undefined;
  /** @throws MonagoError `internal` for a tenant that is not there, whose token would not be there either */
  gatewaySettings(tenantId: TenantId): GatewaySettings;
  /** @throws MonagoError `internal` for a tenant that is not there */
  governance(tenantId: TenantId): GovernanceSettings;
}
