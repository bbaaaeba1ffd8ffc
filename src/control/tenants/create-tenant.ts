import type { TenantView } from '../../contract/schemas.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339 } from '../rfc3339.ts';
import { newInvitation } from './invitation.ts';
import { tenantView } from './tenant-view.ts';

export interface CreateTenant {
  readonly by: Caller;
  readonly name: string;
}

/** A link for a tenant's first administrator; the token is in this answer and nowhere else. */
export interface TenantLink {
  readonly tenant: TenantView;
  readonly token: string;
  readonly expires_at: string;
}

/** Opens a tenant that waits for its first administrator. */
export async function createTenant({ by, name }: CreateTenant, use: Control): Promise<TenantLink> {
  const id = use.random.id('ten');
  const { token, invitation } = newInvitation(id, use);
  const workspace = {
    id: use.random.id('ws'),
    slug: 'default',
    name: 'Default',
    isDefault: true,
  };
  await use.tenants.open(
    { id, name, workspace, invitation },
    { type: 'tenant.opened', ...signedBy(by), tenant: id },
  );
  const { createdAt, expiresAt } = invitation;
  const tenant = tenantView({ id, name, createdAt, hasAdministrator: false });
  return { tenant, token, expires_at: rfc3339(expiresAt) };
}
