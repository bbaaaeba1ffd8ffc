import type { CredentialId, TenantId, UserId } from '../ids.ts';

export const providers = ['openai', 'anthropic', 'bedrock'] as const;
export type Provider = (typeof providers)[number];

export const credentialStatuses = ['active', 'disabled', 'revoked'] as const;
export type CredentialStatus = (typeof credentialStatuses)[number];

/** What the provider said of the key: `valid_limited` is genuine, but may not do all that was asked of it. */
export type CredentialValidation = 'valid' | 'valid_limited';

/** A person, or `monago` for the operator at the command line. */
export type CredentialAuthor = UserId | 'monago';

/** Where a credential that answered a request came from; header `X-Monago-Credential-Source`. */
export type CredentialSource = 'tenant' | 'platform';

/** A tenant's registered provider key, without the key. Times are milliseconds since the epoch. */
export interface Credential {
  readonly id: CredentialId;
  readonly tenantId: TenantId;
  readonly provider: Provider;
  readonly name: string;
  /** The base URL as the administrator typed it; undefined is the provider's public address. */
  readonly baseUrl: string | undefined;
  /** Region of AWS Bedrock; undefined for other providers. */
  readonly region: string | undefined;
  /** Canonical address that the key is bound to, e.g. `scheme://host:port/prefix`. */
  readonly destination: string;
  readonly last4: string;
  readonly status: CredentialStatus;
  /** Of the present key. */
  readonly validation: CredentialValidation;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: CredentialAuthor;
  readonly rotatedAt: number | undefined;
  readonly rotatedBy: CredentialAuthor | undefined;
}

/**
 * The credential that serves a request: the most recently created active one. Rotation keeps
 * `createdAt`, so it never changes which one wins.
 */
export function activeCredential<
  C extends Pick<Credential, 'provider' | 'status' | 'createdAt' | 'id' | 'region'>,
>(credentials: Iterable<C>, provider: Provider, region?: string): C | undefined {
  let newest: C | undefined;
  for (const candidate of credentials) {
    if (candidate.provider !== provider || candidate.status !== 'active') continue;
    if (region !== undefined && candidate.region !== region) continue;
    if (newest === undefined || isNewer(candidate, newest)) newest = candidate;
  }
  return newest;
}

function isNewer(
  a: Pick<Credential, 'createdAt' | 'id'>,
  b: Pick<Credential, 'createdAt' | 'id'>,
): boolean {
  return a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt;
}

/** A credential that is not the tenant's own can only be the platform's. @param tenantId whose request it is */
export function credentialSource(
  credential: Pick<Credential, 'tenantId'>,
  tenantId: TenantId,
): CredentialSource {
  return credential.tenantId === tenantId ? 'tenant' : 'platform';
}

/** The masked form of a key, as shown in tables: `sk-…-XXXX`. Keys of AWS have no such beginning: `…-XXXX`. */
export function maskedKey({ provider, last4 }: Pick<Credential, 'provider' | 'last4'>): string {
  return provider === 'bedrock' ? `…-${last4}` : `sk-…-${last4}`;
}
