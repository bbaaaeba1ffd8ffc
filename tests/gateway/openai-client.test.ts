import OpenAI, { APIError, AuthenticationError, BadRequestError } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';

let site: GatewaySite;
let client: OpenAI;

beforeAll(async () => {
  site = await openGatewaySite();
  client = new OpenAI({ baseURL: `${site.url}/v1`, apiKey: site.token });
});
afterAll(async () => {
  await site.close();
});
beforeEach(() => {
  site.emulator.reset();
});

const messages = [{ role: 'user', content: 'What is the weather in Jakarta?' }] as const;
const tools: OpenAI.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];

describe('the official client works with only its address and key changed', () => {
  test('a chat completion', async () => {
    const completion = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [...messages],
    });
    expect(completion.choices[0]?.message.content).toBeTruthy();
    expect(completion.usage?.total_tokens).toBeGreaterThan(0);
    expect(site.emulator.requests[0]?.headers['x-stainless-lang']).toBe('js');
  });

  test('a streamed chat completion with its usage', async () => {
    const stream = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [...messages],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let total: number | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      total = chunk.usage?.total_tokens ?? total;
    }
    expect(text.length).toBeGreaterThan(0);
    expect(total).toBeGreaterThan(0);
  });

  test('streamed tool calls', async () => {
    const runner = client.chat.completions.stream({
      model: 'gpt-4o-mini',
      messages: [...messages],
      tools,
      tool_choice: 'required',
    });
    const completion = await runner.finalChatCompletion();
    const [toolCall] = completion.choices[0]?.message.tool_calls ?? [];
    expect(toolCall?.type === 'function' && toolCall.function.name).toBe('get_weather');
    expect(toolCall?.type === 'function' && JSON.parse(toolCall.function.arguments)).toHaveProperty(
      'city',
    );
  });

  test('embeddings', async () => {
    const made = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['one', 'two'],
    });
    expect(made.data).toHaveLength(2);
    expect(made.data[0]?.embedding.length).toBeGreaterThan(10);
  });
});

describe("Monago's errors are those of the client's own classes", () => {
  test('401 is an AuthenticationError', async () => {
    const stranger = new OpenAI({ baseURL: `${site.url}/v1`, apiKey: 'nonsense' });
    await expect(
      stranger.chat.completions.create({ model: 'gpt-4o-mini', messages: [...messages] }),
    ).rejects.toSatisfy(
      (error) => error instanceof AuthenticationError && error.code === 'invalid_token',
    );
  });

  test('400 is a BadRequestError with code and param, and is not sent again', async () => {
    await expect(
      client.chat.completions.create({ model: '', messages: [...messages] }),
    ).rejects.toSatisfy(
      (error) =>
        error instanceof BadRequestError &&
        error.code === 'invalid_request' &&
        error.param === 'model',
    );
    const denials = await site.entries('ai.request.denied');
    expect(denials.filter((entry) => entry['reason'] === 'invalid_request')).toHaveLength(1);
  });

  test('424 is an APIError and is not sent again', async () => {
    site.emulator.script({ failure: { status: 401 } });
    await expect(
      client.chat.completions.create({ model: 'gpt-4o-mini', messages: [...messages] }),
    ).rejects.toSatisfy((error) => error instanceof APIError && error.status === 424);
    expect(site.emulator.requests).toHaveLength(1);
  });

  test('a stream that died throws instead of ending', async () => {
    site.emulator.script({ truncate: 'between-events' });
    const stream = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [...messages],
      stream: true,
    });
    const read = async () => {
      for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    };
    await expect(read()).rejects.toSatisfy(
      (error) => error instanceof APIError && error.code === 'upstream_broken',
    );
  });
});
