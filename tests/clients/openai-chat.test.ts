import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { lastBody, providerModels, resetProviders, seenBy } from './provider-models.ts';

const hello = [{ role: 'user' as const, content: 'Hello, 世界 👋🏽!' }];
const weather: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Tells the weather.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
};
const time: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: { name: 'get_time', parameters: { type: 'object', properties: {} } },
};

describe('the official OpenAI client, chat completions', () => {
  let site: GatewaySite;
  let client: OpenAI;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1`, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  describe.each(providerModels)('on $model of $provider', ({ provider, model, echo }) => {
    test('a completion, with what the headers and the log say of it', async () => {
      const { data, response } = await client.chat.completions
        .create({ model, messages: hello })
        .withResponse();
      expect(data).toMatchObject({
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            message: { role: 'assistant', content: `${echo}Hello, 世界 👋🏽!` },
          },
        ],
      });
      expect(data.id).toMatch(/^chatcmpl-/);
      const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = data.usage ?? {};
      expect(prompt_tokens).toBeGreaterThan(0);
      expect(completion_tokens).toBeGreaterThan(0);
      expect(total_tokens).toBe(prompt_tokens + completion_tokens);
      expect(response.headers.get('x-monago-provider')).toBe(provider);
      expect(response.headers.get('x-monago-policy-decision')).toBe('allowed');
      expect(response.headers.get('x-monago-credential-source')).toBe('tenant');
      expect(Number(response.headers.get('x-monago-latency-ms'))).toBeGreaterThan(0);
      expect(response.headers.get('x-monago-translation')).toBeNull();
      expect(response.headers.get('x-request-id')).toBeTruthy();
      const { intent, outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(intent).toMatchObject({
        api: 'chat.completions',
        provider,
        model_requested: model,
        model,
        stream: false,
        decision: 'allowed',
      });
      expect(outcome).toMatchObject({
        status: 'ok',
        http: 200,
        upstream_http: 200,
        usage: { source: 'provider', input: prompt_tokens, output: completion_tokens },
      });
      expect(seenBy(site, provider)).toHaveLength(1);
    });

    test('gotcha 02: a stream has its role first, text in pieces, one end, and no usage unless asked for', async () => {
      const { data: stream, response } = await client.chat.completions
        .create({ model, messages: hello, stream: true })
        .withResponse();
      const chunks: OpenAI.ChatCompletionChunk[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const deltas = chunks.map(({ choices }) => choices[0]?.delta);
      expect(deltas[0]?.role).toBe('assistant');
      expect(deltas.filter((delta) => delta?.content).length).toBeGreaterThan(1);
      expect(deltas.map((delta) => delta?.content ?? '').join('')).toBe(`${echo}Hello, 世界 👋🏽!`);
      const ends = chunks.map(({ choices }) => choices[0]?.finish_reason).filter(Boolean);
      expect(ends).toEqual(['stop']);
      expect(chunks.every((chunk) => chunk.usage === undefined && chunk.choices.length === 1)).toBe(
        true,
      );
      expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
      const { outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
    });

    test('gotcha 03: a stream with usage ends with a chunk that has it and no choices', async () => {
      const stream = await client.chat.completions.create({
        model,
        messages: hello,
        stream: true,
        stream_options: { include_usage: true },
      });
      const chunks: OpenAI.ChatCompletionChunk[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      expect(chunks.at(-1)?.choices).toEqual([]);
      expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
      expect(chunks.filter(({ usage }) => usage)).toHaveLength(1);
    });

    test('two parallel calls, their results, and the answer', async () => {
      const first = await client.chat.completions.create({
        model,
        messages: hello,
        tools: [weather, time],
      });
      const [choice] = first.choices;
      expect(choice?.finish_reason).toBe('tool_calls');
      const calls = (choice?.message.tool_calls ?? []).filter((call) => call.type === 'function');
      expect(calls.map((call) => call.function.name)).toEqual(['get_weather', 'get_time']);
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
      expect(JSON.parse(calls[0]?.function.arguments ?? '')).toEqual({ city: 'sample' });
      expect(JSON.parse(calls[1]?.function.arguments ?? '')).toEqual({});
      if (choice === undefined) throw new Error('there is no choice');
      const second = await client.chat.completions.create({
        model,
        messages: [
          ...hello,
          choice.message,
          ...calls.map(({ id }, at) => ({
            role: 'tool' as const,
            tool_call_id: id,
            content: `${31 + at} degrees`,
          })),
        ],
        tools: [weather, time],
      });
      expect(second.choices[0]?.finish_reason).toBe('stop');
      expect(second.choices[0]?.message.content).toContain('degrees');
      expect(seenBy(site, provider)).toHaveLength(2);
    });

    test('gotcha 01: streamed calls have indexes of their own, from 0', async () => {
      const runner = client.chat.completions.stream({
        model,
        messages: hello,
        tools: [weather, time],
      });
      const indexes = new Set<number>();
      runner.on('chunk', ({ choices }) => {
        for (const call of choices[0]?.delta.tool_calls ?? []) indexes.add(call.index);
      });
      const { choices } = await runner.finalChatCompletion();
      expect([...indexes]).toEqual([0, 1]);
      const calls = choices[0]?.message.tool_calls ?? [];
      expect(choices[0]?.finish_reason).toBe('tool_calls');
      expect(
        calls.map((call) => call.type === 'function' && JSON.parse(call.function.arguments)),
      ).toEqual([{ city: 'sample' }, {}]);
    });

    test('an answer bound to a schema, parsed by the client; refused where no model can be bound', async () => {
      const schema = z.object({ city: z.string(), degrees: z.number() });
      const asked = client.chat.completions.parse({
        model,
        messages: hello,
        response_format: zodResponseFormat(schema, 'report'),
      });
      if (model.startsWith('amazon.nova')) {
        await expect(asked).rejects.toMatchObject({ status: 400, param: 'response_format' });
        expect(seenBy(site, provider)).toEqual([]);
        return;
      }
      const { choices } = await asked;
      expect(schema.parse(choices[0]?.message.parsed)).toMatchObject({ city: 'sample' });
    });

    test('several instructions stay apart, also the newer role', async () => {
      await client.chat.completions.create({
        model,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'developer', content: 'Be polite.' },
          ...hello,
        ],
      });
      const body = lastBody(site, provider);
      if (provider === 'openai') {
        expect(body.messages.map(({ role }: { role: string }) => role)).toEqual([
          'system',
          'developer',
          'user',
        ]);
        return;
      }
      const texts = body.system.map(({ text }: { text: string }) => text);
      expect(texts).toEqual(['Be brief.', 'Be polite.']);
    });

    test('a limit of tokens ends the answer as `length`', async () => {
      const completion = await client.chat.completions.create({
        model,
        messages: hello,
        max_completion_tokens: 2,
      });
      expect(completion.choices[0]?.finish_reason).toBe('length');
      expect(completion.usage?.completion_tokens).toBe(2);
    });

    test('a stop sequence ends it as `stop`', async () => {
      const completion = await client.chat.completions.create({
        model,
        messages: hello,
        stop: ['世界'],
      });
      expect(completion.choices[0]).toMatchObject({
        finish_reason: 'stop',
        message: { content: `${echo}Hello, ` },
      });
    });
  });
});
