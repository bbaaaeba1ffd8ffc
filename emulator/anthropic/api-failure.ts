import { newIdentifier } from '../server/identifier.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { edgeHeaders } from './provider-headers.ts';

/** What the body of an error says; `errorCode` is the part that programs may rely on. */
type Complaint = {
  type: string;
  message: string;
  errorCode?: string;
  /** Told in `retry-after`. */
  retryAfterSeconds?: number;
};

/** An error answer of the provider. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly complaint: Complaint;

  constructor(status: number, complaint: Complaint) {
    super(complaint.message);
    this.status = status;
    this.complaint = complaint;
  }
}

/** Each id is in the body and in a header, as support asks for either. */
export function failureReply(failure: ApiFailure): Reply {
  const { status, complaint } = failure;
  const requestId = newIdentifier('req_011C', 20);
  const { retryAfterSeconds } = complaint;
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const headers = {
    ...edgeHeaders('application/json', requestId),
    'x-should-retry': status === 408 || status === 429 || status >= 500 ? 'true' : 'false',
    ...(status === 429 ? { 'anthropic-ratelimit-unified-status': 'rejected' } : {}),
    ...retry,
  };
  return jsonReply(status, errorBody(failure, requestId), { headers, indent: 0 });
}

/** The body of an error, which is the payload of an `error` event as well. */
export function errorBody({ complaint }: ApiFailure, requestId: string) {
  const { type, message, errorCode } = complaint;
  const details = errorCode === undefined ? {} : { details: { error_code: errorCode } };
  return { type: 'error', error: { type, message, ...details }, request_id: requestId };
}

export function invalidRequest(message: string): ApiFailure {
  return new ApiFailure(400, { type: 'invalid_request_error', message });
}

export function missingApiKey(): ApiFailure {
  return new ApiFailure(401, {
    type: 'authentication_error',
    message: 'x-api-key header is required',
  });
}

export function invalidApiKey(): ApiFailure {
  return new ApiFailure(401, { type: 'authentication_error', message: 'invalid x-api-key' });
}

/** Not what Anthropic says; what a gateway of one's own in front of it may. */
export function echoedApiKey(key: string): ApiFailure {
  return new ApiFailure(401, { type: 'authentication_error', message: `no such key: ${key}` });
}

export function permissionDenied(): ApiFailure {
  const message = 'Your API key does not have permission to use the specified resource.';
  return new ApiFailure(403, { type: 'permission_error', message });
}

export function notAllowed(): ApiFailure {
  return new ApiFailure(403, { type: 'forbidden', message: 'Request not allowed' });
}

export function creditBalanceTooLow(): ApiFailure {
  return invalidRequest(
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
  );
}

export function billingError(): ApiFailure {
  const message = 'There is an issue with your billing information.';
  return new ApiFailure(402, { type: 'billing_error', message });
}

export function notFound(message: string): ApiFailure {
  return new ApiFailure(404, { type: 'not_found_error', message });
}

export function methodNotAllowed(): ApiFailure {
  return new ApiFailure(405, { type: 'invalid_request_error', message: 'Method Not Allowed' });
}

export function requestTooLarge(): ApiFailure {
  const message = 'Request exceeds the maximum size';
  return new ApiFailure(413, { type: 'request_too_large', message });
}

export function rateLimited(retryAfterSeconds = 1): ApiFailure {
  const message = 'This request would exceed the rate limit of your organization.';
  return new ApiFailure(429, { type: 'rate_limit_error', message, retryAfterSeconds });
}

export function spendLimitReached(): ApiFailure {
  return new ApiFailure(429, {
    type: 'rate_limit_error',
    message: 'Your organization has reached its spend limit.',
    errorCode: 'enforced_spend_limit_reached',
  });
}

export function serverError(): ApiFailure {
  return new ApiFailure(500, { type: 'api_error', message: 'Internal server error' });
}

export function gatewayTimeout(): ApiFailure {
  return new ApiFailure(504, { type: 'timeout_error', message: 'The request timed out.' });
}

export function overloaded(): ApiFailure {
  return new ApiFailure(529, {
    type: 'overloaded_error',
    message: 'Overloaded',
    retryAfterSeconds: 1,
  });
}
