import { z } from 'zod';
import { newCredentialSchema, rotationSchema } from './credential-input.ts';
import type { Endpoint } from './endpoint.ts';
import { credentialSchema, idParams } from './schemas.ts';

const refusedKey = [
  'invalid_api_key',
  'provider_billing',
  'region_mismatch',
  'bad_base_url',
  'provider_unreachable',
  'validation_timeout',
  'invalid_input',
  'rate_limited',
  'kms_unavailable',
  'audit_unavailable',
] as const;
const refusedChange = ['credential_not_found', 'credential_revoked', 'audit_unavailable'] as const;

const list = {
  method: 'GET',
  status: 200,
  reply: z.object({ credentials: z.array(credentialSchema) }),
  errors: [],
} as const;
const add = {
  method: 'POST',
  status: 201,
  body: newCredentialSchema,
  reply: credentialSchema,
  errors: [...refusedKey, 'credential_name_taken'],
} as const;
const rotate = {
  method: 'POST',
  status: 200,
  params: idParams,
  body: rotationSchema,
  reply: credentialSchema,
  errors: [...refusedKey, 'credential_not_found', 'credential_revoked'],
} as const;
const change = {
  method: 'POST',
  status: 200,
  params: idParams,
  reply: credentialSchema,
  errors: refusedChange,
} as const;
const revoke = {
  ...change,
  body: z.object({ confirm_name: z.string().max(80) }),
  errors: [...refusedChange, 'confirmation_mismatch', 'invalid_input'],
} as const;

/** AI Providers. */
export const credentialEndpoints = {
  'credential.list': {
    ...list,
    path: '/api/credentials',
    access: 'credential.read',
    summary: 'AI provider credentials, newest first; never with a key',
  },
  'credential.add': {
    ...add,
    path: '/api/credentials',
    access: 'credential.write',
    summary: 'Validate a provider key and store it encrypted',
  },
  'credential.rotate': {
    ...rotate,
    path: '/api/credentials/{id}/rotate',
    access: 'credential.write',
    summary: 'Validate a new key and swap it in atomically',
  },
  'credential.disable': {
    ...change,
    path: '/api/credentials/{id}/disable',
    access: 'credential.write',
    summary: 'Pause a credential without losing its secret',
  },
  'credential.enable': {
    ...change,
    path: '/api/credentials/{id}/enable',
    access: 'credential.write',
    summary: 'Use a paused credential again',
  },
  'credential.revoke': {
    ...revoke,
    path: '/api/credentials/{id}/revoke',
    access: 'credential.write',
    summary: 'Destroy a stored key for good',
  },
} as const satisfies Record<string, Endpoint>;

/** The platform's fallback default keys: the same rows for the operator, in cloud mode only. */
export const platformCredentialEndpoints = {
  'platform_credential.list': {
    ...list,
    path: '/api/platform/credentials',
    access: 'platform_credential.read',
    mode: 'cloud',
    summary: 'Fallback default keys of the platform, newest first; never with a key',
  },
  'platform_credential.add': {
    ...add,
    path: '/api/platform/credentials',
    access: 'platform_credential.write',
    mode: 'cloud',
    summary: 'Validate a fallback default key and store it encrypted',
  },
  'platform_credential.rotate': {
    ...rotate,
    path: '/api/platform/credentials/{id}/rotate',
    access: 'platform_credential.write',
    mode: 'cloud',
    summary: 'Validate a new fallback default key and swap it in atomically',
  },
  'platform_credential.disable': {
    ...change,
    path: '/api/platform/credentials/{id}/disable',
    access: 'platform_credential.write',
    mode: 'cloud',
    summary: 'Pause a fallback default key without losing its secret',
  },
  'platform_credential.enable': {
    ...change,
    path: '/api/platform/credentials/{id}/enable',
    access: 'platform_credential.write',
    mode: 'cloud',
    summary: 'Use a paused fallback default key again',
  },
  'platform_credential.revoke': {
    ...revoke,
    path: '/api/platform/credentials/{id}/revoke',
    access: 'platform_credential.write',
    mode: 'cloud',
    summary: 'Destroy a stored fallback default key for good',
  },
} as const satisfies Record<string, Endpoint>;
