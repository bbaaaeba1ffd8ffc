import { newIdentifier } from '../server/identifier.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { edgeHeaders } from './provider-headers.ts';

/** An error answer of the provider. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** Each id is in the body and in a header, as support asks for either. */
export function failureReply({ status, type, message }: ApiFailure): Reply {
  const requestId = newIdentifier('req_011C', 20);
  const retry = status === 429 || status === 529 ? { 'retry-after': '1' } : {};
  const headers = {
    ...edgeHeaders('application/json', requestId),
    'x-should-retry': status === 429 || status >= 500 ? 'true' : 'false',
    ...retry,
  };
  const body = { type: 'error', error: { type, message }, request_id: requestId };
  return jsonReply(status, body, { headers, indent: 0 });
}

export function invalidRequest(message: string): ApiFailure {
  return new ApiFailure(400, 'invalid_request_error', message);
}

export function missingApiKey(): ApiFailure {
  return new ApiFailure(401, 'authentication_error', 'x-api-key header is required');
}

export function invalidApiKey(): ApiFailure {
  return new ApiFailure(401, 'authentication_error', 'invalid x-api-key');
}

/** Not what Anthropic says; what a gateway of one's own in front of it may. */
export function echoedApiKey(key: string): ApiFailure {
  return new ApiFailure(401, 'authentication_error', `no such key: ${key}`);
}

export function permissionDenied(): ApiFailure {
  const message = 'Your API key does not have permission to use the specified resource.';
  return new ApiFailure(403, 'permission_error', message);
}

export function notAllowed(): ApiFailure {
  return new ApiFailure(403, 'forbidden', 'Request not allowed');
}

export function creditBalanceTooLow(): ApiFailure {
  return invalidRequest(
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
  );
}

export function billingError(): ApiFailure {
  return new ApiFailure(402, 'billing_error', 'There is an issue with your billing information.');
}

export function notFound(what: string): ApiFailure {
  return new ApiFailure(404, 'not_found_error', what);
}

export function methodNotAllowed(): ApiFailure {
  return new ApiFailure(405, 'invalid_request_error', 'Method Not Allowed');
}

export function requestTooLarge(): ApiFailure {
  return new ApiFailure(413, 'request_too_large', 'Request exceeds the maximum size');
}

export function rateLimited(): ApiFailure {
  const message = 'This request would exceed the rate limit of your organization.';
  return new ApiFailure(429, 'rate_limit_error', message);
}

export function serverError(): ApiFailure {
  return new ApiFailure(500, 'api_error', 'Internal server error');
}

export function overloaded(): ApiFailure {
  return new ApiFailure(529, 'overloaded_error', 'Overloaded');
}
