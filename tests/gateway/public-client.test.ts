import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';
import { parseReply } from './public-client.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: policies.in,
  });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.clear();
  site.emulator.reset();
});

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const text = 'The address is sri@bank.example';
/** One call of each API. */
const apis = {
  openai: () =>
    site.post(
      '/v1/chat/completions',
      JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: text }] }),
    ),
  responses: () =>
    site.post('/v1/responses', JSON.stringify({ model: 'gpt-4o-mini', input: text })),
  anthropic: () =>
    site.post(
      '/v1/messages',
      JSON.stringify({
        model: 'claude-sonnet-4-5',
        max_tokens: 64,
        messages: [{ role: 'user', content: text }],
      }),
      {
        headers: { 'anthropic-version': '2023-06-01' },
      },
    ),
  bedrock: () =>
    site.post(
      `/model/${claude}/converse`,
      JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }] }),
    ),
} satisfies Record<string, () => Promise<Reply>>;
const names = ['openai', 'responses', 'anthropic', 'bedrock'] as const;

describe.each(names)('a public client of %s', (api) => {
  test('reads a success', async () => {
    const parsed = parseReply(await apis[api]());
    expect(parsed).toMatchObject({
      status: 200,
      auditId: expect.stringMatching(/^aud_/),
      decision: 'allowed',
      isPiiDetected: true,
      provider: api === 'responses' ? 'openai' : api,
      credentialSource: 'tenant',
      policyVersion: 'builtin@1',
      latencyMs: expect.any(Number),
      costUsd: expect.any(Number),
      costIdr: expect.any(Number),
      risk: { band: expect.any(String) },
      error: undefined,
    });
    expect(parsed.costIdr).toBeCloseTo((parsed.costUsd ?? 0) * 16_500, 2);
  });

  test.each([
    ['pii_blocked', /^PII detected: EMAIL$/],
    ['security_block', /^Security incident: risk score \d+$/],
    ['model_not_allowed', /^Model not allowed: \S+$/],
    ['policy_blocked', /^Policy stop-everything$/],
  ] as const)('reads a block: %s', async (code, reason) => {
    policies.set(`name: stop-everything\neffect: {deny: {code: ${code}}}`);
    const reply = await apis[api]();
    expect(parseReply(reply)).toMatchObject({
      status: 400,
      auditId: expect.stringMatching(/^aud_/),
      decision: 'blocked',
      blockReason: expect.stringMatching(reason),
      policyVersion: 'stop-everything@1',
      error: { code, message: expect.stringMatching(/^Blocked by policy: .+\.$/) },
      isRetryable: false,
    });
    expect(reply.headers['x-should-retry']).toBe('false');
    const denied = await site.lastEntry('ai.request.denied');
    expect(denied).toMatchObject({ id: reply.headers['x-monago-audit-id'], reason: code });
    expect(site.emulator.requests).toHaveLength(0);
  });

  test('reads 401', async () => {
    const reply = await site.post(pathOf[api], '{}', { headers: { authorization: 'Bearer no' } });
    expect(parseReply(reply)).toMatchObject({
      status: 401,
      error: { code: 'invalid_token' },
      isRetryable: false,
    });
  });

  test('reads 404 for a model that is not there', async () => {
    const reply = await site.post(unknownModel[api].path, JSON.stringify(unknownModel[api].body));
    expect(parseReply(reply)).toMatchObject({ status: 404, error: { code: 'model_not_found' } });
  });
});

const pathOf = {
  openai: '/v1/chat/completions',
  responses: '/v1/responses',
  anthropic: '/v1/messages',
  bedrock: `/model/${claude}/converse`,
} as const;

const unknownModel = {
  openai: { path: pathOf.openai, body: { model: 'nobody-1', messages: [] } },
  responses: { path: pathOf.responses, body: { model: 'nobody-1', input: 'x' } },
  anthropic: { path: pathOf.anthropic, body: { model: 'nobody-1', max_tokens: 1, messages: [] } },
  bedrock: { path: '/model/nobody-1/converse', body: { messages: [] } },
} as const;

describe('a public client reads what the provider refuses', () => {
  test('429, and when to come again', async () => {
    site.emulator.script({ failure: { status: 429, retryAfterSeconds: 3 } });
    expect(parseReply(await apis.openai())).toMatchObject({
      status: 429,
      isRetryable: true,
      retryAfterSeconds: 3,
      auditId: expect.stringMatching(/^aud_/),
    });
  });

  test('5xx', async () => {
    site.emulator.script({ failure: { status: 503 } });
    expect(parseReply(await apis.openai())).toMatchObject({ status: 503, isRetryable: true });
  });

  test('502 upstream_broken', async () => {
    site.emulator.script({ reset: 'before-headers' });
    expect(parseReply(await apis.openai())).toMatchObject({
      status: 502,
      error: { code: 'upstream_broken' },
    });
  });

  test('424 upstream_credential_rejected, which is not to be tried again', async () => {
    site.emulator.script({ failure: { status: 401 } });
    expect(parseReply(await apis.openai())).toMatchObject({
      status: 424,
      error: { code: 'upstream_credential_rejected' },
      isRetryable: false,
    });
  });
});
