import Anthropic, {
  AuthenticationError,
  BadRequestError,
  PermissionDeniedError,
} from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from './anthropic/start-anthropic-emulator.ts';

const goodKey = 'sk-ant-api03-good-0123456789abcdefghij';
const limitedKey = 'sk-ant-api03-limited-0123456789abcdef';
const earlier = { headers: { 'anthropic-version': '2023-06-01' } };
let emulator: AnthropicEmulator;

beforeAll(async () => {
  emulator = await startAnthropicEmulator({ acceptedKeys: [goodKey], limitedKeys: [limitedKey] });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.stop());

function clientWith(apiKey = goodKey): Anthropic {
  return new Anthropic({ apiKey, baseURL: emulator.url, maxRetries: 0 });
}

const hello = {
  model: 'claude-sonnet-4-6',
  max_tokens: 4_096,
  messages: [{ role: 'user' as const, content: 'hello' }],
};
const weather = {
  name: 'get_weather',
  input_schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' as const, enum: ['Jakarta'] } },
    required: ['city'],
  },
};
const clock = { name: 'get_time', input_schema: { type: 'object' as const, properties: {} } };

describe("Anthropic's own client, one message", () => {
  test('reads a message of the version that it speaks', async () => {
    const message = await clientWith().messages.create(hello);
    expect(message).toMatchObject({
      type: 'message',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'Echo: hello', citations: null }],
      container: null,
      diagnostics: null,
      usage: { speed: 'standard', service_tier: 'standard' },
    });
    expect(emulator.requests[0]?.headers['anthropic-version']).toBe('2026-10-21');
  });

  test('gets the members of the version before when it asks for that', async () => {
    const message = await clientWith().messages.create(hello, earlier);
    expect(message.content).toEqual([{ type: 'text', text: 'Echo: hello' }]);
    expect(Object.keys(message)).not.toContain('container');
    expect(Object.keys(message.usage)).not.toContain('speed');
  });

  test('may name a model in short and learns its full name', async () => {
    const message = await clientWith().messages.create({ ...hello, model: 'claude-haiku-4-5' });
    expect(message.model).toBe('claude-haiku-4-5-20251001');
  });

  test('is cut at the first of its stop sequences', async () => {
    const message = await clientWith().messages.create({
      ...hello,
      messages: [{ role: 'user', content: 'one two three' }],
      stop_sequences: ['three', 'two'],
    });
    expect(message).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: 'two',
      content: [{ text: 'Echo: one ' }],
    });
  });

  test('is cut at max_tokens, and the usage says so', async () => {
    const message = await clientWith().messages.create({ ...hello, max_tokens: 1 });
    expect(message).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 1 } });
  });

  test('is refused and paused on request', async () => {
    const ask = (content: string) =>
      clientWith().messages.create({ ...hello, messages: [{ role: 'user', content }] });
    expect(await ask('PLEASE_REFUSE')).toMatchObject({
      content: [],
      stop_reason: 'refusal',
      stop_details: { type: 'refusal' },
    });
    const paused = await ask('PLEASE_PAUSE');
    expect(paused.stop_reason).toBe('pause_turn');
    const resumed = await clientWith().messages.create({
      ...hello,
      messages: [
        { role: 'user', content: 'PLEASE_PAUSE' },
        { role: 'assistant', content: paused.content },
      ],
    });
    expect(resumed.stop_reason).toBe('end_turn');
  });

  test('follows an output schema', async () => {
    const message = await clientWith().messages.parse({
      ...hello,
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: { answer: { type: 'integer' } },
            required: ['answer'],
            additionalProperties: false,
          },
        },
      },
    });
    expect(message.content).toMatchObject([{ type: 'text', text: '{"answer":1}' }]);
  });

  test('counts a marked prompt as written, then as read, also when the conversation has grown', async () => {
    const system = [
      {
        type: 'text' as const,
        text: 'Be kind. '.repeat(50),
        cache_control: { type: 'ephemeral' as const },
      },
    ];
    const first = await clientWith().messages.create({ ...hello, system });
    const written = first.usage.cache_creation_input_tokens ?? 0;
    expect(written).toBeGreaterThan(100);
    expect(first.usage.cache_creation?.ephemeral_5m_input_tokens).toBe(written);
    const second = await clientWith().messages.create({
      ...hello,
      system,
      messages: [{ role: 'user', content: 'something else' }],
    });
    expect(second.usage).toMatchObject({
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: written,
    });
  });

  test('counts tokens without asking the model', async () => {
    const { input_tokens } = await clientWith().messages.countTokens({
      model: hello.model,
      messages: hello.messages,
      tools: [weather],
    });
    const { usage } = await clientWith().messages.create({ ...hello, tools: [weather] });
    expect(input_tokens).toBe(usage.input_tokens);
  });
});

describe("Anthropic's own client, streams", () => {
  test.each([
    ['2026-10-21', {}],
    ['2023-06-01', earlier],
  ])(
    'assembles in version %s the message that it would have got in one piece',
    async (_name, options) => {
      const request = {
        ...hello,
        tools: [weather, clock],
        thinking: { type: 'adaptive' as const },
      };
      const whole = await clientWith().messages.create(request, options);
      const streamed = await clientWith().messages.stream(request, options).finalMessage();
      const ids = ['id', 'signature', '_request_id', 'parsed_output'];
      const plain = (message: unknown) =>
        JSON.parse(
          JSON.stringify(message, (name, value) => (ids.includes(name) ? undefined : value)),
        );
      expect(plain(streamed)).toEqual(plain(whole));
    },
  );

  test('begins with empty blocks, pings once, and ends with totals', async () => {
    const stream = await clientWith().messages.create({ ...hello, stream: true });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types[0]).toBe('message_start');
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    const answer = await fetch(`${emulator.url}/v1/messages?beta=true`, {
      method: 'POST',
      headers: { 'x-api-key': goodKey, 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({ ...hello, stream: true }),
    });
    const lines = (await answer.text()).split('\n');
    const events = lines.filter((line) => line.startsWith('event: ')).map((line) => line.slice(7));
    expect(events.filter((event) => event === 'ping')).toHaveLength(1);
    expect(events.filter((event) => event !== 'ping')).toEqual(types);
  });

  test('delivers a refusal without content', async () => {
    const message = await clientWith()
      .messages.stream({ ...hello, messages: [{ role: 'user', content: 'PLEASE_REFUSE' }] })
      .finalMessage();
    expect(message).toMatchObject({ content: [], stop_reason: 'refusal' });
  });
});

describe("Anthropic's own client, models and keys", () => {
  test('walks through every model', async () => {
    const ids: string[] = [];
    for await (const model of clientWith().models.list({ limit: 2 })) ids.push(model.id);
    expect(ids).toContain('claude-sonnet-4-6');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain('claude-3-haiku-20240307');
  });

  test('learns what a model can do', async () => {
    const { capabilities, ...model } = await clientWith().models.retrieve('claude-sonnet-5-5');
    expect(model).toMatchObject({ lifecycle: 'active', line: 'sonnet', max_tokens: 128_000 });
    expect(capabilities?.thinking.types).toMatchObject({
      adaptive: { supported: true },
      enabled: { supported: false },
      disabled: { supported: false },
    });
    await expect(clientWith().models.retrieve('gpt-5')).rejects.toMatchObject({ status: 404 });
  });

  test('recognises the refusals', async () => {
    const wrong = clientWith('sk-ant-api03-wrong-0123456789abcdef');
    await expect(wrong.messages.create(hello)).rejects.toBeInstanceOf(AuthenticationError);
    await expect(clientWith(limitedKey).models.list()).rejects.toBeInstanceOf(
      PermissionDeniedError,
    );
    emulator.script({ failure: 'credit-balance' });
    await expect(clientWith().messages.create(hello)).rejects.toBeInstanceOf(BadRequestError);
  });

  test('is known by x-api-key where it sends both headers', async () => {
    const both = { headers: { 'x-api-key': goodKey } };
    const wrong = clientWith('sk-ant-api03-wrong-0123456789abcdef');
    await expect(wrong.messages.create(hello, both)).resolves.toMatchObject({ role: 'assistant' });
    const badHeader = { headers: { 'x-api-key': 'nonsense' } };
    await expect(clientWith().messages.create(hello, badHeader)).rejects.toBeInstanceOf(
      AuthenticationError,
    );
  });
});
