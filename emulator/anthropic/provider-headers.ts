import type { OutgoingHttpHeaders } from 'node:http';
import { newIdentifier, randomHex, randomText } from '../server/identifier.ts';

const REQUESTS_PER_MINUTE = 4_000;
const INPUT_TOKENS_PER_MINUTE = 2_000_000;
const OUTPUT_TOKENS_PER_MINUTE = 400_000;
// About the share of good answers on which the provider was seen to send it: it says nothing about throttling.
const ANSWERS_PER_RETRY_HINT = 12;

/** Present on every answer. */
export function edgeHeaders(
  contentType: string,
  requestId = newIdentifier('req_011C', 20),
): OutgoingHttpHeaders {
  // Domain and flags are those of a foreign site: a gateway that passed the cookie on would plant it.
  const cookie = `_cfuvid=${randomText(43)}; path=/; domain=.anthropic.com; HttpOnly; Secure; SameSite=None`;
  return {
    'content-type': contentType,
    'request-id': requestId,
    'anthropic-organization-id': '00000000-0000-4000-8000-0000000e9d01',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    server: 'cloudflare',
    'set-cookie': [cookie],
    'x-robots-tag': 'none',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${randomHex(16)}-SIN`,
  };
}

/** What the engine adds once it answered. */
export type EngineHeaders = (
  contentType: string,
  tokens: { input: number; output: number },
) => OutgoingHttpHeaders;

/** Counts the answers, so that the odd one carries a `retry-after` that means nothing. */
export function createEngineHeaders(): EngineHeaders {
  let answers = 0;
  return (contentType, { input, output }) => {
    answers += 1;
    const hint = answers % ANSWERS_PER_RETRY_HINT === 0 ? { 'retry-after': '32' } : {};
    return {
      ...edgeHeaders(contentType),
      'anthropic-ratelimit-unified-status': 'allowed',
      ...allowance('requests', REQUESTS_PER_MINUTE, 1),
      ...allowance('input-tokens', INPUT_TOKENS_PER_MINUTE, input),
      ...allowance('output-tokens', OUTPUT_TOKENS_PER_MINUTE, output),
      ...allowance('tokens', INPUT_TOKENS_PER_MINUTE + OUTPUT_TOKENS_PER_MINUTE, input + output),
      ...hint,
    };
  };
}

function allowance(of: string, limit: number, used: number): OutgoingHttpHeaders {
  const prefix = `anthropic-ratelimit-${of}`;
  return {
    [`${prefix}-limit`]: String(limit),
    [`${prefix}-remaining`]: String(Math.max(0, limit - used)),
    [`${prefix}-reset`]: `${new Date(Date.now() + 1_000).toISOString().slice(0, 19)}Z`,
  };
}
