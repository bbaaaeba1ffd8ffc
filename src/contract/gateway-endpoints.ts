import { z } from 'zod';
import type { Provider } from '../domain/credential/credential.ts';
import type { Wire } from '../domain/protocol/wire.ts';
import type { Endpoint } from './endpoint.ts';

/** Whose clients an endpoint is for; decides the shape of Monago's own errors. */
export type ErrorShape = 'openai' | 'anthropic' | 'bedrock';

/**
 * What a call is for: an answer of a model, a count of tokens, an answer that the provider keeps; or the list of models and
 * how an approval stands, for which no provider is asked.
 */
export type Purpose = 'answer' | 'count' | 'stored' | 'models' | 'approval';

export interface GatewayEndpoint extends Endpoint {
  /** The format in which clients ask here. */
  readonly wire: Wire;
  readonly shape: ErrorShape;
  readonly purpose: Purpose;
  /** Only this provider offers the endpoint; undefined: the model decides. */
  readonly provider?: Provider;
  /** Streams whatever the body says, or never; undefined: the body decides. */
  readonly isStream?: boolean;
  /** On by default, or only when the operator lists it in MONAGO_EXTRA_ENDPOINTS. */
  readonly offered: 'always' | 'opt-in';
}

const json = { mediaType: 'application/json' } as const;
const errors = [
  'invalid_token',
  'forbidden',
  'invalid_request',
  'request_too_large',
  'model_not_found',
  'unsupported_parameter',
  'pii_blocked',
  'security_block',
  'model_not_allowed',
  'policy_blocked',
  'pending_approval',
  'approval_rejected',
  'approval_expired',
  'approval_mismatch',
  'upstream_credential_rejected',
  'rate_limited',
  'overloaded',
  'provider_not_configured',
  'audit_unavailable',
  'kms_unavailable',
  'credential_unreadable',
  'upstream_unreachable',
  'upstream_broken',
  'upstream_blocked',
  'upstream_timeout',
] as const;

const inference = {
  method: 'POST',
  access: 'inference',
  reply: json,
  status: 200,
  errors,
  shape: 'openai',
  purpose: 'answer',
  offered: 'always',
} as const;

const inId = z.object({ id: z.string().min(1).max(2_048) });

/** Of responses that the provider keeps, a workspace has only its own. */
const ownResponses = { errors: [...errors, 'not_found'] } as const;
const opaque = { ...inference, wire: 'opaque', provider: 'openai', offered: 'opt-in' } as const;
const stored = {
  ...inference,
  ...ownResponses,
  wire: 'responses',
  purpose: 'stored',
  provider: 'openai',
  isStream: false,
  params: inId,
} as const;
const models = {
  ...inference,
  method: 'GET',
  wire: 'opaque',
  purpose: 'models',
  errors: ['invalid_token', 'forbidden', 'model_not_found', 'overloaded', 'audit_unavailable'],
} as const;
const bedrock = { ...inference, shape: 'bedrock', params: inId } as const;

/** The gateway, row by row. A path that is not here answers 404 `unsupported_endpoint`. */
export const gatewayEndpoints = {
  'chat.completions': {
    ...inference,
    path: '/v1/chat/completions',
    wire: 'chat',
    summary: 'OpenAI chat completions, unary and streamed; any provider',
  },
  'responses.create': {
    ...inference,
    ...ownResponses,
    path: '/v1/responses',
    wire: 'responses',
    summary: 'OpenAI Responses, unary and streamed; any provider',
  },
  'responses.input_tokens': {
    ...inference,
    ...ownResponses,
    path: '/v1/responses/input_tokens',
    wire: 'responses',
    purpose: 'count',
    provider: 'openai',
    isStream: false,
    summary: 'OpenAI: how many tokens a Responses request has',
  },
  'responses.retrieve': {
    ...stored,
    method: 'GET',
    path: '/v1/responses/{id}',
    summary: 'OpenAI: a stored response of the same workspace',
  },
  'responses.delete': {
    ...stored,
    method: 'DELETE',
    path: '/v1/responses/{id}',
    summary: 'OpenAI: deletes a stored response of the same workspace',
  },
  embeddings: {
    ...inference,
    path: '/v1/embeddings',
    wire: 'embeddings',
    provider: 'openai',
    isStream: false,
    summary: 'OpenAI embeddings',
  },
  'models.list': {
    ...models,
    path: '/v1/models',
    summary: 'The models that the caller may use, in the shape of OpenAI or of Anthropic',
  },
  'models.retrieve': {
    ...models,
    path: '/v1/models/{id}',
    params: inId,
    summary: 'One of them',
  },
  'approvals.retrieve': {
    ...models,
    path: '/v1/approvals/{id}',
    purpose: 'approval',
    params: inId,
    errors: ['invalid_token', 'forbidden', 'approval_not_found', 'overloaded', 'audit_unavailable'],
    summary: 'How the approval of a held request stands',
  },
  'messages.create': {
    ...inference,
    path: '/v1/messages',
    wire: 'messages',
    shape: 'anthropic',
    summary: 'Anthropic Messages, unary and streamed; any provider',
  },
  'messages.count_tokens': {
    ...inference,
    path: '/v1/messages/count_tokens',
    wire: 'messages',
    shape: 'anthropic',
    purpose: 'count',
    provider: 'anthropic',
    isStream: false,
    summary: 'Anthropic: how many tokens a Messages request has',
  },
  'bedrock.converse': {
    ...bedrock,
    path: '/model/{id}/converse',
    wire: 'converse',
    isStream: false,
    summary: 'Bedrock Converse; any provider',
  },
  'bedrock.converse_stream': {
    ...bedrock,
    path: '/model/{id}/converse-stream',
    wire: 'converse',
    isStream: true,
    summary: 'Bedrock ConverseStream; any provider',
  },
  'bedrock.invoke': {
    ...bedrock,
    path: '/model/{id}/invoke',
    wire: 'invoke',
    provider: 'bedrock',
    isStream: false,
    summary: 'Bedrock InvokeModel',
  },
  'bedrock.invoke_stream': {
    ...bedrock,
    path: '/model/{id}/invoke-with-response-stream',
    wire: 'invoke',
    provider: 'bedrock',
    isStream: true,
    summary: 'Bedrock InvokeModelWithResponseStream',
  },
  completions: {
    ...opaque,
    path: '/v1/completions',
    summary: 'OpenAI legacy completions',
  },
  'images.generations': {
    ...opaque,
    path: '/v1/images/generations',
    summary: 'OpenAI image generation; the prompt is inspected, the picture is not',
  },
  'audio.transcriptions': {
    ...opaque,
    path: '/v1/audio/transcriptions',
    summary: 'OpenAI transcription; the recording is not inspected, the words of the answer are',
  },
  'audio.translations': {
    ...opaque,
    path: '/v1/audio/translations',
    summary:
      'OpenAI audio translation; the recording is not inspected, the words of the answer are',
  },
} as const satisfies Record<string, GatewayEndpoint>;

export type GatewayEndpointName = keyof typeof gatewayEndpoints;
