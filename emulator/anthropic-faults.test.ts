import Anthropic, { APIConnectionError, APIError, RateLimitError } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ScriptedFailure } from './anthropic/scripted-failure.ts';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from './anthropic/start-anthropic-emulator.ts';
import type { Fault } from './server/fault.ts';

const key = 'sk-ant-api03-good-0123456789abcdefghij';
const hello = {
  model: 'claude-sonnet-4-6',
  max_tokens: 256,
  messages: [{ role: 'user' as const, content: 'Halo, apa kabar? '.repeat(10) }],
};
let emulator: AnthropicEmulator;
let client: Anthropic;

beforeAll(async () => {
  emulator = await startAnthropicEmulator({ acceptedKeys: [key] });
  client = new Anthropic({ apiKey: key, baseURL: emulator.url, maxRetries: 0, timeout: 2_000 });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.stop());

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${emulator.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01', ...headers },
    body: JSON.stringify(body),
  });
}

describe('errors', () => {
  test.each<[ScriptedFailure, number, string]>([
    ['invalid-key', 401, 'authentication_error'],
    ['billing-error', 402, 'billing_error'],
    ['credit-balance', 400, 'invalid_request_error'],
    ['permission-error', 403, 'permission_error'],
    ['not-found', 404, 'not_found_error'],
    ['request-too-large', 413, 'request_too_large'],
    ['rate-limit', 429, 'rate_limit_error'],
    ['server-error', 500, 'api_error'],
    ['timeout', 504, 'timeout_error'],
    ['overloaded', 529, 'overloaded_error'],
  ])('%o is a %i with its type, and its id in body and header', async (failure, status, type) => {
    emulator.script({ failure });
    const answer = await post(hello);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      type: 'error',
      error: { type },
      request_id: answer.headers.get('request-id'),
    });
  });

  test('a rate limit says when to come back, and a client reads the code of a spend limit', async () => {
    emulator.script({ failure: { status: 429, retryAfterSeconds: 7 } });
    const limited = await client.messages.create(hello).catch((error: unknown) => error);
    expect(limited).toBeInstanceOf(RateLimitError);
    expect(limited instanceof RateLimitError && limited.headers?.get('retry-after')).toBe('7');
    emulator.script({ failure: 'spend-limit' });
    await expect(client.messages.create(hello)).rejects.toMatchObject({
      errorCode: 'enforced_spend_limit_reached',
    });
  });

  test('a request can ask for its fault by the name of its model', async () => {
    expect((await post({ ...hello, model: 'claude-sonnet-4-6-fault-529' })).status).toBe(529);
    const stream = await post({ ...hello, stream: true, model: 'claude-fault-error-event' });
    expect(await stream.text()).toContain('event: error\n');
  });
});

describe('headers of a good answer', () => {
  test('name the request, the organisation and what is left', async () => {
    const { headers } = await post(hello);
    expect(headers.get('request-id')).toMatch(/^req_/);
    expect(headers.get('anthropic-organization-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('anthropic-ratelimit-unified-status')).toBe('allowed');
    for (const kind of ['requests', 'tokens', 'input-tokens', 'output-tokens']) {
      const limit = Number(headers.get(`anthropic-ratelimit-${kind}-limit`));
      expect(Number(headers.get(`anthropic-ratelimit-${kind}-remaining`))).toBeLessThan(limit);
      expect(headers.get(`anthropic-ratelimit-${kind}-reset`)).toMatch(/Z$/);
    }
    expect(headers.get('set-cookie')).toContain('domain=.anthropic.com');
  });

  test('carry a retry-after now and then, which says nothing about throttling', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => post(hello)));
    const hinted = answers.filter(({ headers }) => headers.has('retry-after'));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(hinted).toHaveLength(2);
  });
});

describe('streams that go wrong', () => {
  const finish = () => client.messages.stream(hello).finalMessage();

  test('an error event reaches the client as an error of its type', async () => {
    emulator.script({ errorEvent: true });
    const failure = await finish().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ type: 'overloaded_error' });
  });

  test.each<[string, Fault<ScriptedFailure>]>([
    ['cut between events', { truncate: 'between-events' }],
    ['cut inside an event', { truncate: 'inside-event' }],
    ['reset', { reset: 'mid-stream' }],
  ])('a stream that is %s never assembles', async (_name, fault) => {
    emulator.script(fault);
    await expect(finish()).rejects.toThrow();
  });

  test('a client that hears nothing gives up', async () => {
    emulator.script({ hang: 'before-headers' });
    await expect(client.messages.create(hello)).rejects.toBeInstanceOf(APIConnectionError);
  });

  test.each<[string, Fault<ScriptedFailure>]>([
    ['byte by byte', { split: { seed: 1, sizeMax: 1 } }],
    ['compressed', { gzip: true }],
    ['padded', { paddingBytes: 4_096 }],
    ['compressed and split', { gzip: true, split: { seed: 3, sizeMax: 7 } }],
  ])('a stream that comes %s assembles as ever', async (_name, fault) => {
    emulator.script(fault);
    const message = await finish();
    expect(message.content).toMatchObject([{ text: `Echo: ${hello.messages[0]?.content}` }]);
  });
});
