import type { OutgoingHttpHeaders } from 'node:http';
import { jsonReply, type Reply } from '../server/reply.ts';
import { edgeHeaders, engineHeaders, rateLimitHeaders } from './provider-headers.ts';

export type FailureBody = {
  message: string;
  type: string;
  param: string | null;
  code: string | null;
};

/** An error answer of the provider. Edge failures come without the engine's headers. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly body: FailureBody;
  readonly source: 'edge' | 'engine';
  readonly extraHeaders: OutgoingHttpHeaders;

  constructor(
    status: number,
    body: FailureBody,
    origin: { source: 'edge' | 'engine'; headers?: OutgoingHttpHeaders },
  ) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.source = origin.source;
    this.extraHeaders = origin.headers ?? {};
  }
}

export function failureReply(failure: ApiFailure): Reply {
  const { message, type, param, code } = failure.body;
  const isEdge = failure.source === 'edge';
  const headers = isEdge
    ? { ...edgeHeaders('application/json; charset=utf-8'), vary: 'Origin' }
    : { ...engineHeaders('application/json', 1), 'access-control-allow-origin': '*' };
  const style = {
    headers: { ...headers, ...failure.extraHeaders },
    indent: isEdge ? 4 : 2,
    newline: isEdge,
  };
  return jsonReply(failure.status, { error: { message, type, param, code } }, style);
}

export function invalidRequest(
  message: string,
  param: string | null,
  code: string | null,
): ApiFailure {
  const body = { message, type: 'invalid_request_error', param, code };
  return new ApiFailure(400, body, { source: 'engine' });
}

function refused(status: number, message: string, code: string | null): ApiFailure {
  const body = { message, type: 'invalid_request_error', param: null, code };
  return new ApiFailure(status, body, { source: 'edge' });
}

export function modelNotFound(model: string): ApiFailure {
  const message = `The model \`${model}\` does not exist or you do not have access to it.`;
  return refused(404, message, 'model_not_found');
}

/** An agentic model that chat does not serve. */
export function onlyInResponses(): ApiFailure {
  const message = 'This model is only supported in v1/responses and not in v1/chat/completions.';
  const body = { message, type: 'invalid_request_error', param: 'model', code: null };
  return new ApiFailure(404, body, { source: 'engine' });
}

export function responsesModelNotFound(model: string): ApiFailure {
  const message = `The requested model '${model}' does not exist.`;
  return invalidRequest(message, 'model', 'model_not_found');
}

/** Something that the Responses API would have kept, had it been told to. */
export function notStored(message: string, param: string | null): ApiFailure {
  const body = { message, type: 'invalid_request_error', param, code: null };
  return new ApiFailure(404, body, { source: 'engine' });
}

export function unknownUrl(method: string, path: string): ApiFailure {
  return refused(404, `Invalid URL (${method} ${path})`, null);
}

export function methodNotSupported(method: string, path: string): ApiFailure {
  return refused(405, `Not allowed to ${method} on ${path}.`, 'method_not_supported');
}

export function bodyTooLarge(): ApiFailure {
  return refused(413, 'The request body is too large.', null);
}

export function missingApiKey(): ApiFailure {
  const failure = refused(401, "You didn't provide an API key.", null);
  const headers = { 'www-authenticate': 'Basic realm="OpenAI API"' };
  return new ApiFailure(401, failure.body, { source: 'edge', headers });
}

/** The message repeats part of the key: whoever shows it must scrub it. */
export function incorrectApiKey(key: string): ApiFailure {
  const message = `Incorrect API key provided: ${maskKey(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`;
  return refused(401, message, 'invalid_api_key');
}

/** A key that is right but restricted: OpenAI says 401 here too, with no code. */
export function missingScopes(scope: string): ApiFailure {
  const message = `You have insufficient permissions for this operation. Missing scopes: ${scope}.`;
  return refused(401, message, null);
}

export function rateLimited(model: string, retryAfterSeconds: number): ApiFailure {
  const message = `Rate limit reached for ${model} in organization emulated-organization on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in ${retryAfterSeconds}s.`;
  const body = { message, type: 'requests', param: null, code: 'rate_limit_exceeded' };
  const headers = {
    'retry-after': String(Math.ceil(retryAfterSeconds)),
    'retry-after-ms': String(Math.round(retryAfterSeconds * 1000)),
    'x-should-retry': 'true',
    ...rateLimitHeaders(0, 0),
  };
  return new ApiFailure(429, body, { source: 'engine', headers });
}

/** Billing trouble shares the status of throttling; only type and code tell them apart. */
export function insufficientQuota(): ApiFailure {
  const message = 'You exceeded your current quota, please check your plan and billing details.';
  const body = { message, type: 'insufficient_quota', param: null, code: 'insufficient_quota' };
  return new ApiFailure(429, body, { source: 'engine' });
}

export function serverError(): ApiFailure {
  const message = 'The server had an error while processing your request. Sorry about that!';
  const body = { message, type: 'server_error', param: null, code: null };
  return new ApiFailure(500, body, { source: 'engine' });
}

export function overloaded(): ApiFailure {
  const message = 'The engine is currently overloaded, please try again later.';
  const body = { message, type: 'server_error', param: null, code: null };
  return new ApiFailure(503, body, { source: 'edge' });
}

// First eight and last four characters stay readable; a short string is echoed whole.
function maskKey(key: string): string {
  if (key.length <= 12) return key;
  return `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}
