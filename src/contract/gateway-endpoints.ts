import type { Provider } from '../domain/credential/credential.ts';
import type { Endpoint } from './endpoint.ts';

/** Which API an endpoint speaks; decides the shape of Monago's own errors. */
export type Dialect = 'openai';

export interface GatewayEndpoint extends Endpoint {
  readonly dialect: Dialect;
  /** Only this provider offers the endpoint; undefined: the model decides. */
  readonly provider?: Provider;
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
  'pii_blocked',
  'security_block',
  'model_not_allowed',
  'policy_blocked',
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
  dialect: 'openai',
} as const;

/** The gateway, row by row. A path that is not here answers 404 `unsupported_endpoint`. */
export const gatewayEndpoints = {
  'chat.completions': {
    ...inference,
    path: '/v1/chat/completions',
    offered: 'always',
    summary: 'OpenAI chat completions, unary and streamed',
  },
  embeddings: {
    ...inference,
    path: '/v1/embeddings',
    offered: 'always',
    provider: 'openai',
    summary: 'OpenAI embeddings',
  },
  completions: {
    ...inference,
    path: '/v1/completions',
    offered: 'opt-in',
    provider: 'openai',
    summary: 'OpenAI legacy completions',
  },
  'images.generations': {
    ...inference,
    path: '/v1/images/generations',
    offered: 'opt-in',
    provider: 'openai',
    summary: 'OpenAI image generation; audited, not inspected',
  },
  'audio.transcriptions': {
    ...inference,
    path: '/v1/audio/transcriptions',
    offered: 'opt-in',
    provider: 'openai',
    summary: 'OpenAI transcription; audited, not inspected',
  },
  'audio.translations': {
    ...inference,
    path: '/v1/audio/translations',
    offered: 'opt-in',
    provider: 'openai',
    summary: 'OpenAI audio translation; audited, not inspected',
  },
} as const satisfies Record<string, GatewayEndpoint>;

export type GatewayEndpointName = keyof typeof gatewayEndpoints;
