import { z } from 'zod';
import { isSafeModelId } from '../domain/catalog/safe-model-id.ts';
import { aliasPattern } from '../domain/protocol/model-alias.ts';
import type { Endpoint } from './endpoint.ts';
import { modelAliasSchema, providerSchema } from './schemas.ts';
import { withoutKey } from './text.ts';

const alias = z
  .string()
  .trim()
  .min(1, 'Enter the name that clients send.')
  .max(128, 'Use at most 128 characters.')
  .regex(
    aliasPattern,
    'Use letters, digits and . _ - : [ ] only, beginning with a letter or digit.',
  )
  .refine(...withoutKey);

const model = z
  .string()
  .trim()
  .min(1, 'Enter the model’s id as its provider names it.')
  .refine(isSafeModelId, 'This cannot be a model’s id. Give it without the provider’s prefix.')
  .refine(...withoutKey);

/** The tenant's own names for models. */
export const modelEndpoints = {
  'model_alias.list': {
    method: 'GET',
    path: '/api/models/aliases',
    access: 'settings.read',
    status: 200,
    summary: 'The tenant’s own names for models, by name',
    reply: z.object({ aliases: z.array(modelAliasSchema) }),
    errors: [],
  },
  'model_alias.set': {
    method: 'POST',
    path: '/api/models/aliases',
    access: 'settings.write',
    status: 200,
    summary: 'Give a model a name of the tenant’s own, or let a name stand for another model',
    body: z.object({ alias, provider: providerSchema, model }),
    reply: modelAliasSchema,
    errors: ['invalid_input', 'audit_unavailable'],
  },
  'model_alias.remove': {
    method: 'DELETE',
    path: '/api/models/aliases/{alias}',
    access: 'settings.write',
    status: 204,
    summary:
      'Remove a name; requests with it are refused from then on, unless a model has that name',
    params: z.object({ alias: z.string() }),
    reply: z.null(),
    errors: ['not_found', 'audit_unavailable'],
  },
} as const satisfies Record<string, Endpoint>;
