import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { ChatBedrockConverse } from '@langchain/aws';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { bedrockClient } from './bedrock-site.ts';
import { providerModels, resetProviders } from './provider-models.ts';
import { recordedFetch } from './recorded-fetch.ts';

const city = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
} as const;

describe('frameworks that ask Bedrock', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  describe.each(providerModels)('on $model of $provider', ({ provider, model, echo }) => {
    test('the AI SDK, in one piece, streamed, and with a tool', async () => {
      const { fetch, header } = recordedFetch();
      const bedrock = createAmazonBedrock({
        region: 'us-east-1',
        apiKey: site.token,
        baseURL: site.url,
        fetch,
      });
      const answer = await generateText({ model: bedrock(model), prompt: 'Halo', maxRetries: 0 });
      expect(answer.text).toBe(`${echo}Halo`);
      expect(answer.finishReason).toBe('stop');
      expect(answer.usage.outputTokens).toBeGreaterThan(0);
      expect(header('x-monago-provider')).toBe(provider);
      const streamed = streamText({ model: bedrock(model), prompt: 'Halo', maxRetries: 0 });
      expect(await streamed.text).toBe(`${echo}Halo`);
      expect((await streamed.usage).inputTokens).toBeGreaterThan(0);
      const asked: unknown[] = [];
      const outcome = streamText({
        model: bedrock(model),
        prompt: 'How is the weather?',
        stopWhen: stepCountIs(3),
        maxRetries: 0,
        tools: {
          weather: tool({
            description: 'Tells the weather.',
            inputSchema: jsonSchema<{ city: string }>(city),
            execute: (input) => {
              asked.push(input);
              return 'sunny';
            },
          }),
        },
      });
      expect(await outcome.text).toContain('sunny');
      expect(asked).toEqual([{ city: expect.any(String) }]);
    });

    test('LangChain, in one piece, streamed, and with a tool', async () => {
      const client = bedrockClient(site);
      try {
        const chat = new ChatBedrockConverse({ model, region: 'us-east-1', client, maxRetries: 0 });
        const answer = await chat.invoke('Halo');
        expect(answer.text).toBe(`${echo}Halo`);
        expect(answer.usage_metadata).toMatchObject({ output_tokens: expect.any(Number) });
        let text = '';
        for await (const chunk of await chat.stream('Halo')) text += chunk.text;
        expect(text).toBe(`${echo}Halo`);
        const bound = chat.bindTools([
          { name: 'weather', description: 'The weather.', schema: city },
        ]);
        const question = new HumanMessage('How is the weather?');
        const asked = await bound.invoke([question]);
        const [call] = asked.tool_calls ?? [];
        expect(call).toMatchObject({ name: 'weather', args: { city: expect.any(String) } });
        const result = new ToolMessage({ tool_call_id: call?.id ?? '', content: 'sunny' });
        const told = await bound.invoke([question, asked, result]);
        expect(told.text).toContain('sunny');
      } finally {
        client.destroy();
      }
    });
  });
});
