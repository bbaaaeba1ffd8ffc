import { z } from 'zod';
import { type DeploymentMode, tokenScopes } from '../domain/access/role.ts';
import { approvalEndpoints } from './approval-endpoints.ts';
import { auditContentEndpoints } from './audit-content-endpoints.ts';
import { auditEndpoints } from './audit-endpoints.ts';
import { credentialEndpoints, platformCredentialEndpoints } from './credential-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { inspectionEndpoints } from './inspection-endpoints.ts';
import { modelEndpoints } from './model-endpoints.ts';
import { emailAddress, newPassword, personName } from './person-input.ts';
import { policyEndpoints } from './policy-endpoints.ts';
import { idParams, sessionSchema, tokenSchema, workspaceSchema } from './schemas.ts';
import { settingsEndpoints, tenantEndpoints } from './tenant-endpoints.ts';
import { visibleName, visibleWords } from './text.ts';
import { userEndpoints } from './user-endpoints.ts';

/** The control plane, row by row. Keys are `<thing>.<verb>`. */
export const controlEndpoints = {
  'setup.state': {
    method: 'GET',
    path: '/api/setup',
    access: 'public',
    status: 200,
    summary: 'Whether Monago still waits to be set up',
    reply: z.object({ state: z.enum(['open', 'done']) }),
    errors: [],
  },
  'setup.complete': {
    method: 'POST',
    path: '/api/setup',
    access: 'public',
    status: 201,
    summary:
      'Create the person whom a one-time set-up link is for, and where they belong, and sign in',
    body: z.object({
      token: z.string().max(128),
      organisation: visibleWords('Enter the name of your organisation.', 120),
      name: personName,
      email: emailAddress,
      password: newPassword,
    }),
    reply: sessionSchema,
    errors: [
      'setup_link_invalid',
      'setup_done',
      'invalid_input',
      'rate_limited',
      'overloaded',
      'audit_unavailable',
      'kms_unavailable',
    ],
  },
  'session.create': {
    method: 'POST',
    path: '/api/session',
    access: 'public',
    status: 201,
    summary: 'Sign in',
    body: z.object({
      email: emailAddress,
      password: z.string().min(1, 'Enter your password.').max(256),
    }),
    reply: sessionSchema,
    errors: ['sign_in_failed', 'invalid_input', 'rate_limited', 'overloaded', 'audit_unavailable'],
  },
  'session.read': {
    method: 'GET',
    path: '/api/session',
    access: 'session.own',
    status: 200,
    summary: 'Who is signed in',
    reply: sessionSchema,
    errors: ['signed_out'],
  },
  'session.end': {
    method: 'DELETE',
    path: '/api/session',
    access: 'session.own',
    status: 204,
    summary: 'Sign out',
    reply: z.null(),
    errors: ['signed_out', 'audit_unavailable'],
  },
  ...credentialEndpoints,
  'workspace.list': {
    method: 'GET',
    path: '/api/workspaces',
    access: 'workspace.read',
    status: 200,
    summary: 'Workspaces of the tenant',
    reply: z.object({ workspaces: z.array(workspaceSchema) }),
    errors: [],
  },
  'token.list': {
    method: 'GET',
    path: '/api/tokens',
    access: 'token.read',
    status: 200,
    summary: 'API keys (service tokens) of the tenant, newest first',
    reply: z.object({ tokens: z.array(tokenSchema) }),
    errors: [],
  },
  'token.create': {
    method: 'POST',
    path: '/api/tokens',
    access: 'token.write',
    status: 201,
    summary: 'Issue a service token; the JWT is in this reply and nowhere else',
    body: z.object({
      name: visibleName,
      scope: z.enum(tokenScopes).default('inference'),
      workspace_id: z.string().max(64).optional(),
      expires_in_days: z.int().min(1).max(365).default(90),
    }),
    reply: z.object({ token: tokenSchema, jwt: z.string() }),
    errors: ['invalid_input', 'audit_unavailable', 'kms_unavailable'],
  },
  'token.revoke': {
    method: 'POST',
    path: '/api/tokens/{id}/revoke',
    access: 'token.write',
    status: 200,
    summary: 'End a service token at once',
    params: idParams,
    reply: tokenSchema,
    errors: ['token_not_found', 'audit_unavailable'],
  },
  ...auditEndpoints,
  ...auditContentEndpoints,
  ...settingsEndpoints,
  ...policyEndpoints,
  ...approvalEndpoints,
  ...inspectionEndpoints,
  ...modelEndpoints,
  ...userEndpoints,
  ...tenantEndpoints,
  ...platformCredentialEndpoints,
} as const satisfies Record<string, Endpoint>;

export type ControlEndpoints = typeof controlEndpoints;
export type ControlEndpointName = keyof ControlEndpoints;

/** The rows that are served in the mode: on-premise those of the platform's operator do not exist. */
export function controlEndpointsIn(mode: DeploymentMode): Readonly<Record<string, Endpoint>> {
  const rows: [string, Endpoint][] = Object.entries(controlEndpoints);
  return Object.fromEntries(rows.filter(([, row]) => row.mode === undefined || row.mode === mode));
}
