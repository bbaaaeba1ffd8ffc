import type { ErrorShape } from '../../contract/gateway-endpoints.ts';
import { withoutKeys } from '../../domain/credential/key-in-text.ts';
import type { MonagoError } from '../../domain/errors.ts';

/** An error as a client gets it, whoever made it. */
export interface ShownError {
  readonly status: number;
  readonly message: string;
  /** A code of Monago's table, or the provider's own. */
  readonly code: string;
  /** OpenAI's `error.type`. */
  readonly type: string;
  readonly param?: string | undefined;
}

/** An error in the words of the API that the client speaks: never in those of another one. */
export function errorBody(shape: ErrorShape, error: ShownError, requestId: string): Buffer {
  return Buffer.from(JSON.stringify(bodyOf(shape, error, requestId)));
}

/** An error of Monago's own. It may name what the caller wrote, so what looks like a key in it is masked. */
export function ownErrorBody(shape: ErrorShape, error: MonagoError, requestId: string): Buffer {
  const { status, code, type, param } = error;
  const message = withoutKeys(error.message);
  const shown = { status, code, type, message, param: param && withoutKeys(param) };
  return errorBody(shape, shown, requestId);
}

function bodyOf(shape: ErrorShape, error: ShownError, requestId: string): object {
  const { message, code, type, param } = error;
  switch (shape) {
    case 'openai':
      return { error: { message, type, param: param ?? null, code } };
    case 'anthropic': {
      const details = { error_code: code };
      const shown = { type: anthropicType(error.status), message, details };
      return { type: 'error', error: shown, request_id: requestId };
    }
    case 'bedrock':
      return { message, code };
  }
}

const anthropicTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

function anthropicType(status: number): string {
  return anthropicTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

const bedrockTypes: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  503: 'ServiceUnavailableException',
  504: 'ModelTimeoutException',
};

/** The name of the exception that AWS clients make of an error. */
function bedrockErrorType(status: number): string {
  return bedrockTypes[status] ?? (status < 500 ? 'ValidationException' : 'InternalServerException');
}

/** Names and values, alternating, that every error has beside the Monago headers. */
export function errorHeaders(shape: ErrorShape, status: number): string[] {
  const headers = ['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store'];
  if (shape === 'bedrock') headers.push('x-amzn-errortype', bedrockErrorType(status));
  return headers;
}

/** The same, and what clients have to know about an error of Monago's own. */
export function ownErrorHeaders(shape: ErrorShape, error: MonagoError): string[] {
  const headers = errorHeaders(shape, error.status);
  // Clients repeat 408, 409, 429 and 5xx on their own; this tells them when it is of no use.
  if (!error.isRetryable) headers.push('x-should-retry', 'false');
  const seconds = error.retryAfterSeconds ?? (error.code === 'overloaded' ? 1 : undefined);
  if (seconds !== undefined) headers.push('retry-after', String(seconds));
  if (error.status === 401) headers.push('www-authenticate', 'Bearer');
  return headers;
}
