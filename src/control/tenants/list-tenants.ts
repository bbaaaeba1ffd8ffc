import type { TenantView } from '../../contract/schemas.ts';
import type { Control } from '../control.ts';
import { tenantView } from './tenant-view.ts';

/** Every tenant of the deployment, newest first; nothing of what is in them. */
export async function listTenants(use: Control): Promise<TenantView[]> {
  return (await use.tenants.list()).map(tenantView);
}
