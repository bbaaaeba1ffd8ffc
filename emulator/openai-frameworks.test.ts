import { createOpenAI } from '@ai-sdk/openai';
import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import { tool as aiTool, generateText, jsonSchema, stepCountIs, streamText } from 'ai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const KEY = 'sk-proj-emulator-accepted-0001';

describe('frameworks against the emulator', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startOpenAiEmulator({ acceptedKeys: [KEY] });
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator.stop());

  const paths = () => emulator.requests.map(({ path }) => path);
  const weather = aiTool({
    inputSchema: jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    }),
    execute: ({ city }) => `31 degrees in ${city}`,
  });

  describe.each(['responses', 'chat'] as const)('the AI SDK over %s', (api) => {
    const model = (name: string) => {
      const provider = createOpenAI({ apiKey: KEY, baseURL: `${emulator.url}/v1` });
      return api === 'chat' ? provider.chat(name) : provider(name);
    };
    const path = api === 'chat' ? '/v1/chat/completions' : '/v1/responses';

    test('generates text and counts tokens', async () => {
      const { text, usage, finishReason } = await generateText({
        model: model('gpt-4.1-nano'),
        prompt: 'Hello!',
      });
      expect([text, finishReason]).toEqual(['You said: Hello!', 'stop']);
      expect(usage.totalTokens).toBeGreaterThan(0);
      expect(paths()).toEqual([path]);
    });

    test('streams text in several parts', async () => {
      const { textStream, usage } = streamText({
        model: model('gpt-4.1-nano'),
        prompt: 'Hello, 世界!',
      });
      const parts: string[] = [];
      for await (const part of textStream) parts.push(part);
      expect(parts.length).toBeGreaterThan(2);
      expect(parts.join('')).toBe('You said: Hello, 世界!');
      expect((await usage).outputTokens).toBeGreaterThan(0);
    });

    test('runs a tool and answers from its result', async () => {
      const { text, steps } = await generateText({
        model: model('gpt-5'),
        prompt: 'Weather?',
        tools: { weather },
        stopWhen: stepCountIs(3),
      });
      expect(steps).toHaveLength(2);
      expect(text).toBe('You said: 31 degrees in sample');
      expect(paths()).toEqual([path, path]);
    });
  });

  describe.each([true, false])('LangChain (Responses API: %s)', (useResponsesApi) => {
    const model = (name: string) =>
      new ChatOpenAI({
        model: name,
        apiKey: KEY,
        maxRetries: 0,
        useResponsesApi,
        configuration: { baseURL: `${emulator.url}/v1` },
      });

    test('invokes and streams', async () => {
      const message = await model('gpt-4.1-nano').invoke([new HumanMessage('Hello!')]);
      expect(message.text).toBe('You said: Hello!');
      const parts: string[] = [];
      for await (const chunk of await model('gpt-4.1-nano').stream('Hello, 世界!')) {
        parts.push(chunk.text);
      }
      expect(parts.join('')).toBe('You said: Hello, 世界!');
    });

    test('binds a tool and gives structured output', async () => {
      const schema = z.object({ city: z.string() });
      const bound = model('gpt-4.1').bindTools([
        { type: 'function', function: { name: 'look', parameters: z.toJSONSchema(schema) } },
      ]);
      expect((await bound.invoke('Weather?')).tool_calls).toMatchObject([
        { name: 'look', args: { city: 'sample' } },
      ]);
      const structured = model('gpt-4.1').withStructuredOutput(schema, { strict: true });
      expect(await structured.invoke('Where?')).toEqual({ city: 'sample' });
    });
  });

  test('LangChain embeds', async () => {
    const embeddings = new OpenAIEmbeddings({
      model: 'text-embedding-3-small',
      apiKey: KEY,
      configuration: { baseURL: `${emulator.url}/v1` },
    });
    expect(await embeddings.embedQuery('one')).toHaveLength(1536);
  });

  test.each([true, false])('an agent runs its tool (stream: %s)', async (stream) => {
    const modelProvider = new OpenAIProvider({
      openAIClient: new OpenAI({ apiKey: KEY, baseURL: `${emulator.url}/v1`, maxRetries: 0 }),
    });
    const runner = new Runner({ modelProvider, tracingDisabled: true });
    const agent = new Agent({
      name: 'Meteorologist',
      model: 'gpt-5.4',
      instructions: 'Use the tool.',
      tools: [
        tool({
          name: 'get_weather',
          description: 'Tells the weather.',
          parameters: z.object({ city: z.string() }),
          execute: async ({ city }) => `31 degrees in ${city}`,
        }),
      ],
    });
    if (stream) {
      const result = await runner.run(agent, 'Weather?', { stream });
      await result.completed;
      expect(result.finalOutput).toBe('You said: 31 degrees in sample');
    } else {
      const result = await runner.run(agent, 'Weather?');
      expect(result.finalOutput).toBe('You said: 31 degrees in sample');
    }
    expect(paths()).toEqual(['/v1/responses', '/v1/responses']);
  });
});
