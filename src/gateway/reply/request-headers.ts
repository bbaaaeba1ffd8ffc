import type { GatewayRequest } from '../gateway-request.ts';

const forwarded: ReadonlySet<string> = new Set([
  'content-type',
  'accept',
  'user-agent',
  'idempotency-key',
  'openai-beta',
  'x-client-request-id',
]);
const forwardedPrefix = 'x-stainless-';

/**
 * What of the client's headers the provider gets to see: a short list, so that tokens, cookies, internal addresses and
 * another organisation's ids never leave by being forgotten.
 */
export function upstreamHeaders({ headers }: GatewayRequest): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string') continue;
    if (forwarded.has(name) || name.startsWith(forwardedPrefix)) kept[name] = value;
  }
  // The answer is read on its way: a compressed one could not be.
  kept['accept-encoding'] = 'identity';
  return kept;
}
