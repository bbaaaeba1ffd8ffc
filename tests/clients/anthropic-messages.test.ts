import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { lastBody, providerModels, resetProviders, seenBy } from './provider-models.ts';

const hello = [{ role: 'user' as const, content: 'Hello, 世界 👋🏽!' }];
const weather: Anthropic.Tool = {
  name: 'get_weather',
  description: 'Tells the weather.',
  input_schema: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};
const clock: Anthropic.Tool = {
  name: 'get_time',
  input_schema: { type: 'object', properties: {} },
};
const earlier = { headers: { 'anthropic-version': '2023-06-01' } };
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

describe('the official Anthropic client', () => {
  let site: GatewaySite;
  let client: Anthropic;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new Anthropic({ apiKey: site.token, baseURL: site.url, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  describe.each(providerModels)('on $model of $provider', ({ provider, model, echo }) => {
    const ask = { model, max_tokens: 1_000 };

    test('a message, with what the headers and the log say of it', async () => {
      const { data, response } = await client.messages
        .create({ ...ask, messages: hello, system: 'Be kind.' })
        .withResponse();
      expect(data).toMatchObject({
        type: 'message',
        role: 'assistant',
        stop_reason: 'end_turn',
        stop_sequence: null,
        content: [{ type: 'text', text: `${echo}Hello, 世界 👋🏽!` }],
      });
      expect(data.id).toMatch(/^msg_/);
      expect(data.usage.input_tokens).toBeGreaterThan(0);
      expect(data.usage.output_tokens).toBeGreaterThan(0);
      expect(response.headers.get('request-id')).toBeTruthy();
      expect(response.headers.get('x-monago-provider')).toBe(provider);
      expect(response.headers.get('x-monago-policy-decision')).toBe('allowed');
      expect(response.headers.get('x-monago-credential-source')).toBe('tenant');
      expect(Number(response.headers.get('x-monago-cost-usd'))).toBeGreaterThan(0);
      expect(response.headers.get('x-monago-translation')).toBeNull();
      const { intent, outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(intent).toMatchObject({ api: 'messages.create', provider, model_requested: model });
      expect(outcome).toMatchObject({
        status: 'ok',
        http: 200,
        usage: { source: 'provider', output: data.usage.output_tokens },
      });
    });

    test('a stream of the same, event by event', async () => {
      const stream = client.messages.stream({ ...ask, messages: hello });
      const types: string[] = [];
      stream.on('streamEvent', ({ type }) => types.push(type));
      const message = await stream.finalMessage();
      expect(await stream.finalText()).toBe(`${echo}Hello, 世界 👋🏽!`);
      expect(message.stop_reason).toBe('end_turn');
      expect(message.usage.output_tokens).toBeGreaterThan(0);
      expect(types[0]).toBe('message_start');
      expect(types[1]).toBe('content_block_start');
      expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
      const auditId = stream.response?.headers.get('x-monago-audit-id') ?? null;
      const { outcome } = await trailOf(site, auditId);
      expect(outcome).toMatchObject({
        status: 'ok',
        usage: { source: 'provider', output: message.usage.output_tokens },
      });
    });

    test('parallel calls of tools, and their results back', async () => {
      const tools = [weather, clock];
      const question = { role: 'user' as const, content: 'Weather and time?' };
      const asked = await client.messages.create({ ...ask, messages: [question], tools });
      expect(asked.stop_reason).toBe('tool_use');
      const calls = asked.content.filter((block) => block.type === 'tool_use');
      expect(calls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
      expect(calls[0]?.input).toHaveProperty('city');
      expect(calls[1]?.input).toEqual({});
      const results = calls.map(({ id }, at) => ({
        type: 'tool_result' as const,
        tool_use_id: id,
        content: `result ${at}`,
      }));
      const answered = await client.messages.create({
        ...ask,
        tools,
        messages: [
          question,
          { role: 'assistant', content: asked.content },
          { role: 'user', content: results },
        ],
      });
      expect(answered.stop_reason).toBe('end_turn');
      expect(textOf(answered)).toContain('result 1');
    });

    test('gotcha 1: streamed calls of tools keep apart, and one without arguments is whole', async () => {
      const stream = client.messages.stream({
        ...ask,
        messages: [{ role: 'user', content: 'Weather and time?' }],
        tools: [weather, clock],
      });
      const message = await stream.finalMessage();
      const calls = message.content.filter((block) => block.type === 'tool_use');
      expect(calls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
      expect(calls[0]?.input).toHaveProperty('city');
      expect(calls[1]?.input).toEqual({});
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    });

    test('one tool at a time, where that is asked for and can be', async () => {
      const asked = client.messages.create({
        ...ask,
        messages: [{ role: 'user', content: 'Weather and time?' }],
        tools: [weather, clock],
        tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      });
      if (model.includes('nova')) {
        await expect(asked).rejects.toThrow('disable_parallel_tool_use');
      } else {
        const calls = (await asked).content.filter((block) => block.type === 'tool_use');
        expect(calls).toHaveLength(1);
      }
    });

    test('a picture', async () => {
      const message = await client.messages.create({
        ...ask,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
              { type: 'text', text: 'What is this?' },
            ],
          },
        ],
      });
      expect(textOf(message)).toContain('What is this?');
      expect(JSON.stringify(lastBody(site, provider))).toContain(pixel);
    });

    test('a document', async () => {
      const message = await client.messages.create({
        ...ask,
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'document',
                title: 'Report (final).pdf',
                source: { type: 'base64', media_type: 'application/pdf', data: pdf },
              },
              { type: 'text', text: 'What does it say?' },
            ],
          },
        ],
      });
      expect(textOf(message)).toContain('What does it say?');
      expect(JSON.stringify(lastBody(site, provider))).toContain(pdf);
    });

    test('a stop sequence, and the limit of tokens', async () => {
      const stopped = await client.messages.create({
        ...ask,
        messages: [{ role: 'user', content: 'one two three' }],
        stop_sequences: ['two'],
      });
      expect(textOf(stopped)).toBe(`${echo}one `);
      const short = await client.messages.create({ ...ask, messages: hello, max_tokens: 1 });
      expect(short.stop_reason).toBe('max_tokens');
    });

    test('the end user is a pseudonym to the provider', async () => {
      await client.messages.create({
        ...ask,
        messages: hello,
        metadata: { user_id: 'sri@bank.example' },
      });
      const body = JSON.stringify(lastBody(site, provider));
      expect(body).not.toContain('sri@bank.example');
    });
  });

  describe.each(providerModels.filter(({ model }) => model !== 'amazon.nova-pro-v1:0'))(
    'on $model of $provider, which follows a schema',
    ({ model }) => {
      test('structured output', async () => {
        const message = await client.messages.parse({
          model,
          max_tokens: 1_000,
          messages: hello,
          output_config: {
            format: {
              type: 'json_schema',
              schema: {
                type: 'object',
                properties: { answer: { type: 'integer' } },
                required: ['answer'],
                additionalProperties: false,
              },
            },
          },
        });
        expect(JSON.parse(textOf(message))).toEqual({ answer: expect.any(Number) });
      });
    },
  );

  describe('what is Anthropic alone', () => {
    const ask = { model: 'claude-sonnet-4-5', max_tokens: 100, messages: hello };

    test('both versions of the API, by the client and back', async () => {
      const later = await client.messages.create(ask);
      expect(site.control.anthropic.requests.at(-1)?.headers['anthropic-version']).toBe(
        '2026-10-21',
      );
      expect(Object.keys(later)).toContain('container');
      const before = await client.messages.create(ask, earlier);
      expect(site.control.anthropic.requests.at(-1)?.headers['anthropic-version']).toBe(
        '2023-06-01',
      );
      expect(Object.keys(before)).not.toContain('container');
    });

    test('gotcha 19: betas reach Anthropic as they were sent', async () => {
      const beta = 'context-management-2025-06-27,interleaved-thinking-2025-05-14';
      await client.messages.create(ask, {
        headers: { ...earlier.headers, 'anthropic-beta': beta },
      });
      expect(site.control.anthropic.requests.at(-1)?.headers['anthropic-beta']).toBe(beta);
    });

    test('gotcha 18: Bedrock gets in the body those betas that it knows', async () => {
      const betas = ['interleaved-thinking-2025-05-14', 'prompt-caching-scope-2026-01-05'];
      await client.messages.create(
        { ...ask, model: claude },
        { headers: { ...earlier.headers, 'anthropic-beta': betas.join(',') } },
      );
      expect(lastBody(site, 'bedrock').anthropic_beta).toEqual([betas[0]]);
      expect(seenBy(site, 'bedrock').at(-1)?.headers['anthropic-beta']).toBeUndefined();
    });

    test('the body is forwarded byte for byte', async () => {
      const body = `{"model" : "claude-sonnet-4-5",\n "max_tokens":100, "messages":[{"role":"user","content":"\\u00e9 1.0"}], "temperature":1.0 }`;
      const reply = await site.post('/v1/messages?beta=true', body, {
        headers: { 'anthropic-version': '2023-06-01' },
      });
      expect(reply.status).toBe(200);
      const seen = site.control.anthropic.requests.at(-1);
      expect(seen?.body.toString()).toBe(body);
    });

    test('tokens are counted', async () => {
      const { input_tokens } = await client.messages.countTokens({
        model: ask.model,
        messages: hello,
      });
      const { usage } = await client.messages.create(ask);
      expect(input_tokens).toBe(usage.input_tokens);
    });
  });
});

function textOf({ content }: { content: readonly Anthropic.ContentBlock[] }): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const pdf = Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n').toString(
  'base64',
);
