import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { lastBody, resetProviders } from './provider-models.ts';

const hello = [{ role: 'user' as const, content: 'Hello!' }];
const weather: Anthropic.Tool = {
  name: 'get_weather',
  description: 'Tells the weather.',
  input_schema: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

describe('thinking and caching, with the official Anthropic client', () => {
  let site: GatewaySite;
  let client: Anthropic;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new Anthropic({ apiKey: site.token, baseURL: site.url, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  describe.each([
    ['anthropic', 'claude-sonnet-4-6', { type: 'adaptive' as const }],
    ['anthropic', 'claude-sonnet-4-5', { type: 'enabled' as const, budget_tokens: 1_024 }],
    ['bedrock', claude, { type: 'enabled' as const, budget_tokens: 1_024 }],
    ['bedrock', 'us.anthropic.claude-sonnet-4-6', { type: 'adaptive' as const }],
  ] as const)('thinking at %s on %s', (provider, model, thinking) => {
    const ask = { model, max_tokens: 4_096, thinking, tools: [weather] };
    const question = { role: 'user' as const, content: 'How is the weather?' };

    test('gotcha 9: thoughts come first and are replayed with their signatures unchanged', async () => {
      const asked = await client.messages.create({ ...ask, messages: [question] });
      const [thought, ...others] = asked.content;
      expect(thought).toMatchObject({ type: 'thinking', signature: expect.any(String) });
      const call = others.find((block) => block.type === 'tool_use');
      const answered = await client.messages.create({
        ...ask,
        messages: [
          question,
          { role: 'assistant', content: asked.content },
          {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'sunny' }],
          },
        ],
      });
      expect(answered.stop_reason).toBe('end_turn');
      const replayed = lastBody(site, provider).messages[1].content[0];
      expect(replayed).toEqual(thought);
    });

    test('streamed thoughts are the same', async () => {
      const message = await client.messages.stream({ ...ask, messages: [question] }).finalMessage();
      expect(message.content[0]).toMatchObject({
        type: 'thinking',
        thinking: expect.stringContaining('repeated'),
        signature: expect.any(String),
      });
    });

    test('gotcha 10: redacted thoughts come and go as they are', async () => {
      const secret = { role: 'user' as const, content: 'REDACT_THINKING please' };
      const { tools: _, ...plain } = ask;
      const asked = await client.messages.create({ ...plain, messages: [secret] });
      expect(asked.content[0]?.type).toBe('redacted_thinking');
      await client.messages.create({
        ...plain,
        messages: [
          secret,
          { role: 'assistant', content: asked.content },
          { role: 'user', content: 'go on' },
        ],
      });
      expect(lastBody(site, provider).messages[1].content[0]).toEqual(asked.content[0]);
    });
  });

  describe.each([
    ['anthropic', 'claude-sonnet-4-5'],
    ['bedrock', claude],
  ] as const)('prompt caching at %s', (provider, model) => {
    test('gotcha 17: marks reach the model where they stand, and the counts come back', async () => {
      const system = [
        {
          type: 'text' as const,
          text: `Be kind. ${provider} `.repeat(50),
          cache_control: { type: 'ephemeral' as const },
        },
      ];
      const ask = { model, max_tokens: 100, messages: hello, system };
      const first = await client.messages.create(ask);
      const written = first.usage.cache_creation_input_tokens ?? 0;
      expect(written).toBeGreaterThan(100);
      const { data, response } = await client.messages.create(ask).withResponse();
      expect(data.usage.cache_read_input_tokens).toBe(written);
      const { outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
      expect(outcome['usage']).toMatchObject({ cached: written });
    });
  });
});
