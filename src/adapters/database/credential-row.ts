import type { Credential, CredentialStatus, Provider } from '../../domain/credential/credential.ts';
import type { CredentialId, TenantId, UserId } from '../../domain/ids.ts';

export interface CredentialRow {
  readonly tenant_id: TenantId;
  readonly credential_id: CredentialId;
  readonly provider: Provider;
  readonly name: string;
  readonly base_url: string | null;
  readonly destination: string;
  readonly last4: string;
  readonly status: CredentialStatus;
  readonly version: number;
  readonly created_at: Date;
  readonly created_by: UserId;
  readonly rotated_at: Date | null;
  readonly rotated_by: UserId | null;
}

export const credentialColumns = `c.tenant_id, c.credential_id, c.provider, c.name, c.base_url, c.destination, c.last4,
  c.status, c.version, c.created_at, c.created_by, c.rotated_at, c.rotated_by`;

export function credentialOf(row: CredentialRow): Credential {
  return {
    id: row.credential_id,
    tenantId: row.tenant_id,
    provider: row.provider,
    name: row.name,
    baseUrl: row.base_url ?? undefined,
    destination: row.destination,
    last4: row.last4,
    status: row.status,
    version: row.version,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    rotatedAt: row.rotated_at?.getTime(),
    rotatedBy: row.rotated_by ?? undefined,
  };
}
