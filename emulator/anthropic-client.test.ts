import Anthropic, {
  AuthenticationError,
  BadRequestError,
  PermissionDeniedError,
} from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from './anthropic/start-anthropic-emulator.ts';

const goodKey = 'sk-ant-api03-good-0123456789abcdefghij';
const limitedKey = 'sk-ant-api03-limited-0123456789abcdef';
let emulator: AnthropicEmulator;

beforeAll(async () => {
  emulator = await startAnthropicEmulator({ acceptedKeys: [goodKey], limitedKeys: [limitedKey] });
});

afterAll(() => emulator.stop());

function clientWith(apiKey: string): Anthropic {
  return new Anthropic({ apiKey, baseURL: emulator.url, maxRetries: 0 });
}

const hello = {
  model: 'claude-sonnet-4-6',
  max_tokens: 16,
  messages: [{ role: 'user' as const, content: 'hello' }],
};

describe("Anthropic's own client", () => {
  test('reads a message', async () => {
    const message = await clientWith(goodKey).messages.create(hello);
    expect(message).toMatchObject({
      type: 'message',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'Echo: hello' }],
    });
  });

  test('walks through every model', async () => {
    const ids: string[] = [];
    for await (const model of clientWith(goodKey).models.list({ limit: 1 })) ids.push(model.id);
    expect(ids).toContain('claude-sonnet-4-6');
  });

  test('recognises the refusals', async () => {
    const wrong = clientWith('sk-ant-api03-wrong-0123456789abcdef');
    await expect(wrong.messages.create(hello)).rejects.toBeInstanceOf(AuthenticationError);
    await expect(clientWith(limitedKey).models.list()).rejects.toBeInstanceOf(
      PermissionDeniedError,
    );
    emulator.script({ failure: 'credit-balance' });
    await expect(clientWith(goodKey).messages.create(hello)).rejects.toBeInstanceOf(
      BadRequestError,
    );
  });
});
