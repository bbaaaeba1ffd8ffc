import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import {
  apiKeySchema,
  auditEntrySchema,
  auditHeadSchema,
  credentialSchema,
  providerSchema,
  sessionSchema,
  tokenSchema,
  workspaceSchema,
} from './schemas.ts';

const id = z.object({ id: z.string() });
// Names are shown, typed back and written to the audit log: nothing invisible may hide in them.
const visible = /^\P{C}*$/u;
const words = (emptyMessage: string, lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1, emptyMessage)
    .max(lengthMax, `Use at most ${lengthMax} characters.`)
    .regex(visible, 'Use visible characters only.');
const name = words('Enter a name.', 80);
const password = z
  .string()
  .min(15, 'Use at least 15 characters.')
  .max(256, 'Use at most 256 characters.');
const email = z.email('Enter an email address.').max(254).toLowerCase();

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
    summary: 'Create the tenant and its administrator with the one-time set-up link, and sign in',
    body: z.object({
      token: z.string().max(128),
      organisation: words('Enter the name of your organisation.', 120),
      name: words('Enter your name.', 120),
      email,
      password,
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
    body: z.object({ email, password: z.string().min(1, 'Enter your password.').max(256) }),
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
  'credential.list': {
    method: 'GET',
    path: '/api/credentials',
    access: 'credential.read',
    status: 200,
    summary: 'AI provider credentials, newest first; never with a key',
    reply: z.object({ credentials: z.array(credentialSchema) }),
    errors: [],
  },
  'credential.add': {
    method: 'POST',
    path: '/api/credentials',
    access: 'credential.write',
    status: 201,
    summary: 'Validate a provider key and store it encrypted',
    body: z.object({
      provider: providerSchema,
      name,
      api_key: apiKeySchema,
      base_url: z.string().max(2048).optional(),
    }),
    reply: credentialSchema,
    errors: [
      'invalid_api_key',
      'bad_base_url',
      'credential_name_taken',
      'provider_unreachable',
      'validation_timeout',
      'invalid_input',
      'rate_limited',
      'kms_unavailable',
      'audit_unavailable',
    ],
  },
  'credential.rotate': {
    method: 'POST',
    path: '/api/credentials/{id}/rotate',
    access: 'credential.write',
    status: 200,
    summary: 'Validate a new key and swap it in atomically',
    params: id,
    body: z.object({ api_key: apiKeySchema }),
    reply: credentialSchema,
    errors: [
      'invalid_api_key',
      'bad_base_url',
      'credential_not_found',
      'credential_revoked',
      'provider_unreachable',
      'validation_timeout',
      'invalid_input',
      'rate_limited',
      'kms_unavailable',
      'audit_unavailable',
    ],
  },
  'credential.disable': {
    method: 'POST',
    path: '/api/credentials/{id}/disable',
    access: 'credential.write',
    status: 200,
    summary: 'Pause a credential without losing its secret',
    params: id,
    reply: credentialSchema,
    errors: ['credential_not_found', 'credential_revoked', 'audit_unavailable'],
  },
  'credential.enable': {
    method: 'POST',
    path: '/api/credentials/{id}/enable',
    access: 'credential.write',
    status: 200,
    summary: 'Use a paused credential again',
    params: id,
    reply: credentialSchema,
    errors: ['credential_not_found', 'credential_revoked', 'audit_unavailable'],
  },
  'credential.revoke': {
    method: 'POST',
    path: '/api/credentials/{id}/revoke',
    access: 'credential.write',
    status: 200,
    summary: 'Destroy a stored key for good',
    params: id,
    body: z.object({ confirm_name: z.string().max(80) }),
    reply: credentialSchema,
    errors: [
      'credential_not_found',
      'credential_revoked',
      'confirmation_mismatch',
      'invalid_input',
      'audit_unavailable',
    ],
  },
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
      name,
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
    params: id,
    reply: tokenSchema,
    errors: ['token_not_found', 'audit_unavailable'],
  },
  'audit.head': {
    method: 'GET',
    path: '/api/audit/head',
    access: 'audit.read',
    status: 200,
    summary: 'Size, name, key and newest signed checkpoint of the tenant’s log',
    reply: auditHeadSchema,
    errors: ['audit_unavailable'],
  },
  'audit.list': {
    method: 'GET',
    path: '/api/audit/entries',
    access: 'audit.read',
    status: 200,
    summary: 'Audit entries, newest first, by keyset',
    query: z.object({
      before: z.coerce.number().int().nonnegative().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      class: z.enum(['ai', 'admin', 'auth', 'sys']).optional(),
      type: z.string().max(64).optional(),
    }),
    reply: z.object({ entries: z.array(auditEntrySchema), next_before: z.int().nullable() }),
    errors: ['invalid_input'],
  },
  'audit.entry': {
    method: 'GET',
    path: '/api/audit/entries/{id}',
    access: 'audit.read',
    status: 200,
    summary: 'One audit entry by its id',
    params: id,
    reply: auditEntrySchema,
    errors: ['not_found'],
  },
  'audit.export': {
    method: 'GET',
    path: '/api/audit/export',
    access: 'audit.export',
    status: 200,
    summary: 'The evidence bundle as a tar archive, for `monago audit verify`',
    reply: { mediaType: 'application/x-tar' },
    errors: ['audit_unavailable'],
  },
} as const satisfies Record<string, Endpoint>;

export type ControlEndpoints = typeof controlEndpoints;
export type ControlEndpointName = keyof ControlEndpoints;
