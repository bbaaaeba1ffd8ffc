import { createOpenAI } from '@ai-sdk/openai';
import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import {
  tool as aiTool,
  generateText,
  jsonSchema,
  type ModelMessage,
  stepCountIs,
  streamText,
} from 'ai';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type ResponsesModel,
  type Said,
  startResponsesModel,
} from '../../../../tests/support/responses-model.ts';
import { RawJson } from '../json-text.ts';

const usage = { input: 12, output: 5, cached: 3, reasoning: 2 };
const calls: Said = {
  content: [
    { kind: 'reasoning', text: 'A tool knows.', signature: 'c2ln' },
    { kind: 'redacted_reasoning', data: 'cmVk' },
    { kind: 'text', text: 'Let me look.' },
    { kind: 'tool_call', id: 'toolu_1', name: 'weather', input: new RawJson('{"city":"Bogor"}') },
  ],
  stop: 'tool_calls',
  usage,
};
const answers: Said = { content: [{ kind: 'text', text: 'It rains.' }], stop: 'end', usage };

/** What a model is given back after its call, in the order in which it came. */
const givenBack = [
  { kind: 'reasoning', text: 'A tool knows.', signature: 'c2ln' },
  { kind: 'redacted_reasoning', data: 'cmVk' },
  { kind: 'text', text: 'Let me look.' },
  { kind: 'tool_call', id: 'toolu_1', name: 'weather' },
  { kind: 'tool_result', callId: 'toolu_1', content: [{ kind: 'text', text: 'Rain in Bogor' }] },
];

let model: ResponsesModel | undefined;

afterEach(async () => {
  await model?.stop();
  model = undefined;
});

async function start(...script: Said[]): Promise<ResponsesModel> {
  model = await startResponsesModel(script);
  return model;
}

function blocksOf({ conversations }: ResponsesModel, call: number) {
  return conversations[call]?.turns.slice(1).flatMap(({ content }) => content);
}

describe('the openai client', () => {
  const clientOf = ({ url }: ResponsesModel) =>
    new OpenAI({ apiKey: 'k', baseURL: url, maxRetries: 0 });

  test('reads an answer', async () => {
    const client = clientOf(await start(answers));
    const response = await client.responses.create({ model: 'our-claude', input: 'Rain?' });
    expect(response).toMatchObject({ output_text: 'It rains.', status: 'completed' });
    expect(response.usage?.total_tokens).toBe(17);
  });

  test('reads a format out of an answer', async () => {
    const said: Said = { content: [{ kind: 'text', text: '{"rain":true}' }], stop: 'end', usage };
    const client = clientOf(await start(said));
    const schema = { type: 'object', properties: { rain: { type: 'boolean' } } };
    const response = await client.responses.parse({
      model: 'our-claude',
      input: 'Rain?',
      text: { format: { type: 'json_schema', name: 'rain', schema, strict: true } },
    });
    expect(response.output_text).toBe('{"rain":true}');
    expect(model?.conversations[0]?.settings.format).toMatchObject({ type: 'json_schema' });
  });

  test('puts a stream together to the answer that the stream ends with', async () => {
    const client = clientOf(await start(calls));
    const stream = client.responses.stream({ model: 'our-claude', input: 'Rain?' });
    const texts: string[] = [];
    const inputs: string[] = [];
    stream.on('response.output_text.delta', ({ snapshot }) => texts.push(snapshot));
    stream.on('response.function_call_arguments.delta', ({ snapshot }) => inputs.push(snapshot));
    const response = await stream.finalResponse();
    expect(texts).toEqual(['Let me', 'Let me look.']);
    expect(inputs.at(-1)).toBe('{"city":"Bogor"}');
    expect(response.output.map(({ type }) => type)).toEqual([
      'reasoning',
      'reasoning',
      'message',
      'function_call',
    ]);
  });

  test('goes on with what the answer said', async () => {
    const started = await start(calls, answers);
    const client = clientOf(started);
    const asked = { role: 'user', content: 'Rain?' } as const;
    const response = await client.responses.create({ model: 'our-claude', input: [asked] });
    // The types do not take back every kind of item that they give.
    const output = response.output.filter(
      (item) =>
        item.type === 'reasoning' || item.type === 'message' || item.type === 'function_call',
    );
    expect(output).toEqual(response.output);
    const result = {
      type: 'function_call_output',
      call_id: 'toolu_1',
      output: 'Rain in Bogor',
    } as const;
    await client.responses.create({ model: 'our-claude', input: [asked, ...output, result] });
    expect(blocksOf(started, 1)).toMatchObject(givenBack);
  });

  test('gotcha 26: throws at a failure', async () => {
    const client = clientOf(await start({ kind: 'overloaded', message: 'Busy.' }));
    const stream = await client.responses.create({ model: 'm', input: 'Hi', stream: true });
    const read = async () => {
      for await (const { type } of stream) expect(type).not.toBe('response.completed');
    };
    await expect(read()).rejects.toMatchObject({ code: 'server_error', message: 'Busy.' });
  });
});

describe('the AI SDK', () => {
  const modelOf = ({ url }: ResponsesModel) =>
    createOpenAI({ apiKey: 'k', baseURL: url })('our-claude');
  const weather = aiTool({
    inputSchema: jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string' } },
    }),
    execute: ({ city }) => `Rain in ${city}`,
  });
  // By default it sends references to what it takes to be stored.
  const providerOptions = { openai: { store: false } };

  test('calls a tool and goes on', async () => {
    const started = await start(calls, answers);
    const { text, totalUsage } = await generateText({
      model: modelOf(started),
      messages: [{ role: 'user', content: 'Rain?' }],
      tools: { weather },
      stopWhen: stepCountIs(2),
      providerOptions,
    });
    expect(text).toBe('It rains.');
    expect(totalUsage).toMatchObject({ inputTokens: 24, outputTokens: 10, cachedInputTokens: 6 });
    expect(blocksOf(started, 1)).toMatchObject(givenBack);
  });

  test('calls a tool in a stream and goes on', async () => {
    const started = await start(calls, answers);
    const result = streamText({
      model: modelOf(started),
      messages: [{ role: 'user', content: 'Rain?' }],
      tools: { weather },
      stopWhen: stepCountIs(2),
      providerOptions,
    });
    expect(await result.text).toBe('It rains.');
    const [first] = await result.steps;
    expect(first?.reasoningText).toBe('A tool knows.');
    expect(blocksOf(started, 1)).toMatchObject(givenBack);
  });

  test('hears of an answer that was cut', async () => {
    const cut: Said = { content: [{ kind: 'text', text: 'It r' }], stop: 'length', usage };
    const started = await start(cut, cut);
    const prompt = 'Rain?';
    const whole = await generateText({ model: modelOf(started), prompt });
    const streamed = streamText({ model: modelOf(started), prompt });
    await streamed.consumeStream();
    expect([whole.finishReason, await streamed.finishReason]).toEqual(['length', 'length']);
  });

  test('is told what to do about references to a store', async () => {
    const started = await start(answers, answers);
    const asked: ModelMessage = { role: 'user', content: 'Rain?' };
    const first = await generateText({ model: modelOf(started), messages: [asked] });
    const messages = [asked, ...first.response.messages, asked];
    await expect(
      generateText({ model: modelOf(started), messages, maxRetries: 0 }),
    ).rejects.toThrow('`store` set to false');
  });
});

describe('the OpenAI Agents SDK', () => {
  test.each([false, true])('runs a tool and goes on (stream: %s)', async (stream) => {
    const started = await start(calls, answers);
    const weather = tool({
      name: 'weather',
      description: 'Knows the weather.',
      parameters: z.object({ city: z.string() }),
      execute: ({ city }) => `Rain in ${city}`,
    });
    const agent = new Agent({
      name: 'a',
      instructions: 'Be brief.',
      model: 'our-claude',
      tools: [weather],
    });
    const modelProvider = new OpenAIProvider({
      apiKey: 'k',
      baseURL: started.url,
      useResponses: true,
    });
    const runner = new Runner({ modelProvider, tracingDisabled: true });
    const result = stream
      ? await runner.run(agent, 'Rain?', { stream })
      : await runner.run(agent, 'Rain?');
    if ('completed' in result) await result.completed;
    expect(result.finalOutput).toBe('It rains.');
    expect(started.conversations[0]).toMatchObject({
      system: [{ text: 'Be brief.' }],
      tools: [{ name: 'weather', description: 'Knows the weather.', strict: true }],
    });
    expect(blocksOf(started, 1)).toMatchObject(givenBack);
  });
});
