import type { Credential } from '../domain/credential/credential.ts';
import type { CredentialFault } from '../domain/credential/usage.ts';
import type { TenantId } from '../domain/ids.ts';

/** One request's use of a credential. */
export interface CredentialUse {
  /** Whose request it is; the credential is another tenant's where the platform's key stood in. */
  readonly tenantId: TenantId;
  readonly credential: Pick<Credential, 'id' | 'tenantId' | 'version'>;
}

/**
 * Keeps account of which keys are in use. MUST only count in memory: it is called on the hot path. Every `began` is
 * followed by exactly one `ended` with the same use.
 */
export interface CredentialUsage {
  began(use: CredentialUse): void;
  /** @param fault what went wrong that the caller did not cause */
  ended(use: CredentialUse, fault: CredentialFault | undefined): void;
}
