import type {
  Credential,
  CredentialAuthor,
  CredentialStatus,
  CredentialValidation,
  Provider,
} from '../../domain/credential/credential.ts';
import type { CredentialId, TenantId } from '../../domain/ids.ts';

export interface CredentialRow {
  readonly tenant_id: TenantId;
  readonly credential_id: CredentialId;
  readonly provider: Provider;
  readonly name: string;
  readonly base_url: string | null;
  readonly region: string | null;
  readonly destination: string;
  readonly last4: string;
  readonly status: CredentialStatus;
  readonly validation: CredentialValidation;
  readonly version: number;
  readonly created_at: Date;
  readonly created_by: CredentialAuthor;
  readonly rotated_at: Date | null;
  readonly rotated_by: CredentialAuthor | null;
}

export const credentialColumns = `c.tenant_id, c.credential_id, c.provider, c.name, c.base_url, c.region, c.destination,
  c.last4, c.status, c.validation, c.version, c.created_at, c.created_by, c.rotated_at, c.rotated_by`;

export function credentialOf(row: CredentialRow): Credential {
  return {
    id: row.credential_id,
    tenantId: row.tenant_id,
    provider: row.provider,
    name: row.name,
    baseUrl: row.base_url ?? undefined,
    region: row.region ?? undefined,
    destination: row.destination,
    last4: row.last4,
    status: row.status,
    validation: row.validation,
    version: row.version,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    rotatedAt: row.rotated_at?.getTime(),
    rotatedBy: row.rotated_by ?? undefined,
  };
}
