import type { TenantView } from '../../contract/schemas.ts';
import type { TenantRecord } from '../../ports/tenant-registry.ts';
import { rfc3339 } from '../rfc3339.ts';

export function tenantView({ id, name, createdAt, hasAdministrator }: TenantRecord): TenantView {
  return {
    id,
    name,
    created_at: rfc3339(createdAt),
    status: hasAdministrator ? 'active' : 'invited',
  };
}
