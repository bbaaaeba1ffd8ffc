import type { CredentialView } from '../../contract/schemas.ts';
import type { AuditedCredential } from '../../domain/audit/fact.ts';
import {
  activeCredential,
  type Credential,
  maskedKey,
} from '../../domain/credential/credential.ts';
import { rfc3339 } from '../rfc3339.ts';

/** @param all every credential of the tenant: it decides which one is in use */
export function credentialView(credential: Credential, all: readonly Credential[]): CredentialView {
  const { id, provider, name, last4, status, version } = credential;
  return {
    id,
    provider,
    name,
    base_url: credential.baseUrl ?? null,
    last4,
    masked_key: maskedKey(last4),
    status,
    in_use: activeCredential(all, provider)?.id === id,
    version,
    created_at: rfc3339(credential.createdAt),
    created_by: credential.createdBy,
    rotated_at: credential.rotatedAt === undefined ? null : rfc3339(credential.rotatedAt),
  };
}

export function auditedCredential(credential: Credential): AuditedCredential {
  const { id, provider, name, last4, version } = credential;
  return { id, provider, name, last4, version };
}
