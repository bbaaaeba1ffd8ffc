import { describe, expect, test } from 'vitest';
import { gatewayEndpoints } from '../../contract/gateway-endpoints.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import type { GatewayRequest } from '../gateway-request.ts';
import { upstreamHeaders } from './request-headers.ts';

type Headers = Readonly<Record<string, string>>;

function forwarded(wire: Wire, headers: Headers): Headers {
  const api = 'responses.create';
  const request: GatewayRequest = {
    api,
    endpoint: gatewayEndpoints[api],
    params: {},
    query: '',
    headers,
    readBody: () => Promise.resolve(Buffer.alloc(0)),
  };
  return upstreamHeaders(request, wire);
}

const always = {
  accept: 'application/json',
  'content-type': 'application/json',
  'user-agent': 'x',
};
const stainless = { 'x-stainless-timeout': '600', 'x-stainless-retry-count': '0' };

describe('what the provider sees of what a client says in headers', () => {
  test.each<[string, Wire, Headers]>([
    ["OpenAI's client", 'chat', { ...stainless, 'idempotency-key': 'k', 'openai-beta': 'b' }],
    [
      'Codex',
      'responses',
      {
        originator: 'codex_exec',
        'session-id': 's',
        'thread-id': 't',
        'x-client-request-id': 'c',
        'x-codex-beta-features': 'f',
        'x-codex-turn-metadata': '{"turn_id":"1"}',
        'x-codex-turn-state': 'opaque',
        'x-codex-window-id': 'w:0',
        'x-openai-subagent': 'review',
      },
    ],
    [
      'Claude Code',
      'messages',
      {
        ...stainless,
        'anthropic-beta': 'claude-code-20250219,effort-2025-11-24',
        'anthropic-dangerous-direct-browser-access': 'true',
        'anthropic-version': '2023-06-01',
        'x-app': 'cli',
        'x-claude-code-session-id': 's',
      },
    ],
    [
      'Claude Code made for Bedrock',
      'invoke',
      { ...stainless, 'anthropic-beta': 'claude-code-20250219' },
    ],
    ["AWS's client", 'converse', { 'x-amzn-bedrock-trace': 'ENABLED' }],
  ])('%s: everything that it tells the provider', (_client, wire, headers) => {
    expect(forwarded(wire, { ...always, ...headers })).toEqual({
      ...always,
      ...headers,
      'accept-encoding': 'identity',
    });
  });

  const wires: readonly Wire[] = [
    'chat',
    'responses',
    'embeddings',
    'messages',
    'converse',
    'invoke',
  ];

  test.each(wires)('%s: no token, cookie, address, other account or signature', (wire) => {
    const secret = {
      authorization: 'Bearer token',
      'x-api-key': 'token',
      'api-key': 'token',
      cookie: 'a=b',
      host: 'gateway.internal',
      forwarded: 'for=10.0.0.1',
      'x-forwarded-for': '10.0.0.1',
      'x-real-ip': '10.0.0.1',
      'openai-organization': 'org',
      'openai-project': 'proj',
      'chatgpt-account-id': 'account',
      'x-amz-date': '20260101T000000Z',
      'x-amz-security-token': 'token',
      'amz-sdk-invocation-id': 'i',
      traceparent: '00-1-1-01',
      'accept-encoding': 'gzip, br',
      'content-length': '2',
      'content-encoding': 'gzip',
      'transfer-encoding': 'chunked',
      connection: 'keep-alive',
      expect: '100-continue',
    };
    expect(forwarded(wire, secret)).toEqual({ 'accept-encoding': 'identity' });
  });

  test.each<[Wire, string]>([
    ['chat', 'anthropic-beta'],
    ['responses', 'anthropic-version'],
    ['messages', 'openai-beta'],
    ['messages', 'x-codex-turn-state'],
    ['converse', 'anthropic-beta'],
  ])('%s: nothing that is meant for another provider, like %s', (wire, name) => {
    expect(forwarded(wire, { [name]: 'x' })).not.toHaveProperty(name);
  });
});
