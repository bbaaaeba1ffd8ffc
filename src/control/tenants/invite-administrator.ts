import { MonagoError } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339 } from '../rfc3339.ts';
import type { TenantLink } from './create-tenant.ts';
import { newInvitation } from './invitation.ts';
import { tenantView } from './tenant-view.ts';

export interface InviteAdministrator {
  readonly by: Caller;
  readonly tenantId: TenantId;
}

/** Replaces the link of a tenant that still waits for its first administrator. */
export async function inviteAdministrator(
  { by, tenantId }: InviteAdministrator,
  use: Control,
): Promise<TenantLink> {
  const { token, invitation } = newInvitation(tenantId, use);
  await use.tenants.invite(invitation, {
    type: 'tenant.invited',
    ...signedBy(by),
    tenant: tenantId,
  });
  const tenant = (await use.tenants.list()).find(({ id }) => id === tenantId);
  if (tenant === undefined) throw new MonagoError('tenant_not_found');
  return { tenant: tenantView(tenant), token, expires_at: rfc3339(invitation.expiresAt) };
}
