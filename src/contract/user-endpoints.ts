import { z } from 'zod';
import { tenantRoles } from '../domain/access/role.ts';
import type { Endpoint } from './endpoint.ts';
import { emailAddress, newPassword, personName } from './person-input.ts';
import { idParams, sessionSchema } from './schemas.ts';

const time = z.iso.datetime();
const role = z.enum(tenantRoles);
const linkToken = z.string().max(128);

const userSchema = z.object({
  id: z.string(),
  /** Null while they have not joined. */
  name: z.string().nullable(),
  email: z.string(),
  role,
  /** `invited`: they have not joined. */
  status: z.enum(['active', 'invited', 'disabled']),
  /** Null when they never have, or before it was kept. */
  last_sign_in_at: time.nullable(),
  /** When the link of the invitation stops working; null once they have joined. */
  invited_until: time.nullable(),
});
export type UserView = z.infer<typeof userSchema>;

const invitedSchema = z.object({
  user: userSchema,
  /** Works once, for 72 hours. */
  invitation_link: z.string(),
  expires_at: time,
});

/** The people of the tenant, for its administrators. */
export const userEndpoints = {
  'user.list': {
    method: 'GET',
    path: '/api/users',
    access: 'user.read',
    status: 200,
    summary: 'People of the tenant and those who are invited, by email address',
    reply: z.object({ users: z.array(userSchema) }),
    errors: [],
  },
  'user.invite': {
    method: 'POST',
    path: '/api/users',
    access: 'user.write',
    status: 201,
    summary:
      'Invite somebody; the one-time link is in this reply and nowhere else, and nobody sends it',
    body: z.object({ email: emailAddress, role }),
    reply: invitedSchema,
    errors: ['invalid_input', 'user_email_taken', 'audit_unavailable'],
  },
  'user.invite_again': {
    method: 'POST',
    path: '/api/users/{id}/invite',
    access: 'user.write',
    status: 200,
    summary: 'Replace the link of somebody who has not joined; the earlier one stops working',
    params: idParams,
    reply: invitedSchema,
    errors: ['user_not_found', 'user_not_invited', 'audit_unavailable'],
  },
  'user.change_role': {
    method: 'POST',
    path: '/api/users/{id}/role',
    access: 'user.write',
    status: 200,
    summary: 'Give somebody else another role, from their next request on',
    params: idParams,
    body: z.object({ role }),
    reply: userSchema,
    errors: ['user_not_found', 'own_account', 'invalid_input', 'audit_unavailable'],
  },
  'user.disable': {
    method: 'POST',
    path: '/api/users/{id}/disable',
    access: 'user.write',
    status: 200,
    summary: 'Shut somebody else out: their sessions, or the link of their invitation, end at once',
    params: idParams,
    reply: userSchema,
    errors: ['user_not_found', 'own_account', 'audit_unavailable'],
  },
  'user.enable': {
    method: 'POST',
    path: '/api/users/{id}/enable',
    access: 'user.write',
    status: 200,
    summary: 'Let somebody in again; sessions and links that have ended stay so',
    params: idParams,
    reply: userSchema,
    errors: ['user_not_found', 'audit_unavailable'],
  },
  'invitation.read': {
    method: 'POST',
    path: '/api/invitation',
    access: 'public',
    status: 200,
    summary: 'Whom the link of an invitation is for',
    body: z.object({ token: linkToken }),
    reply: z.object({ organisation: z.string(), email: z.string(), role }),
    errors: ['invitation_invalid'],
  },
  'invitation.accept': {
    method: 'POST',
    path: '/api/invitation/accept',
    access: 'public',
    status: 201,
    summary: 'Join a tenant by the link of an invitation, and sign in',
    body: z.object({ token: linkToken, name: personName, password: newPassword }),
    reply: sessionSchema,
    errors: [
      'invitation_invalid',
      'user_email_taken',
      'invalid_input',
      'rate_limited',
      'overloaded',
      'audit_unavailable',
    ],
  },
} as const satisfies Record<string, Endpoint>;
