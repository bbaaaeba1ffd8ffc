import { createAnthropic } from '@ai-sdk/anthropic';
import { ChatAnthropic } from '@langchain/anthropic';
import { jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from './anthropic/start-anthropic-emulator.ts';

const key = 'sk-ant-api03-good-0123456789abcdefghij';
const city = {
  type: 'object',
  properties: { city: { type: 'string', enum: ['Jakarta'] } },
  required: ['city'],
  additionalProperties: false,
} as const;
let emulator: AnthropicEmulator;

beforeAll(async () => {
  emulator = await startAnthropicEmulator({ acceptedKeys: [key] });
});
afterAll(() => emulator.stop());

describe('frameworks that speak the version of 2023', () => {
  test('the AI SDK streams a tool loop that thinks, with an effort and no beta for it', async () => {
    const anthropic = createAnthropic({ apiKey: key, baseURL: `${emulator.url}/v1` });
    const asked: unknown[] = [];
    const outcome = streamText({
      model: anthropic('claude-opus-4-6'),
      prompt: 'How is the weather?',
      stopWhen: stepCountIs(3),
      providerOptions: { anthropic: { thinking: { type: 'adaptive' }, effort: 'low' } },
      tools: {
        weather: tool({
          inputSchema: jsonSchema<{ city: string }>(city),
          execute: (input) => {
            asked.push(input);
            return 'sunny';
          },
        }),
      },
    });
    expect(await outcome.text).toContain('sunny');
    expect(asked).toEqual([{ city: 'Jakarta' }]);
    expect(await outcome.finishReason).toBe('stop');
    expect(await outcome.reasoningText).toContain('repeated');
    expect((await outcome.totalUsage).outputTokens).toBeGreaterThan(0);
  });

  test('LangChain binds tools, reads its usage and streams', async () => {
    const model = new ChatAnthropic({
      apiKey: key,
      anthropicApiUrl: emulator.url,
      model: 'claude-sonnet-4-6',
      maxRetries: 0,
    });
    const asked = await model
      .bindTools([{ name: 'weather', description: 'The weather.', input_schema: city }])
      .invoke('How is the weather?');
    expect(asked.tool_calls).toMatchObject([{ name: 'weather', args: { city: 'Jakarta' } }]);
    expect(asked.usage_metadata).toMatchObject({ output_tokens: expect.any(Number) });
    let text = '';
    for await (const chunk of await model.stream('Halo')) text += chunk.text;
    expect(text).toBe('Echo: Halo');
  });
});
