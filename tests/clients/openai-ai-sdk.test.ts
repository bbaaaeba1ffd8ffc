import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  APICallError,
  generateObject,
  generateText,
  jsonSchema,
  type LanguageModel,
  stepCountIs,
  streamText,
  type TextStreamPart,
  type ToolSet,
  tool,
} from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { scriptEverywhere } from './provider-failures.ts';
import { providerModels, resetProviders, seenBy } from './provider-models.ts';
import { type RecordedFetch, recordedFetch } from './recorded-fetch.ts';

const weather = tool({
  description: 'Tells the weather.',
  inputSchema: jsonSchema<{ city: string }>({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  }),
  execute: ({ city }) => `31 degrees in ${city}`,
});
const place = jsonSchema<{ city: string }>({
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
});

/** How a stream ended, in the words of the SDK. */
async function endsOf(stream: AsyncIterable<TextStreamPart<ToolSet>>): Promise<string[]> {
  const ends: string[] = [];
  for await (const part of stream) {
    if (part.type === 'error') ends.push('error');
    if (part.type === 'finish') ends.push(part.finishReason);
  }
  return ends;
}

describe('the AI SDK', () => {
  let site: GatewaySite;
  let recorded: RecordedFetch;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  beforeEach(() => {
    resetProviders(site);
    recorded = recordedFetch();
  });
  afterAll(() => site.close());

  const clients = {
    responses: (name: string): LanguageModel => openAi()(name),
    chat: (name: string): LanguageModel => openAi().chat(name),
    'openai-compatible': (name: string): LanguageModel =>
      createOpenAICompatible({
        name: 'monago',
        apiKey: site.token,
        baseURL: `${site.url}/v1`,
        fetch: recorded.fetch,
        supportsStructuredOutputs: true,
      })(name),
  };
  // Otherwise the second step names what OpenAI would have kept of the first.
  const providerOptions = { openai: { store: false } };
  const openAi = () =>
    createOpenAI({ apiKey: site.token, baseURL: `${site.url}/v1`, fetch: recorded.fetch });

  describe.each(['responses', 'chat', 'openai-compatible'] as const)('over %s', (api) => {
    describe.each(providerModels)('on $model of $provider', ({ provider, model, echo }) => {
      const chosen = () => clients[api](model);

      test('generates text and counts tokens', async () => {
        const { text, usage, finishReason } = await generateText({
          model: chosen(),
          system: 'Be brief.',
          prompt: 'Hello, 世界!',
        });
        expect([text, finishReason]).toEqual([`${echo}Hello, 世界!`, 'stop']);
        expect(usage.inputTokens).toBeGreaterThan(0);
        expect(usage.outputTokens).toBeGreaterThan(0);
        expect(recorded.header('x-monago-provider')).toBe(provider);
        const { outcome } = await trailOf(site, recorded.header('x-monago-audit-id'));
        expect(outcome).toMatchObject({
          status: 'ok',
          usage: { input: usage.inputTokens, output: usage.outputTokens },
        });
      });

      test('gotcha 04: streams text in several parts, and the log has the usage that nobody asked for', async () => {
        const { textStream, usage, finishReason } = streamText({
          model: chosen(),
          prompt: 'Hello, 世界!',
        });
        const parts: string[] = [];
        for await (const part of textStream) parts.push(part);
        expect(parts.length).toBeGreaterThan(1);
        expect(parts.join('')).toBe(`${echo}Hello, 世界!`);
        expect(await finishReason).toBe('stop');
        // This one asks for no usage in streams, and gets none.
        if (api === 'openai-compatible') expect((await usage).outputTokens).toBeUndefined();
        else expect((await usage).outputTokens).toBeGreaterThan(0);
        const { outcome } = await trailOf(site, recorded.header('x-monago-audit-id'));
        expect(outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
      });

      test('runs a tool and answers from its result', async () => {
        const { text, steps } = await generateText({
          model: chosen(),
          prompt: 'Weather?',
          tools: { weather },
          providerOptions,
          stopWhen: stepCountIs(3),
        });
        expect(steps).toHaveLength(2);
        expect(text).toContain('31 degrees in sample');
        expect(seenBy(site, provider)).toHaveLength(2);
      });

      test('runs a tool in a stream', async () => {
        const run = streamText({
          model: chosen(),
          prompt: 'Weather?',
          tools: { weather },
          providerOptions,
          stopWhen: stepCountIs(3),
        });
        const kinds = new Set<string>();
        for await (const part of run.fullStream) kinds.add(part.type);
        expect([...kinds]).toEqual(
          expect.arrayContaining(['tool-input-delta', 'tool-call', 'tool-result', 'finish']),
        );
        expect(kinds).not.toContain('error');
        expect(await run.text).toContain('31 degrees in sample');
      });

      test('generates an object, where a model can be bound to a schema', async () => {
        const asked = generateObject({ model: chosen(), schema: place, prompt: 'Where?' });
        if (!model.startsWith('amazon.nova')) {
          expect((await asked).object).toEqual({ city: 'sample' });
          return;
        }
        await expect(asked).rejects.toMatchObject({ statusCode: 400, isRetryable: false });
      });
    });

    test.each(['gpt-4o-mini', 'claude-sonnet-4-5', 'amazon.nova-pro-v1:0'])(
      'a stream of %s that breaks off is an error and no end',
      async (model) => {
        scriptEverywhere(site, { truncate: 'between-events' });
        const run = streamText({
          model: clients[api](model),
          prompt: 'Hello, dear world of many words!',
          onError: () => undefined,
        });
        const ends = await endsOf(run.fullStream);
        expect(ends).toContain('error');
        expect(ends).not.toContain('stop');
      },
    );

    test('a refused token is an APICallError that is not tried again', async () => {
      const stranger = createOpenAI({
        apiKey: 'sk-nobody',
        baseURL: `${site.url}/v1`,
        fetch: recorded.fetch,
      });
      const model = api === 'responses' ? stranger('gpt-4o-mini') : stranger.chat('gpt-4o-mini');
      await expect(generateText({ model, prompt: 'Hello!' })).rejects.toSatisfy(
        (error) => APICallError.isInstance(error) && error.statusCode === 401,
      );
      expect(recorded.answers).toHaveLength(1);
    });
  });

  test('a step that names what was never kept is refused with the way out', async () => {
    const asked = generateText({
      model: clients.responses('claude-sonnet-4-5'),
      prompt: 'Weather?',
      tools: { weather },
      stopWhen: stepCountIs(3),
    });
    await expect(asked).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('`store`'),
    });
  });

  test('OpenAI keeps what its own models said, and the next step may name it', async () => {
    const { text } = await generateText({
      model: clients.responses('gpt-5'),
      prompt: 'Weather?',
      tools: { weather },
      stopWhen: stepCountIs(3),
    });
    expect(text).toBe('You said: 31 degrees in sample');
    const [, second] = seenBy(site, 'openai');
    expect(second?.body.toString()).toContain('item_reference');
  });
});
