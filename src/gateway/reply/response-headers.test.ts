import { describe, expect, test } from 'vitest';
import type { UpstreamHead } from '../../ports/provider.ts';
import { clientHeaders, streamHeaders, translatedHeaders } from './response-headers.ts';

function headOf(headers: Readonly<Record<string, string>>): UpstreamHead {
  return { status: 200, headers: Object.entries(headers) };
}

/** Names and values as a record. */
function listed(headers: readonly string[]): Record<string, string> {
  const pairs = headers.flatMap((name, at) =>
    at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : [],
  );
  return Object.fromEntries(pairs);
}

/** What clients look for in answers. */
const wanted = {
  'openai-model': 'gpt-5.1',
  'openai-processing-ms': '12',
  'openai-version': '2020-10-01',
  'retry-after': '3',
  'retry-after-ms': '3000',
  'x-should-retry': 'false',
  'x-ratelimit-remaining-tokens': '9',
  'anthropic-ratelimit-unified-status': 'allowed',
  'anthropic-ratelimit-requests-remaining': '9',
  'x-codex-turn-state': 'opaque',
  'x-codex-primary-used-percent': '1',
  'x-models-etag': '"e"',
  'x-reasoning-included': 'true',
  'x-amzn-bedrock-input-token-count': '3',
  'x-amzn-bedrock-invocation-latency': '40',
};
const ids = { 'x-request-id': 'req_1' };
const secret = {
  'set-cookie': '__cf_bm=1',
  'openai-organization': 'org',
  'openai-project': 'proj',
  'anthropic-organization-id': 'org',
  'anthropic-workspace-id': 'ws',
  'cf-ray': 'ray',
  'cf-cache-status': 'DYNAMIC',
  server: 'cloudflare',
  via: '1.1 proxy',
  location: 'https://elsewhere.example/',
  'strict-transport-security': 'max-age=1',
  'access-control-allow-origin': '*',
  'alt-svc': 'h3=":443"',
  'content-length': '2',
  'transfer-encoding': 'chunked',
  connection: 'keep-alive',
};

describe("what a client sees of the provider's headers", () => {
  test('everything that clients look for, and nothing that tells whose account it is', () => {
    const body = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const head = headOf({ ...wanted, ...ids, ...body, ...secret });
    expect(listed(clientHeaders(head))).toEqual({ ...wanted, ...ids, ...body });
  });

  test('the same of a stream, which nobody on the way may cache or hold back', () => {
    const type = { 'content-type': 'text/event-stream' };
    const head = headOf({ ...wanted, ...ids, ...type, ...secret, 'cache-control': 'no-cache' });
    expect(listed(streamHeaders(head))).toEqual({
      ...wanted,
      ...ids,
      ...type,
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
  });

  test("of an answer that was written anew: nothing about the provider's bytes, and both ids", () => {
    const body = { 'content-type': 'application/xml', 'content-encoding': 'gzip' };
    const errorType = { 'x-amzn-errortype': 'ThrottlingException' };
    const head = headOf({ ...wanted, ...ids, ...body, ...errorType, ...secret });
    const own = { contentType: 'application/json', requestId: 'req_own', isStream: false };
    expect(listed(translatedHeaders(head, own))).toEqual({
      ...wanted,
      'content-type': 'application/json',
      'x-request-id': 'req_own',
      'request-id': 'req_own',
      'x-amzn-requestid': 'req_own',
      'X-Monago-Upstream-Request-Id': 'req_1',
    });
  });
});
