import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { idParams, settingsSchema, tenantLinkSchema, tenantSchema } from './schemas.ts';
import { visibleWords } from './text.ts';

/** What a tenant's administrators decide for the whole tenant. */
export const settingsEndpoints = {
  'settings.read': {
    method: 'GET',
    path: '/api/settings',
    access: 'settings.read',
    status: 200,
    summary: 'Settings of the tenant',
    reply: settingsSchema,
    errors: [],
  },
  'settings.update': {
    method: 'POST',
    path: '/api/settings',
    access: 'settings.write',
    status: 200,
    summary: 'Change settings of the tenant; those that are not named stay',
    body: settingsSchema.partial(),
    reply: settingsSchema,
    errors: ['invalid_input', 'audit_unavailable'],
  },
} as const satisfies Record<string, Endpoint>;

/** The tenants of the platform, for its operator. */
export const tenantEndpoints = {
  'tenant.list': {
    method: 'GET',
    path: '/api/platform/tenants',
    access: 'tenant.read',
    mode: 'cloud',
    status: 200,
    summary: 'Tenants of the platform, newest first; nothing of what is in them',
    reply: z.object({ tenants: z.array(tenantSchema) }),
    errors: [],
  },
  'tenant.create': {
    method: 'POST',
    path: '/api/platform/tenants',
    access: 'tenant.write',
    mode: 'cloud',
    status: 201,
    summary:
      'Open a tenant; the one-time link for its first administrator is in this reply and nowhere else',
    body: z.object({ name: visibleWords('Enter the name of the organisation.', 120) }),
    reply: tenantLinkSchema,
    errors: ['invalid_input', 'audit_unavailable', 'kms_unavailable'],
  },
  'tenant.invite': {
    method: 'POST',
    path: '/api/platform/tenants/{id}/invite',
    access: 'tenant.write',
    mode: 'cloud',
    status: 200,
    summary: 'Replace the link of a tenant that still waits for its first administrator',
    params: idParams,
    reply: tenantLinkSchema,
    errors: ['tenant_not_found', 'setup_done', 'audit_unavailable'],
  },
} as const satisfies Record<string, Endpoint>;
