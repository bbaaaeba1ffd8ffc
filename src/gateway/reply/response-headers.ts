import type { UpstreamHead } from '../../ports/provider.ts';

const forwarded: ReadonlySet<string> = new Set([
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'cache-control',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'x-request-id',
  'openai-processing-ms',
  'openai-version',
  'openai-model',
  'x-models-etag',
  'x-reasoning-included',
]);
const forwardedPrefixes = ['x-ratelimit-', 'x-codex-'];

/**
 * What of the provider's headers the client gets to see, as names and values, alternating. Cookies, organisation ids,
 * addresses to be redirected to and whatever else is not listed stay here; lengths are set by whoever sends the body.
 */
export function clientHeaders({ headers }: UpstreamHead): string[] {
  const kept: string[] = [];
  for (const [name, value] of headers) {
    if (forwarded.has(name) || forwardedPrefixes.some((prefix) => name.startsWith(prefix))) {
      kept.push(name, value);
    }
  }
  return kept;
}

/** The same for a stream of events, which nothing on the way may cache, hold back or rewrite. */
export function streamHeaders({ status, headers }: UpstreamHead): string[] {
  const own = headers.filter(([name]) => name !== 'cache-control');
  const kept = clientHeaders({ status, headers: own });
  kept.push('cache-control', 'no-cache, no-transform', 'x-accel-buffering', 'no');
  return kept;
}
