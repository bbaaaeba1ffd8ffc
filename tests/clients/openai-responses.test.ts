import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { scriptEverywhere } from './provider-failures.ts';
import { lastBody, resetProviders, seenBy } from './provider-models.ts';

const input = 'Hello, 世界 👋🏽!';
const weather: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description: 'Tells the weather.',
  strict: true,
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};

describe('the official OpenAI client, Responses of models of OpenAI', () => {
  let site: GatewaySite;
  let client: OpenAI;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1`, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  test('a response, with what the headers and the log say of it', async () => {
    const { data, response } = await client.responses
      .create({ model: 'gpt-5', input, instructions: 'Be brief.' })
      .withResponse();
    expect(data.status).toBe('completed');
    expect(data.output_text).toBe(`You said: ${input}`);
    expect(data.output.map(({ type }) => type)).toEqual(['reasoning', 'message']);
    expect(response.headers.get('x-monago-provider')).toBe('openai');
    const { intent, outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
    expect(intent).toMatchObject({ api: 'responses.create', provider: 'openai', stream: false });
    expect(outcome).toMatchObject({
      status: 'ok',
      usage: {
        source: 'provider',
        input: data.usage?.input_tokens,
        output: data.usage?.output_tokens,
        reasoning: data.usage?.output_tokens_details.reasoning_tokens,
      },
    });
    expect(Number(response.headers.get('x-monago-cost-usd'))).toBeGreaterThan(0);
  });

  test('a stream: numbered events from the first to the last', async () => {
    const { data: stream, response } = await client.responses
      .create({ model: 'gpt-4o-mini', input, stream: true })
      .withResponse();
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, at) => at));
    expect(events.at(0)?.type).toBe('response.created');
    expect(events.at(-1)?.type).toBe('response.completed');
    const { outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
    expect(outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
  });

  test('the helper for streams hears text and gives the final response', async () => {
    let text = '';
    const runner = client.responses.stream({ model: 'gpt-4o-mini', input });
    runner.on('response.output_text.delta', ({ delta }) => {
      text += delta;
    });
    const final = await runner.finalResponse();
    expect(final.output_text).toBe(`You said: ${input}`);
    expect(text).toBe(final.output_text);
  });

  test('a tool is called, answered and spoken of, with the reasoning between', async () => {
    const first = await client.responses.create({ model: 'gpt-5', input, tools: [weather] });
    const called = first.output.find((item) => item.type === 'function_call');
    expect(called).toMatchObject({ name: 'get_weather', arguments: '{"city":"sample"}' });
    const answer: OpenAI.Responses.ResponseInputItem = {
      type: 'function_call_output',
      call_id: called?.call_id ?? '',
      output: '31 degrees',
    };
    const kept = first.output.filter(
      (item) => item.type === 'reasoning' || item.type === 'function_call',
    );
    expect(kept).toHaveLength(2);
    const replayed = await client.responses.create({
      model: 'gpt-5',
      tools: [weather],
      input: [{ role: 'user', content: input }, ...kept, answer],
    });
    expect(replayed.output_text).toBe('You said: 31 degrees');
    const continued = await client.responses.create({
      model: 'gpt-5',
      tools: [weather],
      previous_response_id: first.id,
      input: [answer],
    });
    expect(continued.output_text).toBe('You said: 31 degrees');
  });

  test('an answer bound to a schema is parsed', async () => {
    const schema = z.object({ city: z.string() });
    const { output_parsed } = await client.responses.parse({
      model: 'gpt-4.1',
      input,
      text: { format: zodTextFormat(schema, 'place') },
    });
    expect(output_parsed).toEqual({ city: 'sample' });
  });

  test('a limit makes it incomplete', async () => {
    const long = await client.responses.create({
      model: 'gpt-4o-mini',
      input: 'word '.repeat(100),
      max_output_tokens: 16,
    });
    expect(long).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
  });

  test('tokens are counted without an answer, and nothing is billed for it', async () => {
    const { data, response } = await client.responses.inputTokens
      .count({ model: 'gpt-4o-mini', input })
      .withResponse();
    expect(data.input_tokens).toBeGreaterThan(0);
    expect(seenBy(site, 'openai').map(({ path }) => path)).toEqual(['/v1/responses/input_tokens']);
    const { intent, outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
    expect(intent['api']).toBe('responses.input_tokens');
    expect(outcome['usage']).toBeUndefined();
  });

  test('the end user reaches OpenAI as a pseudonym, the same each time', async () => {
    const seen: unknown[] = [];
    for (const _ of [1, 2]) {
      await client.responses.create({ model: 'gpt-4o-mini', input, safety_identifier: 'sri' });
      seen.push(lastBody(site, 'openai').safety_identifier);
    }
    expect(seen[0]).toMatch(/^user_[\w-]{20,}$/);
    expect(new Set(seen).size).toBe(1);
  });

  test.each([
    { truncate: 'between-events' },
    { truncate: 'inside-event' },
    { reset: 'mid-stream', chunkDelayMs: 20 },
  ] as const)('gotcha 26: a stream that dies of %j makes the client throw', async (fault) => {
    scriptEverywhere(site, fault);
    const stream = await client.responses.create({ model: 'gpt-4o-mini', input, stream: true });
    const types: string[] = [];
    const read = async () => {
      for await (const { type } of stream) types.push(type);
    };
    await expect(read()).rejects.toMatchObject({ code: 'upstream_broken' });
    expect(types).toContain('response.output_text.delta');
    expect(types).not.toContain('response.completed');
  });

  test('gotcha 26: clients that hear `response.failed` alone get it, numbered on, as the last event', async () => {
    scriptEverywhere(site, { truncate: 'between-events' });
    const reply = await site.post(
      '/v1/responses',
      JSON.stringify({ model: 'gpt-4o-mini', input, stream: true }),
    );
    const events = [...reply.body.toString('utf8').matchAll(/^data: (.*)$/gm)].map(([, data]) =>
      JSON.parse(data ?? ''),
    );
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, at) => at));
    expect(events.slice(-2)).toMatchObject([
      { type: 'error', code: 'upstream_broken', error: { code: 'upstream_broken' } },
      {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'server_error' } },
      },
    ]);
    expect(events.at(-1).response.id).toBe(events[0].response.id);
  });

  test('models of other providers are not asked for counts or stored responses', async () => {
    const asked = client.responses.inputTokens.count({ model: 'claude-sonnet-4-5', input });
    await expect(asked).rejects.toMatchObject({ status: 400, param: 'model' });
    expect(seenBy(site, 'anthropic')).toEqual([]);
  });
});
