import type { OutgoingHttpHeaders } from 'node:http';
import { randomHex, randomText } from '../server/identifier.ts';

const REQUESTS_PER_MINUTE = 500;
const TOKENS_PER_MINUTE = 200_000;

/** Present on every answer, also on those that the edge gives before the engine is asked. */
export function edgeHeaders(contentType: string): OutgoingHttpHeaders {
  return {
    'content-type': contentType,
    'x-request-id': `req_${randomHex(32)}`,
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    'cf-cache-status': 'DYNAMIC',
    'set-cookie': [cookie('__cf_bm', 'expires=Fri, 31-Dec-27 23:59:59 GMT'), cookie('_cfuvid')],
    'x-content-type-options': 'nosniff',
    server: 'cloudflare',
    'cf-ray': `${randomHex(16)}-SIN`,
    'alt-svc': 'h3=":443"; ma=86400',
  };
}

/** What the engine adds once a request was authenticated and its model found. */
export function engineHeaders(contentType: string, tokens: number): OutgoingHttpHeaders {
  return {
    ...edgeHeaders(contentType),
    'access-control-expose-headers': 'X-Request-ID',
    'openai-organization': 'emulated-organization',
    'openai-processing-ms': '12',
    'openai-project': 'proj_emulated0000000000000',
    'openai-version': '2020-10-01',
    'x-envoy-upstream-service-time': '15',
    'x-openai-proxy-wasm': 'v0.1',
    ...rateLimitHeaders(REQUESTS_PER_MINUTE - 1, TOKENS_PER_MINUTE - tokens),
  };
}

/** The older endpoints name their model in a header and allow any origin. */
export function modelHeaders(contentType: string, tokens: number, model: string) {
  return {
    ...engineHeaders(contentType, tokens),
    'access-control-allow-origin': '*',
    'openai-model': model,
  };
}

export function rateLimitHeaders(requestsLeft: number, tokensLeft: number): OutgoingHttpHeaders {
  return {
    'x-ratelimit-limit-requests': String(REQUESTS_PER_MINUTE),
    'x-ratelimit-limit-tokens': String(TOKENS_PER_MINUTE),
    'x-ratelimit-remaining-requests': String(requestsLeft),
    'x-ratelimit-remaining-tokens': String(Math.max(0, tokensLeft)),
    'x-ratelimit-reset-requests': '120ms',
    'x-ratelimit-reset-tokens': '5ms',
  };
}

// Domain and flags are those of a foreign site: a gateway that passed the cookie on would plant it.
function cookie(name: string, expiry?: string): string {
  const lifetime = expiry === undefined ? '' : ` ${expiry};`;
  return `${name}=${randomText(43)}; path=/;${lifetime} domain=.api.openai.com; HttpOnly; Secure; SameSite=None`;
}
