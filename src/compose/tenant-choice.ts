import { isId, platformTenantId, type TenantId } from '../domain/ids.ts';
import type { Storage } from './storage.ts';

/** What an operator picks a tenant by. */
export interface TenantChoice {
  readonly id: TenantId;
  readonly name: string;
}

/** The platform's own is among them. */
export async function listTenants({ database }: Storage): Promise<readonly TenantChoice[]> {
  const { rows } = await database.reader.query<{ tenant_id: TenantId; name: string }>(
    'SELECT tenant_id, name FROM tenant ORDER BY created_at, tenant_id',
  );
  return rows.map((row) => ({ id: row.tenant_id, name: row.name }));
}

export function customersAmong(tenants: readonly TenantChoice[]): readonly TenantChoice[] {
  return tenants.filter(({ id }) => id !== platformTenantId);
}

/** The one that is wanted, or the only customer there is. */
export function chooseTenant(
  tenants: readonly TenantChoice[],
  wanted: string | undefined,
): TenantChoice | undefined {
  if (wanted !== undefined) return tenants.find(({ id }) => isId('ten', wanted) && id === wanted);
  const customers = customersAmong(tenants);
  return customers.length === 1 ? customers[0] : undefined;
}
