import type { CredentialId, TenantId, UserId } from '../ids.ts';

export const providers = ['openai', 'anthropic', 'bedrock'] as const;
export type Provider = (typeof providers)[number];

export const credentialStatuses = ['active', 'disabled', 'revoked'] as const;
export type CredentialStatus = (typeof credentialStatuses)[number];

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
  /** Canonical `scheme://host:port/prefix` that the key is bound to. */
  readonly destination: string;
  readonly last4: string;
  readonly status: CredentialStatus;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: UserId;
  readonly rotatedAt: number | undefined;
  readonly rotatedBy: UserId | undefined;
}

/**
 * The credential that serves a request: the most recently created active one. Rotation keeps
 * `createdAt`, so it never changes which one wins.
 */
export function activeCredential<
  C extends Pick<Credential, 'provider' | 'status' | 'createdAt' | 'id'>,
>(credentials: Iterable<C>, provider: Provider): C | undefined {
  let newest: C | undefined;
  for (const candidate of credentials) {
    if (candidate.provider !== provider || candidate.status !== 'active') continue;
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

/** The masked form of a key, as shown in tables: `sk-…-XXXX`. */
export function maskedKey(last4: string): string {
  return `sk-…-${last4}`;
}
