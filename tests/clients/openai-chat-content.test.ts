import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { lastBody, providerModels, resetProviders, seenBy } from './provider-models.ts';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n').toString('base64');
const hello = [{ role: 'user' as const, content: 'Hello!' }];

/** What a chat message has beside the members that the client's types know. */
const thoughtSchema = z.object({
  reasoning_content: z.string().optional(),
  thinking_blocks: z.array(z.object({ type: z.string() }).loose()).optional(),
});

/** Thoughts and text of a stream, in order. */
async function orderIn(stream: AsyncIterable<OpenAI.ChatCompletionChunk>): Promise<string[]> {
  const order: string[] = [];
  for await (const { choices } of stream) {
    const delta = choices[0]?.delta;
    if (thoughtSchema.parse(delta ?? {}).reasoning_content) order.push('thought');
    else if (delta?.content) order.push('text');
  }
  return order;
}

describe('the official OpenAI client, content and reasoning in chat', () => {
  let site: GatewaySite;
  let client: OpenAI;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = new OpenAI({ apiKey: site.token, baseURL: `${site.url}/v1`, maxRetries: 0 });
  });
  beforeEach(() => resetProviders(site));
  afterAll(() => site.close());

  const show = (model: string, ...parts: OpenAI.ChatCompletionContentPart[]) =>
    client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Look.' }, ...parts] }],
    });

  describe.each(providerModels)('on $model of $provider', ({ provider, model }) => {
    test('an image reaches the model as it is', async () => {
      const { choices } = await show(model, {
        type: 'image_url',
        image_url: { url: `data:image/png;base64,${png}` },
      });
      expect(choices[0]?.finish_reason).toBe('stop');
      expect(seenBy(site, provider)[0]?.body.toString()).toContain(png);
      const [, image] = lastBody(site, provider).messages[0].content;
      expect(image).toEqual(
        {
          openai: { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
          anthropic: {
            type: 'image',
            source: { type: 'base64', media_type: 'image/png', data: png },
          },
          bedrock: { image: { format: 'png', source: { bytes: png } } },
        }[provider],
      );
    });

    test('a document given with its data reaches the model', async () => {
      const { choices } = await show(model, {
        type: 'file',
        file: { filename: 'annual report.pdf', file_data: `data:application/pdf;base64,${pdf}` },
      });
      expect(choices[0]?.finish_reason).toBe('stop');
      expect(seenBy(site, provider)[0]?.body.toString()).toContain(pdf);
      const [, document] = lastBody(site, provider).messages[0].content;
      expect(document).toMatchObject(
        {
          openai: { type: 'file' },
          anthropic: {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: pdf },
          },
          bedrock: { document: { format: 'pdf', source: { bytes: pdf } } },
        }[provider],
      );
    });

    test('an image at an address is fetched by its provider or refused, never by Monago', async () => {
      const url = 'https://images.example/cat.png';
      const asked = show(model, { type: 'image_url', image_url: { url } });
      if (provider === 'bedrock') {
        await expect(asked).rejects.toMatchObject({ status: 400, code: 'unsupported_parameter' });
        expect(seenBy(site, provider)).toEqual([]);
        return;
      }
      await asked;
      expect(seenBy(site, provider)[0]?.body.toString()).toContain(url);
    });
  });

  describe.each([
    ['claude-sonnet-4-5', 'anthropic'],
    ['claude-sonnet-4-6', 'anthropic'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock'],
  ] as const)('the thoughts of %s', (model, provider) => {
    test('gotcha 09: are given back with their signature, and the next turn is accepted', async () => {
      const { choices, usage } = await client.chat.completions.create({
        model,
        messages: hello,
        reasoning_effort: 'low',
      });
      const message = choices[0]?.message;
      if (message === undefined) throw new Error('there is no message');
      const thought = thoughtSchema.parse(message);
      expect(thought.reasoning_content).toBeTruthy();
      expect(thought.thinking_blocks).toMatchObject([
        { type: 'thinking', thinking: thought.reasoning_content, signature: expect.any(String) },
      ]);
      expect(usage?.completion_tokens).toBeGreaterThan(0);
      const again = await client.chat.completions.create({
        model,
        messages: [...hello, message, { role: 'user', content: 'And now?' }],
        reasoning_effort: 'low',
      });
      expect(again.choices[0]?.message.content).toBe('Echo: And now?');
      const [, replayed] = lastBody(site, provider).messages;
      expect(JSON.stringify(replayed.content[0])).toContain(thought.reasoning_content ?? '');
    });

    test('are streamed before the answer', async () => {
      const stream = await client.chat.completions.create({
        model,
        messages: hello,
        reasoning_effort: 'low',
        stream: true,
      });
      const order = await orderIn(stream);
      expect(new Set(order.slice(0, order.indexOf('text')))).toEqual(new Set(['thought']));
      expect(order.slice(order.indexOf('text'))).not.toContain('thought');
    });
  });

  test('a model of OpenAI reasons as it is told', async () => {
    const { usage } = await client.chat.completions.create({
      model: 'gpt-5',
      messages: hello,
      reasoning_effort: 'high',
    });
    expect(usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
  });

  test('gotcha 12: a refusal of tools with reasoning is shown in the words of OpenAI', async () => {
    const asked = client.chat.completions.create({
      model: 'gpt-5.6-sol',
      messages: hello,
      tools: [{ type: 'function', function: { name: 'look' } }],
    });
    await expect(asked).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('reasoning_effort'),
    });
  });

  test('gotcha 05: cached tokens are part of the prompt and counted once', async () => {
    const long = 'Monago stands between applications and providers. '.repeat(200);
    const ask = () =>
      client.chat.completions
        .create({
          model: 'claude-sonnet-4-5',
          messages: [
            {
              role: 'system',
              content: [
                Object.assign(
                  { type: 'text' as const, text: long },
                  { cache_control: { type: 'ephemeral' } },
                ),
              ],
            },
            ...hello,
          ],
        })
        .withResponse();
    await ask();
    const { data, response } = await ask();
    const cached = data.usage?.prompt_tokens_details?.cached_tokens ?? 0;
    expect(cached).toBeGreaterThan(1_000);
    expect(data.usage?.prompt_tokens).toBeGreaterThan(cached);
    expect(data.usage?.prompt_tokens).toBeLessThan(2 * cached);
    const { outcome } = await trailOf(site, response.headers.get('x-monago-audit-id'));
    expect(outcome).toMatchObject({ usage: { input: data.usage?.prompt_tokens, cached } });
    expect(Number(response.headers.get('x-monago-cost-usd'))).toBeGreaterThan(0);
  });

  test('gotcha 13: an empty assistant text beside tool calls makes no empty block', async () => {
    for (const content of [null, '']) {
      await client.chat.completions.create({
        model: 'claude-sonnet-4-5',
        messages: [
          ...hello,
          {
            role: 'assistant',
            content,
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: 'look', arguments: '' } },
            ],
          },
          { role: 'tool', tool_call_id: 'call_1', content: 'seen' },
        ],
        tools: [{ type: 'function', function: { name: 'look' } }],
      });
      const [, assistant] = lastBody(site, 'anthropic').messages;
      expect(assistant.content).toEqual([
        { type: 'tool_use', id: 'call_1', name: 'look', input: {} },
      ]);
    }
  });

  test.each([
    ['claude-sonnet-4-5', 'anthropic'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock'],
    ['mistral.mistral-large-2402-v1:0', 'bedrock'],
  ] as const)(
    'gotcha 14: ids and names that %s would refuse are changed alike in calls, results and answers',
    async (model, provider) => {
      const name = 'maps.look/up';
      const id = 'call:1|ü'.repeat(12);
      const messages: OpenAI.ChatCompletionMessageParam[] = [
        ...hello,
        {
          role: 'assistant',
          tool_calls: [{ id, type: 'function', function: { name, arguments: '{"city":"Bogor"}' } }],
        },
        { role: 'tool', tool_call_id: id, content: 'seen' },
      ];
      const tools = [{ type: 'function' as const, function: { name } }];
      const answered = await client.chat.completions.create({ model, messages, tools });
      expect(answered.choices[0]?.message.content).toContain('seen');
      const sent = JSON.stringify(lastBody(site, provider).messages);
      expect(sent).not.toContain('call:1');
      const asked = await client.chat.completions.create({ model, messages: hello, tools });
      expect(asked.choices[0]?.message.tool_calls).toMatchObject([{ function: { name } }]);
    },
  );

  test('gotcha 08: integers beyond 2^53 keep their digits on the way to the model', async () => {
    await client.chat.completions.create({
      model: 'claude-sonnet-4-5',
      messages: [
        ...hello,
        {
          role: 'assistant',
          tool_calls: [
            {
              id: 'call_1',
              type: 'function',
              function: { name: 'look', arguments: '{"account":9007199254740993,"rate":1.0}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'seen' },
      ],
      tools: [{ type: 'function', function: { name: 'look' } }],
    });
    expect(seenBy(site, 'anthropic').at(-1)?.body.toString()).toContain(
      '{"account":9007199254740993,"rate":1.0}',
    );
  });
});
