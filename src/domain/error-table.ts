import { evidenceRefusals } from './evidence-errors.ts';
import { approvalRefusals, governanceRefusals } from './governance-errors.ts';
import { userRefusals } from './user-errors.ts';

/** What kind of failure a code is, in OpenAI's vocabulary of `error.type`. */
export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'conflict_error'
  | 'rate_limit_error'
  | 'policy_error'
  | 'upstream_error'
  | 'service_unavailable'
  | 'server_error';

export interface ErrorRow {
  readonly status: number;
  readonly type: ErrorType;
  /** Public: may be shown to anyone. Detail that helps an operator goes into `internal`. */
  readonly message: string;
  /** Whether the same call may succeed if it is simply sent again. */
  readonly retry?: true;
}

/** Every error that Monago can answer with. The codes are a public contract: never rename one. */
export const errorTable = {
  // Callers of either plane
  invalid_request: {
    status: 400,
    type: 'invalid_request_error',
    message: 'The request is not valid.',
  },
  request_too_large: {
    status: 413,
    type: 'invalid_request_error',
    message: 'The request body is too large.',
  },
  headers_too_large: {
    status: 431,
    type: 'invalid_request_error',
    message: 'The request headers are too large.',
  },
  request_timeout: {
    status: 408,
    type: 'invalid_request_error',
    message: 'The request did not arrive in time.',
  },
  unsupported_media_type: {
    status: 415,
    type: 'invalid_request_error',
    message: 'Send the body as application/json.',
  },
  not_found: { status: 404, type: 'not_found_error', message: 'Not found.' },
  method_not_allowed: {
    status: 405,
    type: 'invalid_request_error',
    message: 'This method is not allowed here.',
  },
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Too many requests.',
    retry: true,
  },
  internal: { status: 500, type: 'server_error', message: 'Something went wrong inside Monago.' },

  // Gateway
  invalid_token: {
    status: 401,
    type: 'authentication_error',
    message: 'The access token is missing, expired or not valid.',
  },
  forbidden: { status: 403, type: 'permission_error', message: 'You may not do this.' },
  unsupported_endpoint: {
    status: 404,
    type: 'invalid_request_error',
    message: 'Monago does not offer this endpoint.',
  },
  model_not_found: {
    status: 404,
    type: 'invalid_request_error',
    message: 'The model does not exist or you may not use it.',
  },
  unsupported_parameter: {
    status: 400,
    type: 'invalid_request_error',
    message: 'A part of the request cannot be carried to the provider of this model.',
  },
  pii_blocked: {
    status: 400,
    type: 'policy_error',
    message: 'Blocked by policy: personal data detected.',
  },
  security_block: {
    status: 400,
    type: 'policy_error',
    message: 'Blocked by policy: security incident.',
  },
  model_not_allowed: {
    status: 400,
    type: 'policy_error',
    message: 'Blocked by policy: this model is not allowed.',
  },
  policy_blocked: { status: 400, type: 'policy_error', message: 'Blocked by policy.' },
  ...approvalRefusals,
  upstream_credential_rejected: {
    status: 424,
    type: 'upstream_error',
    message:
      "The provider rejected this organisation's API key. An administrator has to rotate it under AI Providers.",
  },
  budget_exceeded: { status: 429, type: 'rate_limit_error', message: 'The budget is used up.' },
  overloaded: {
    status: 503,
    type: 'service_unavailable',
    message: 'Too many requests are in flight. Try again shortly.',
    retry: true,
  },
  provider_not_configured: {
    status: 503,
    type: 'service_unavailable',
    message:
      'No active credential for this provider. An administrator can add one under AI Providers.',
  },
  audit_unavailable: {
    status: 503,
    type: 'service_unavailable',
    message: 'The audit log cannot be written, so the request was not sent to the provider.',
    retry: true,
  },
  kms_unavailable: {
    status: 503,
    type: 'service_unavailable',
    message: 'The key management service did not answer.',
    retry: true,
  },
  credential_unreadable: {
    status: 503,
    type: 'service_unavailable',
    message: 'The stored provider key cannot be decrypted. An administrator has to rotate it.',
  },
  upstream_unreachable: {
    status: 502,
    type: 'upstream_error',
    message: 'The provider could not be reached.',
    retry: true,
  },
  upstream_broken: {
    status: 502,
    type: 'upstream_error',
    message: 'The provider broke off its answer.',
    retry: true,
  },
  upstream_blocked: {
    status: 502,
    type: 'upstream_error',
    message: 'The address of the provider is not allowed.',
  },
  upstream_timeout: {
    status: 504,
    type: 'upstream_error',
    message: 'The provider did not answer in time.',
    retry: true,
  },

  // Control plane
  setup_link_invalid: {
    status: 410,
    type: 'permission_error',
    message: 'This set-up link is not valid any more. Restart Monago to get a new one.',
  },
  setup_done: {
    status: 409,
    type: 'conflict_error',
    message: 'Monago is already set up. Sign in instead.',
  },
  signed_out: { status: 401, type: 'authentication_error', message: 'You are signed out.' },
  sign_in_failed: {
    status: 401,
    type: 'authentication_error',
    message: 'The email address or password is not right.',
  },
  cross_site_request: {
    status: 403,
    type: 'permission_error',
    message: 'The request did not come from the Monago dashboard.',
  },
  invalid_input: {
    status: 422,
    type: 'invalid_request_error',
    message: 'Please check the highlighted fields.',
  },
  invalid_api_key: { status: 422, type: 'invalid_request_error', message: 'Invalid API key' },
  bad_base_url: {
    status: 422,
    type: 'invalid_request_error',
    message: 'This base URL cannot be used.',
  },
  region_mismatch: {
    status: 422,
    type: 'invalid_request_error',
    message: 'This key belongs to another AWS region.',
  },
  provider_billing: {
    status: 422,
    type: 'invalid_request_error',
    message:
      "The provider knows this key but refuses its requests until the account's billing is in order.",
  },
  provider_unreachable: {
    status: 502,
    type: 'upstream_error',
    message: 'The provider could not be reached to validate the key.',
    retry: true,
  },
  validation_timeout: {
    status: 504,
    type: 'upstream_error',
    message: 'The provider did not validate the key in time. Try again.',
    retry: true,
  },
  credential_name_taken: {
    status: 409,
    type: 'conflict_error',
    message: 'Credential name already used',
  },
  credential_not_found: {
    status: 404,
    type: 'not_found_error',
    message: 'AI provider credential not found',
  },
  credential_revoked: {
    status: 409,
    type: 'conflict_error',
    message: 'This credential is revoked. Add a new one instead.',
  },
  confirmation_mismatch: {
    status: 422,
    type: 'invalid_request_error',
    message: 'The name does not match.',
  },
  tenant_not_found: { status: 404, type: 'not_found_error', message: 'Tenant not found' },
  ...userRefusals,
  ...governanceRefusals,
  ...evidenceRefusals,
  token_not_found: { status: 404, type: 'not_found_error', message: 'API key not found' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;
