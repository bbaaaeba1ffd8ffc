import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { failEveryCall, scriptEverywhere } from './provider-failures.ts';
import { providerModels, resetProviders, seenBy } from './provider-models.ts';

const hello = [{ role: 'user' as const, content: 'Hello, 世界!' }];
describe("errors as the official client's own classes", () => {
  let site: GatewaySite;
  /** Tries again on its own, as it does unless told otherwise. */
  let client: OpenAI;

  beforeAll(async () => {
    site = await openGatewaySite({
      providers: ['openai', 'anthropic', 'bedrock'],
      timeouts: { idleTimeoutMs: 700 },
    });
    client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1` });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const ask = (model: string, by = client) =>
    by.chat.completions.create({ model, messages: hello });
  const failureOf = async (call: Promise<unknown>): Promise<APIError> => {
    const thrown: unknown = await call.then(
      () => expect.fail('the call should have failed'),
      (error: unknown) => error,
    );
    if (thrown instanceof APIError) return thrown;
    throw thrown;
  };
  const auditIdOf = ({ headers }: APIError) => headers?.get('x-monago-audit-id') ?? null;

  test('a token that is none is an AuthenticationError, whatever the model', async () => {
    const stranger = new OpenAI({ apiKey: 'sk-nobody', baseURL: `${site.url}/v1` });
    for (const { model } of providerModels) {
      const error = await failureOf(ask(model, stranger));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ code: 'invalid_token', type: 'authentication_error' });
    }
    expect(site.control.emulator.requests).toEqual([]);
  });

  test('a model that nobody knows is a NotFoundError with names that come near, and asked of nobody', async () => {
    for (const model of ['mystery-7', 'openai/../files', 'mistral/small', 'x/gpt-4o']) {
      const error = await failureOf(ask(model));
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
    }
    for (const provider of ['openai', 'anthropic', 'bedrock'] as const) {
      expect(seenBy(site, provider)).toEqual([]);
    }
  });

  test("a model of the right family that its provider does not have is refused in the provider's words", async () => {
    const error = await failureOf(ask('claude-sonnet-9'));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ code: 'model_not_found', type: 'invalid_request_error' });
    expect(seenBy(site, 'anthropic')).toHaveLength(1);
  });

  test('a request that cannot be one is a BadRequestError with its field, and is sent once', async () => {
    const before = (await site.entries('ai.request.denied')).length;
    const error = await failureOf(
      client.post('/chat/completions', { body: { model: 'claude-sonnet-4-5', messages: 'hi' } }),
    );
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: 'invalid_request', param: 'messages' });
    expect(await site.entries('ai.request.denied')).toHaveLength(before + 1);
  });

  test('a body of the Responses API sent to chat is told where it belongs', async () => {
    const error = await failureOf(
      client.post('/chat/completions', { body: { model: 'claude-sonnet-4-5', input: 'hi' } }),
    );
    expect(error).toMatchObject({ status: 400, param: 'input' });
    expect(error.message).toContain('/v1/responses');
  });

  test('an endpoint that is not offered is a NotFoundError', async () => {
    const error = await failureOf(client.files.list());
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.code).toBe('unsupported_endpoint');
  });

  const three = [
    { provider: 'openai', model: 'gpt-4o-mini' },
    { provider: 'anthropic', model: 'claude-sonnet-4-5' },
    { provider: 'bedrock', model: 'amazon.nova-pro-v1:0' },
  ] as const;

  describe.each(three)('of $provider', ({ provider, model }) => {
    test('gotcha 21: a rate limit is a RateLimitError, waited for as `retry-after` says and tried again', async () => {
      failEveryCall(site, provider, 'rate limit');
      const error = await failureOf(ask(model));
      expect(error).toBeInstanceOf(RateLimitError);
      expect(seenBy(site, provider)).toHaveLength(3);
      if (provider === 'openai') {
        expect(error.headers?.get('retry-after-ms')).toBe('10');
        expect(error.headers?.get('x-ratelimit-remaining-requests')).toBeTruthy();
      }
      if (provider === 'anthropic') {
        expect(error.headers?.get('retry-after')).toBe('0.01');
        expect(error.headers?.get('anthropic-ratelimit-unified-status')).toBe('rejected');
      }
      const { outcome } = await trailOf(site, auditIdOf(error));
      expect(outcome).toMatchObject({ status: 'provider_error', http: 429, upstream_http: 429 });
    });

    test('each try has an intent and an outcome of its own', async () => {
      const count = async (type: string) => (await site.entries(type)).length;
      const [intents, outcomes] = [
        await count('ai.request.intent'),
        await count('ai.request.outcome'),
      ];
      failEveryCall(site, provider, 'server error');
      expect(await failureOf(ask(model))).toBeInstanceOf(InternalServerError);
      expect(await count('ai.request.intent')).toBe(intents + 3);
      expect(await count('ai.request.outcome')).toBe(outcomes + 3);
    });

    test('an overload is an error of 503', async () => {
      failEveryCall(site, provider, 'overload');
      const error = await failureOf(ask(model));
      expect(error).toBeInstanceOf(InternalServerError);
      expect(error.status).toBe(503);
    });

    test('a key that the provider refuses is 424, tried once, and does not blame the token', async () => {
      failEveryCall(site, provider, 'rejected key');
      const error = await failureOf(ask(model));
      expect(error).toMatchObject({ status: 424, code: 'upstream_credential_rejected' });
      expect(error).not.toBeInstanceOf(AuthenticationError);
      expect(error.headers?.get('x-should-retry')).toBe('false');
      expect(seenBy(site, provider)).toHaveLength(1);
      const { outcome } = await trailOf(site, auditIdOf(error));
      expect(outcome).toMatchObject({ http: 424, error: 'upstream_credential_rejected' });
    });

    test('an account without money is 402 and tried once', async () => {
      failEveryCall(site, provider, 'billing');
      const error = await failureOf(ask(model));
      expect(error.status).toBe(402);
      expect(seenBy(site, provider)).toHaveLength(1);
    });

    test('what the key may not do is a PermissionDeniedError', async () => {
      failEveryCall(site, provider, 'forbidden');
      const error = await failureOf(ask(model));
      expect(error.status).toBe(403);
      expect(seenBy(site, provider)).toHaveLength(1);
    });

    test('a body that is no answer is 502', async () => {
      scriptEverywhere(site, { garbage: 'html-502', times: Number.POSITIVE_INFINITY });
      const error = await failureOf(ask(model));
      expect(error).toBeInstanceOf(InternalServerError);
      expect(error.status).toBe(502);
      expect(JSON.stringify(error.error ?? {})).not.toContain('<html');
    });

    const faults = [
      { fault: { truncate: 'between-events' }, code: 'upstream_broken', status: 'truncated' },
      { fault: { truncate: 'inside-event' }, code: 'upstream_broken', status: 'truncated' },
      // Slowly, since a reset takes back what was not read yet.
      {
        fault: { reset: 'mid-stream', chunkDelayMs: 20 },
        code: 'upstream_broken',
        status: 'truncated',
      },
      { fault: { hang: 'mid-stream' }, code: 'upstream_timeout', status: 'timeout' },
      { fault: { errorEvent: true }, code: undefined, status: 'provider_error' },
    ] as const;

    test.each(faults)('gotcha 25: a stream that dies of $fault throws', async (sample) => {
      scriptEverywhere(site, sample.fault);
      const { data: stream, response } = await client.chat.completions
        .create({ model, messages: hello, stream: true })
        .withResponse();
      let text = '';
      const finishes: string[] = [];
      const read = async () => {
        for await (const { choices } of stream) {
          text += choices[0]?.delta.content ?? '';
          finishes.push(...[choices[0]?.finish_reason ?? ''].filter(Boolean));
        }
      };
      const error = await failureOf(read());
      expect(text.length).toBeGreaterThan(0);
      expect(finishes).toEqual([]);
      if (sample.code !== undefined) expect(error.code).toBe(sample.code);
      const { outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(outcome).toMatchObject({ status: sample.status, usage: { source: 'estimated' } });
    });

    test('gotcha 27: a client that stops reading ends the call at the provider', async () => {
      scriptEverywhere(site, { chunkDelayMs: 100 });
      const { data: stream, response } = await client.chat.completions
        .create({ model, messages: hello, stream: true })
        .withResponse();
      for await (const chunk of stream) {
        expect(chunk.object).toBe('chat.completion.chunk');
        break;
      }
      await expect
        .poll(() => seenBy(site, provider)[0]?.abortedAfterMs, { timeout: 1_000 })
        .toBeDefined();
      const { outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(outcome).toMatchObject({ status: 'client_abort', http: 499 });
    });
  });

  test('gotcha 30: an exception in a stream of Bedrock is thrown with its kind', async () => {
    site.control.bedrock.script({
      errorEvent: true,
      failure: { midStream: 'throttlingException' },
    });
    const stream = await client.chat.completions.create({
      model: 'amazon.nova-pro-v1:0',
      messages: hello,
      stream: true,
    });
    const read = async () => {
      for await (const chunk of stream) expect(chunk.choices[0]?.finish_reason).toBeFalsy();
    };
    expect(await failureOf(read())).toMatchObject({ type: 'rate_limit_error' });
  });

  test('a damaged frame of Bedrock is thrown', async () => {
    site.control.bedrock.script({ failure: 'wrong-checksum' });
    const stream = await client.chat.completions.create({
      model: 'amazon.nova-pro-v1:0',
      messages: hello,
      stream: true,
    });
    const read = async () => {
      for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    };
    expect(await failureOf(read())).toMatchObject({ code: 'upstream_broken' });
  });
});

describe('a provider without a key', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite();
  });
  afterAll(() => site.close());

  test('is the configuration error, which the client does not try again', async () => {
    const client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1` });
    const asked = client.chat.completions.create({ model: 'claude-sonnet-4-5', messages: hello });
    await expect(asked).rejects.toMatchObject({ status: 503, code: 'provider_not_configured' });
    const denied = await site.entries('ai.request.denied');
    expect(denied.filter(({ reason }) => reason === 'provider_not_configured')).toHaveLength(1);
    const { data } = await client.models.list();
    expect(data.map(({ owned_by }) => owned_by)).not.toContain('anthropic');
  });
});
