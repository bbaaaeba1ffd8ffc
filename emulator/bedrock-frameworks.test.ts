import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createBedrockAnthropic } from '@ai-sdk/amazon-bedrock/anthropic';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { ChatBedrockConverse } from '@langchain/aws';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BedrockEmulator, startBedrockEmulator } from './bedrock/start-bedrock-emulator.ts';

const user = {
  accessKeyId: 'AKIAEXAMPLEUSER00001',
  secretAccessKey: 'uSer/Secret+Access0Key1WithForty2Chars34',
};
const apiKey = 'ABSKemulated';
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const city = {
  type: 'object',
  properties: { city: { type: 'string', enum: ['Jakarta'] } },
  required: ['city'],
  additionalProperties: false,
} as const;
let emulator: BedrockEmulator;

beforeAll(async () => {
  emulator = await startBedrockEmulator({ accessKeys: [user], apiKeys: [{ key: apiKey }] });
});

afterAll(() => emulator.stop());

function weather(asked: unknown[]) {
  return tool({
    inputSchema: jsonSchema<{ city: string }>(city),
    execute: (input) => {
      asked.push(input);
      return 'sunny';
    },
  });
}

describe('the AI SDK', () => {
  test.each([
    ['amazon.nova-lite-v1:0', {}],
    [claude, { bedrock: { reasoningConfig: { type: 'enabled', budgetTokens: 1024 } } }],
  ])('streams a tool loop over Converse, signed: %s', async (model, providerOptions) => {
    const bedrock = createAmazonBedrock({ region: 'us-east-1', baseURL: emulator.url, ...user });
    const asked: unknown[] = [];
    const outcome = streamText({
      model: bedrock(model),
      prompt: 'How is the weather?',
      stopWhen: stepCountIs(3),
      providerOptions,
      tools: { weather: weather(asked) },
    });
    expect(await outcome.text).toContain('sunny');
    expect(asked).toEqual([{ city: 'Jakarta' }]);
    expect(await outcome.finishReason).toBe('stop');
    expect((await outcome.totalUsage).outputTokens).toBeGreaterThan(0);
    const signed = emulator.requests.at(-1)?.headers.authorization;
    expect(signed).toMatch(/^AWS4-HMAC-SHA256 /);
  });

  test("speaks Claude's own dialect with an API key", async () => {
    const bedrock = createBedrockAnthropic({ baseURL: emulator.url, apiKey });
    const { text, finishReason } = await generateText({ model: bedrock(claude), prompt: 'hello' });
    expect(text).toContain('hello');
    expect(finishReason).toBe('stop');
    const streamed = streamText({ model: bedrock(claude), prompt: 'hello' });
    expect(await streamed.text).toBe(text);
    expect(emulator.requests.at(-1)?.path).toMatch(/\/invoke-with-response-stream$/);
  });

  test('tells a failure in midstream', async () => {
    const bedrock = createAmazonBedrock({ region: 'us-east-1', baseURL: emulator.url, apiKey });
    emulator.script({ errorEvent: true });
    const { fullStream } = streamText({
      model: bedrock(claude),
      prompt: 'hello',
      onError: () => {},
    });
    const types: string[] = [];
    for await (const { type } of fullStream) types.push(type);
    expect(types).toContain('error');
  });
});

test('LangChain binds tools, reads its usage and streams', async () => {
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    credentials: user,
    maxAttempts: 1,
  });
  const model = new ChatBedrockConverse({ model: claude, region: 'us-east-1', client });
  const asked = await model
    .bindTools([{ name: 'weather', description: 'The weather.', schema: city }])
    .invoke('How is the weather?');
  expect(asked.tool_calls).toMatchObject([{ name: 'weather', args: { city: 'Jakarta' } }]);
  expect(asked).toMatchObject({ usage_metadata: { output_tokens: expect.any(Number) } });
  let text = '';
  for await (const { content } of await model.stream('hello')) {
    text += typeof content === 'string' ? content : JSON.stringify(content);
  }
  expect(text).toContain('hello');
  client.destroy();
});
