import Anthropic, { BadRequestError } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from './anthropic/start-anthropic-emulator.ts';

const goodKey = 'sk-ant-api03-good-0123456789abcdefghij';
let emulator: AnthropicEmulator;

beforeAll(async () => {
  emulator = await startAnthropicEmulator({ acceptedKeys: [goodKey] });
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

describe("Anthropic's own client, tools and thinking", () => {
  test('goes through a parallel tool loop that thinks', async () => {
    const client = clientWith();
    const request = {
      ...hello,
      tools: [weather, clock],
      thinking: { type: 'enabled' as const, budget_tokens: 1_024 },
    };
    const asked = await client.messages.create(request);
    expect(asked.stop_reason).toBe('tool_use');
    expect(asked.content.map(({ type }) => type)).toEqual([
      'thinking',
      'text',
      'tool_use',
      'tool_use',
    ]);
    const results = asked.content
      .filter((block) => block.type === 'tool_use')
      .map(({ id }) => ({ type: 'tool_result' as const, tool_use_id: id, content: 'sunny' }));
    expect(results).toHaveLength(2);
    const answered = await client.messages.create({
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: asked.content },
        { role: 'user', content: results },
      ],
    });
    expect(answered.content.at(-1)).toMatchObject({ type: 'text', text: 'Echo: sunny\nsunny' });
    expect(answered.usage.output_tokens_details?.thinking_tokens).toBeGreaterThan(0);
  });

  test('gets one call when it forbids parallel ones, and arguments that fit the schema', async () => {
    const message = await clientWith().messages.create({
      ...hello,
      tools: [clock, weather],
      tool_choice: { type: 'tool', name: 'get_weather', disable_parallel_tool_use: true },
    });
    expect(message.content).toMatchObject([
      {
        type: 'tool_use',
        name: 'get_weather',
        input: { city: 'Jakarta' },
        caller: { type: 'direct' },
      },
    ]);
  });

  test('gets a signature without text where thinking is omitted, and may hand it back', async () => {
    const client = clientWith();
    const request = {
      ...hello,
      thinking: { type: 'adaptive' as const, display: 'omitted' as const },
    };
    const first = await client.messages.create(request);
    expect(first.content[0]).toMatchObject({ type: 'thinking', thinking: '' });
    const second = await client.messages.create({
      ...request,
      messages: [
        ...hello.messages,
        { role: 'assistant', content: first.content },
        { role: 'user', content: 'and now?' },
      ],
    });
    expect(second.content.at(-1)).toMatchObject({ text: 'Echo: and now?' });
  });

  test('hands redacted thinking back as it came, and is refused when it changed it', async () => {
    const client = clientWith();
    const request = { ...hello, thinking: { type: 'adaptive' as const } };
    const prompt = { role: 'user' as const, content: 'REDACT_THINKING' };
    const { content } = await client.messages.create({ ...request, messages: [prompt] });
    const redacted = content[0];
    if (redacted?.type !== 'redacted_thinking') throw new Error('expected redacted thinking');
    const goOn = (data: string) =>
      client.messages.create({
        ...request,
        messages: [
          prompt,
          { role: 'assistant', content: [{ ...redacted, data }, ...content.slice(1)] },
          { role: 'user', content: 'go on' },
        ],
      });
    await expect(goOn(redacted.data)).resolves.toMatchObject({ stop_reason: 'end_turn' });
    await expect(goOn(`A${redacted.data.slice(1)}`)).rejects.toBeInstanceOf(BadRequestError);
  });
});
