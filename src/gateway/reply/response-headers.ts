import type { UpstreamHead } from '../../ports/provider.ts';

/** What concerns the body as it is; a body that was written anew has its own. */
const ofBody = [
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'cache-control',
  'x-amzn-bedrock-content-type',
];
const ofCall = [
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'openai-processing-ms',
  'openai-version',
  'openai-model',
  'x-models-etag',
  'x-reasoning-included',
  'x-amzn-errortype',
];
/** Each client library shows the one that it knows. */
const ofRequest = ['x-request-id', 'request-id', 'x-amzn-requestid'];
const prefixes = ['x-ratelimit-', 'anthropic-ratelimit-', 'x-codex-', 'x-amzn-bedrock-'];

const unchanged: ReadonlySet<string> = new Set([...ofBody, ...ofCall, ...ofRequest]);
const translated: ReadonlySet<string> = new Set(
  ofCall.filter((name) => name !== 'x-amzn-errortype'),
);
const requestIds: ReadonlySet<string> = new Set(ofRequest);

/**
 * What of the provider's headers the client gets to see, as names and values, alternating. Cookies, organisation ids,
 * addresses to be redirected to and whatever else is not listed stay here; lengths are set by whoever sends the body.
 */
export function clientHeaders({ headers }: UpstreamHead): string[] {
  return kept(headers, unchanged);
}

/** The same for a stream of events, which nothing on the way may cache, hold back or rewrite. */
export function streamHeaders({ headers }: UpstreamHead): string[] {
  const passed = kept(
    headers.filter(([name]) => name !== 'cache-control'),
    unchanged,
  );
  return [...passed, ...streaming];
}

const streaming = ['cache-control', 'no-cache, no-transform', 'x-accel-buffering', 'no'];

/**
 * The headers of an answer that was written anew: what the provider says about the call, the provider's own id of the
 * request beside Monago's, and nothing about the body that the provider sent.
 */
export function translatedHeaders(
  { headers }: UpstreamHead,
  own: { readonly contentType: string; readonly requestId: string; readonly isStream: boolean },
): string[] {
  const upstreamId = headers.find(([name]) => requestIds.has(name))?.[1];
  return [
    'content-type',
    own.contentType,
    ...kept(headers, translated),
    ...requestIdHeaders(own.requestId),
    ...(upstreamId === undefined ? [] : ['X-Monago-Upstream-Request-Id', upstreamId]),
    ...(own.isStream ? streaming : []),
  ];
}

/** Monago's own id of a request, in every header in which clients look for one. */
export function requestIdHeaders(requestId: string): string[] {
  return ofRequest.flatMap((name) => [name, requestId]);
}

function kept(headers: UpstreamHead['headers'], names: ReadonlySet<string>): string[] {
  const result: string[] = [];
  for (const [name, value] of headers) {
    if (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix))) {
      result.push(name, value);
    }
  }
  return result;
}
