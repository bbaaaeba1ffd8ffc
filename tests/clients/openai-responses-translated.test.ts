import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { scriptEverywhere } from './provider-failures.ts';
import { lastBody, providerModels, resetProviders, seenBy } from './provider-models.ts';

const input = 'Hello, 世界 👋🏽!';
const weather: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'get_weather',
  strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const others = providerModels.filter(({ provider }) => provider !== 'openai');

describe('the official OpenAI client, Responses of models of other providers', () => {
  let site: GatewaySite;
  let client: OpenAI;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1`, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  describe.each(others)('$model of $provider', ({ provider, model, echo }) => {
    test('a response, with what the headers and the log say of it', async () => {
      const { data, response } = await client.responses
        .create({ model, input, instructions: 'Be brief.' })
        .withResponse();
      expect(data).toMatchObject({ object: 'response', status: 'completed', model });
      expect(data.id).toMatch(/^resp_/);
      expect(data.output_text).toBe(`${echo}${input}`);
      expect(data.usage?.total_tokens).toBe(
        (data.usage?.input_tokens ?? 0) + (data.usage?.output_tokens ?? 0),
      );
      expect(response.headers.get('x-monago-provider')).toBe(provider);
      const { intent, outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(intent).toMatchObject({ api: 'responses.create', provider, stream: false });
      expect(outcome).toMatchObject({
        status: 'ok',
        usage: { source: 'provider', input: data.usage?.input_tokens },
      });
      expect(JSON.stringify(lastBody(site, provider).system)).toContain('Be brief.');
    });

    test('a stream is heard by the helper: text, numbers in order, the final response', async () => {
      const runner = client.responses.stream({ model, input });
      const numbers: number[] = [];
      let text = '';
      runner.on('event', (event) => numbers.push(event.sequence_number));
      runner.on('response.output_text.delta', ({ delta }) => {
        text += delta;
      });
      const final = await runner.finalResponse();
      expect(text).toBe(`${echo}${input}`);
      expect(final.output_text).toBe(text);
      expect(final.usage?.output_tokens).toBeGreaterThan(0);
      expect(numbers).toEqual(numbers.map((_, at) => at));
    });

    test('a tool is called in a stream, answered and spoken of', async () => {
      const first = await client.responses
        .stream({ model, input, tools: [weather] })
        .finalResponse();
      const called = first.output.find((item) => item.type === 'function_call');
      expect(JSON.parse(called?.arguments ?? '')).toEqual({ city: 'sample' });
      if (called === undefined) throw new Error('there is no call');
      const second = await client.responses.create({
        model,
        tools: [weather],
        input: [
          { role: 'user', content: input },
          {
            type: called.type,
            call_id: called.call_id,
            name: called.name,
            arguments: called.arguments,
          },
          { type: 'function_call_output', call_id: called.call_id, output: '31 degrees' },
        ],
      });
      expect(second.output_text).toContain('31 degrees');
      expect(seenBy(site, provider)).toHaveLength(2);
    });

    test('a limit of tokens makes it incomplete', async () => {
      const cut = await client.responses.create({ model, input, max_output_tokens: 2 });
      expect(cut).toMatchObject({
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
      });
    });

    test.each([
      [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
      [{ conversation: 'conv_1' }, 'conversation'],
      [{ background: true }, 'background'],
      [{ prompt: { id: 'pmpt_1' } }, 'prompt'],
    ])('what needs somebody to keep it is refused: %j', async (change, param) => {
      const asked = client.responses.create({ model, input, ...change });
      await expect(asked).rejects.toMatchObject({ status: 400, param });
      expect(seenBy(site, provider)).toEqual([]);
    });

    test('an answer that was never kept cannot be asked for again', async () => {
      const made = await client.responses.create({ model, input });
      await expect(client.responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
    });

    test.each([
      { truncate: 'between-events' },
      { truncate: 'inside-event' },
      { errorEvent: true },
    ] as const)(
      'gotcha 26: a stream that dies of %j throws and has no last event of a whole one',
      async (fault) => {
        scriptEverywhere(site, fault);
        const { data: stream, response } = await client.responses
          .create({ model, input, stream: true })
          .withResponse();
        const types: string[] = [];
        const read = async () => {
          for await (const { type } of stream) types.push(type);
        };
        await expect(read()).rejects.toThrow(OpenAI.APIError);
        expect(types).toContain('response.output_text.delta');
        expect(types).not.toContain('response.completed');
        const { outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
        expect(outcome['status']).not.toBe('ok');
      },
    );
  });

  test('an answer bound to a schema is parsed', async () => {
    const schema = z.object({ city: z.string() });
    for (const { model } of others.filter(({ model }) => !model.startsWith('amazon.nova'))) {
      const { output_parsed } = await client.responses.parse({
        model,
        input,
        text: { format: zodTextFormat(schema, 'place') },
      });
      expect(output_parsed).toEqual({ city: 'sample' });
    }
  });

  test('gotcha 10: sealed reasoning of Claude comes back to it as it was', async () => {
    const model = 'claude-sonnet-4-6';
    const first = await client.responses.create({
      model,
      input,
      store: false,
      reasoning: { effort: 'low' },
      include: ['reasoning.encrypted_content'],
    });
    const [reasoning] = first.output;
    if (reasoning?.type !== 'reasoning') throw new Error('there is no reasoning');
    expect(reasoning.encrypted_content).toBeTruthy();
    await client.responses.create({
      model,
      store: false,
      reasoning: { effort: 'low' },
      input: [
        { role: 'user', content: input },
        reasoning,
        { role: 'assistant', content: first.output_text },
        { role: 'user', content: 'And now?' },
      ],
    });
    expect(lastBody(site, 'anthropic').messages[1].content[0]).toMatchObject({
      type: 'thinking',
      signature: expect.any(String),
    });
  });
});
