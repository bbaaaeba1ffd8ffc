import type { Control } from '../../../../control/control.ts';
import { createTenant, type TenantLink } from '../../../../control/tenants/create-tenant.ts';
import { inviteAdministrator } from '../../../../control/tenants/invite-administrator.ts';
import { listTenants } from '../../../../control/tenants/list-tenants.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId } from '../../../../domain/ids.ts';
import { callerOf } from '../call.ts';
import type { ControlHttpOptions } from '../control-http-options.ts';
import { type Route, route } from '../route.ts';

/** Tenants, for the platform's operator. */
export function tenantRoutes(control: Control, options: ControlHttpOptions): Route[] {
  const withLink = ({ token, ...opened }: TenantLink) => ({
    ...opened,
    setup_link: `${options.publicUrl()}/setup#token=${token}`,
  });
  return [
    route('tenant.list', async () => ({ tenants: await listTenants(control) })),

    route('tenant.create', async ({ body: { name } }, call) =>
      withLink(await createTenant({ by: callerOf(call), name }, control)),
    ),

    route('tenant.invite', async ({ params: { id } }, call) => {
      if (!isId('ten', id)) throw new MonagoError('tenant_not_found');
      return withLink(await inviteAdministrator({ by: callerOf(call), tenantId: id }, control));
    }),
  ];
}
