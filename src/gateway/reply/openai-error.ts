import type { MonagoError } from '../../domain/errors.ts';

/** An error in the shape of OpenAI's API. */
export function openAiError(error: MonagoError): string {
  const { message, type, param, code } = error;
  return JSON.stringify({ error: { message, type, param: param ?? null, code } });
}

/** Names and values, alternating, that go with an error beside the Monago headers. */
export function errorHeaders(error: MonagoError): readonly string[] {
  const headers = ['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store'];
  // Clients repeat 408, 409, 429 and 5xx on their own; this tells them when it is of no use.
  if (!error.isRetryable) headers.push('x-should-retry', 'false');
  const seconds = error.retryAfterSeconds ?? (error.code === 'overloaded' ? 1 : undefined);
  if (seconds !== undefined) headers.push('retry-after', String(seconds));
  if (error.status === 401) headers.push('www-authenticate', 'Bearer');
  return headers;
}
