import Anthropic, {
  APIConnectionError,
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { failEveryCall, scriptEverywhere } from './provider-failures.ts';
import { providerModels, resetProviders, seenBy } from './provider-models.ts';

const hello = [{ role: 'user' as const, content: 'Hello' }];

describe('errors as the official Anthropic client has them', () => {
  let site: GatewaySite;
  let client: Anthropic;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new Anthropic({ apiKey: site.token, baseURL: site.url, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const fault = (model: string, asked = client) =>
    asked.messages.create({ model, max_tokens: 100, messages: hello }).then(
      () => expect.fail('it was answered'),
      (error: unknown) => {
        if (error instanceof APIError) return error;
        throw error;
      },
    );

  test('a token that nobody knows, in either header', async () => {
    const strangers = [
      new Anthropic({ apiKey: 'nonsense', baseURL: site.url, maxRetries: 0 }),
      new Anthropic({ authToken: 'nonsense', baseURL: site.url, maxRetries: 0 }),
    ];
    for (const stranger of strangers) {
      const error = await fault('claude-sonnet-4-5', stranger);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.error).toMatchObject({
        type: 'error',
        error: { type: 'authentication_error', details: { error_code: 'invalid_token' } },
        request_id: expect.stringMatching(/^req_/),
      });
      expect(error.requestID).toMatch(/^req_/);
    }
  });

  test('the token is taken from x-api-key too', async () => {
    const reply = await fetch(`${site.url}/v1/messages`, {
      method: 'POST',
      headers: {
        'x-api-key': site.token,
        'content-type': 'application/json',
        'anthropic-version': '2023-06-01',
      },
      body: JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 10, messages: hello }),
    });
    expect(reply.status).toBe(200);
    const seen = seenBy(site, 'anthropic').at(-1);
    expect(seen?.headers['x-api-key']).not.toBe(site.token);
    expect(JSON.stringify(seen?.rawHeaders)).not.toContain(site.token);
  });

  test('a model that nobody has is not found, and those that come near are named', async () => {
    const error = await fault('sonnet-4-5-claude');
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toContain('claude-sonnet-4-5');
  });

  test('what the API itself refuses comes in its own words', async () => {
    // The client's own types know it already.
    const ask = { model: 'claude-opus-5-5', max_tokens: 100, messages: hello, temperature: 1 };
    const error = await client.messages.create(ask).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(String(error)).toContain('Extra inputs are not permitted');
  });

  describe.each(providerModels)('on $model of $provider', ({ provider, model }) => {
    test('a rate limit keeps the provider headers that say how long', async () => {
      failEveryCall(site, provider, 'rate limit');
      const error = await fault(model);
      expect(error).toBeInstanceOf(RateLimitError);
      expect(error.error).toMatchObject({ error: { type: 'rate_limit_error' } });
      if (provider !== 'bedrock') expect(error.headers?.get('retry-after')).toBeTruthy();
    });

    test('overload is 529, which this client repeats', async () => {
      failEveryCall(site, provider, 'overload');
      const error = await fault(model);
      expect(error).toBeInstanceOf(InternalServerError);
      expect(error.status).toBe(529);
      expect(error.error).toMatchObject({ error: { type: 'overloaded_error' } });
    });

    test('a failure of the provider is a 5xx, and the log says whose', async () => {
      failEveryCall(site, provider, 'server error');
      const error = await fault(model);
      expect(error).toBeInstanceOf(InternalServerError);
      expect(error.error).toMatchObject({ type: 'error', error: { type: 'api_error' } });
      const auditId = error.headers?.get('x-monago-audit-id') ?? null;
      const { outcome } = await trailOf(site, auditId);
      expect(outcome['status']).toBe('provider_error');
    });

    test('a refused key of the organisation is 424 and does not blame the token', async () => {
      failEveryCall(site, provider, 'rejected key');
      const error = await fault(model);
      expect(error.status).toBe(424);
      expect(error).not.toBeInstanceOf(AuthenticationError);
      expect(error.error).toMatchObject({
        error: { details: { error_code: 'upstream_credential_rejected' } },
      });
      expect(error.headers?.get('x-should-retry')).toBe('false');
    });

    test('what the account does not pay for is 402, once', async () => {
      failEveryCall(site, provider, 'billing');
      const error = await fault(model);
      expect(error.status).toBe(402);
      expect(error.headers?.get('x-should-retry')).toBe('false');
    });

    test('what the key may not do is forbidden', async () => {
      failEveryCall(site, provider, 'forbidden');
      expect(await fault(model)).toBeInstanceOf(PermissionDeniedError);
    });

    test('an error in mid-stream is an error event, which the client throws', async () => {
      scriptEverywhere(site, { errorEvent: true });
      const stream = client.messages.stream({ model, max_tokens: 100, messages: hello });
      let text = '';
      stream.on('text', (piece) => {
        text += piece;
      });
      const error = await stream.finalMessage().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(APIError);
      expect(error).not.toBeInstanceOf(APIConnectionError);
      expect(String(error)).toContain('"type":"error"');
      expect(text.length).toBeGreaterThan(0);
      const auditId = stream.response?.headers.get('x-monago-audit-id') ?? null;
      const { outcome } = await trailOf(site, auditId);
      expect(outcome).toMatchObject({ status: 'provider_error', usage: { source: 'estimated' } });
    });

    test('gotcha 25: a stream that is cut never looks like one that ended', async () => {
      for (const truncate of ['between-events', 'inside-event'] as const) {
        scriptEverywhere(site, { truncate });
        const raw = await client.messages.create({
          model,
          max_tokens: 100,
          messages: hello,
          stream: true,
        });
        const read = async () => {
          for await (const event of raw) expect(event.type).not.toBe('message_stop');
        };
        await expect(read()).rejects.toBeInstanceOf(APIError);
        resetProviders(site);
      }
    });

    test('gotcha 28: any split of the bytes gives the same words', async () => {
      scriptEverywhere(site, { split: { seed: 7, sizeMax: 3 } });
      const words = 'Halo 世界 👋🏽 naïve';
      const stream = client.messages.stream({
        model,
        max_tokens: 1_000,
        messages: [{ role: 'user', content: words }],
      });
      expect(await stream.finalText()).toContain(words);
    });

    test('gotcha 27: a client that leaves ends the call at the provider', async () => {
      scriptEverywhere(site, { hang: 'mid-stream' });
      const stream = client.messages.stream({ model, max_tokens: 100, messages: hello });
      stream.on('error', () => undefined);
      stream.on('abort', () => undefined);
      await new Promise<void>((resolve) => {
        stream.on('streamEvent', () => resolve());
      });
      stream.abort();
      await expect
        .poll(() => seenBy(site, provider).at(-1)?.abortedAfterMs, { timeout: 1_000 })
        .toBeDefined();
    });
  });
});
