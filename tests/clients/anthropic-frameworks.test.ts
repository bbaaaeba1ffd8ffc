import { createAnthropic } from '@ai-sdk/anthropic';
import { ChatAnthropic } from '@langchain/anthropic';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import {
  APICallError,
  generateObject,
  generateText,
  jsonSchema,
  stepCountIs,
  streamText,
  tool,
} from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { providerModels, resetProviders, seenBy } from './provider-models.ts';
import { recordedFetch } from './recorded-fetch.ts';

const city = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
} as const;

describe('frameworks that ask Anthropic', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const weather = (asked: unknown[]) =>
    tool({
      description: 'Tells the weather.',
      inputSchema: jsonSchema<{ city: string }>(city),
      execute: (input) => {
        asked.push(input);
        return 'sunny';
      },
    });

  describe.each(providerModels)('on $model of $provider', ({ provider, model, echo }) => {
    test('the AI SDK, in one piece and streamed', async () => {
      const { fetch, header } = recordedFetch();
      const anthropic = createAnthropic({ apiKey: site.token, baseURL: `${site.url}/v1`, fetch });
      const answer = await generateText({ model: anthropic(model), prompt: 'Halo', maxRetries: 0 });
      expect(answer.text).toBe(`${echo}Halo`);
      expect(answer.finishReason).toBe('stop');
      expect(answer.usage.outputTokens).toBeGreaterThan(0);
      expect(header('x-monago-provider')).toBe(provider);
      const streamed = streamText({ model: anthropic(model), prompt: 'Halo', maxRetries: 0 });
      let text = '';
      for await (const piece of streamed.textStream) text += piece;
      expect(text).toBe(`${echo}Halo`);
      expect(await streamed.finishReason).toBe('stop');
      expect((await streamed.usage).inputTokens).toBeGreaterThan(0);
    });

    test('the AI SDK runs a tool to the end', async () => {
      const anthropic = createAnthropic({ apiKey: site.token, baseURL: `${site.url}/v1` });
      const asked: unknown[] = [];
      const outcome = streamText({
        model: anthropic(model),
        prompt: 'How is the weather?',
        stopWhen: stepCountIs(3),
        maxRetries: 0,
        tools: { weather: weather(asked) },
      });
      expect(await outcome.text).toContain('sunny');
      expect(asked).toEqual([{ city: expect.any(String) }]);
      expect(await outcome.finishReason).toBe('stop');
    });

    test('LangChain, in one piece, streamed, and with a tool', async () => {
      const chat = new ChatAnthropic({
        apiKey: site.token,
        anthropicApiUrl: site.url,
        model,
        maxRetries: 0,
        maxTokens: 1_000,
      });
      const answer = await chat.invoke('Halo');
      expect(answer.text).toBe(`${echo}Halo`);
      expect(answer.usage_metadata).toMatchObject({ output_tokens: expect.any(Number) });
      let text = '';
      for await (const chunk of await chat.stream('Halo')) text += chunk.text;
      expect(text).toBe(`${echo}Halo`);
      const bound = chat.bindTools([
        { name: 'weather', description: 'The weather.', input_schema: city },
      ]);
      const question = new HumanMessage('How is the weather?');
      const asked = await bound.invoke([question]);
      const [call] = asked.tool_calls ?? [];
      expect(call).toMatchObject({ name: 'weather', args: { city: expect.any(String) } });
      const result = new ToolMessage({ tool_call_id: call?.id ?? '', content: 'sunny' });
      const told = await bound.invoke([question, asked, result]);
      expect(told.text).toContain('sunny');
    });
  });

  test('the AI SDK thinks, and replays its thoughts in the next step', async () => {
    const anthropic = createAnthropic({ apiKey: site.token, baseURL: `${site.url}/v1` });
    for (const [provider, model] of [
      ['anthropic', 'claude-opus-4-6'],
      ['bedrock', 'us.anthropic.claude-opus-4-6-v1'],
    ] as const) {
      const outcome = await generateText({
        model: anthropic(model),
        prompt: 'How is the weather?',
        stopWhen: stepCountIs(3),
        maxRetries: 0,
        providerOptions: { anthropic: { thinking: { type: 'adaptive' }, effort: 'low' } },
        tools: { weather: weather([]) },
      });
      expect(outcome.text).toContain('sunny');
      expect(outcome.steps[0]?.reasoningText).toContain('repeated');
      const replayed = seenBy(site, provider).at(-1)?.body.toString() ?? '';
      expect(JSON.parse(replayed).messages[1].content[0].type).toBe('thinking');
    }
  });

  test('the AI SDK gets an object', async () => {
    const anthropic = createAnthropic({ apiKey: site.token, baseURL: `${site.url}/v1` });
    for (const model of ['claude-sonnet-4-6', 'gpt-4o-mini']) {
      const { object } = await generateObject({
        model: anthropic(model),
        prompt: 'Halo',
        maxRetries: 0,
        schema: jsonSchema<{ city: string }>(city),
      });
      expect(object).toEqual({ city: expect.any(String) });
    }
  });

  test('the AI SDK reads an error of ours and does not repeat it', async () => {
    const { fetch, answers } = recordedFetch();
    const anthropic = createAnthropic({ apiKey: 'nonsense', baseURL: `${site.url}/v1`, fetch });
    const error = await generateText({ model: anthropic('claude-opus-4-6'), prompt: 'x' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(APICallError.isInstance(error) && error.statusCode).toBe(401);
    expect(String(error)).toContain('token');
    expect(answers).toHaveLength(1);
  });
});
