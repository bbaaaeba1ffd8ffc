import {
  type BedrockRuntimeClient,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { bedrockClient, collect, transports } from './bedrock-site.ts';
import { resetProviders, seenBy } from './provider-models.ts';

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const messages = [{ role: 'user', content: 'Hello' }];
const toClaude = {
  modelId: claude,
  contentType: 'application/json',
  body: `{"anthropic_version": "bedrock-2023-05-31", "max_tokens":64, "messages":${JSON.stringify(messages)}}`,
};

describe.each(Object.entries(transports))('InvokeModel over %s', (_version, transport) => {
  let site: GatewaySite;
  let client: BedrockRuntimeClient;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = bedrockClient(site, transport);
  });
  beforeEach(() => resetProviders(site));
  afterAll(async () => {
    client.destroy();
    await site.close();
  });

  test('Claude, in one piece: the body goes as it is, and its tokens are in the log', async () => {
    const answer = await client.send(new InvokeModelCommand(toClaude));
    const message = JSON.parse(Buffer.from(answer.body).toString());
    expect(message).toMatchObject({ role: 'assistant', stop_reason: 'end_turn' });
    expect(answer.contentType).toBe('application/json');
    const seen = seenBy(site, 'bedrock').at(-1);
    expect(seen?.body.toString()).toBe(toClaude.body);
    const outcome = await site.lastEntry('ai.request.outcome');
    expect(outcome).toMatchObject({
      status: 'ok',
      usage: {
        source: 'provider',
        input: message.usage.input_tokens,
        output: message.usage.output_tokens,
      },
    });
    expect(outcome?.['cost_microusd']).toBeGreaterThan(0);
  });

  test('Claude, streamed: each event in its chunk', async () => {
    const answer = await client.send(new InvokeModelWithResponseStreamCommand(toClaude));
    const events = (await collect(answer.body)).map(({ chunk }) =>
      JSON.parse(Buffer.from(chunk?.bytes ?? '').toString()),
    );
    expect(events[0].type).toBe('message_start');
    expect(events.at(-1)).toMatchObject({
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': { inputTokenCount: expect.any(Number) },
    });
    const outcome = await site.lastEntry('ai.request.outcome');
    expect(outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
  });

  test.each([
    ['amazon.nova-lite-v1:0', { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }],
    ['meta.llama3-1-8b-instruct-v1:0', { prompt: 'Hello' }],
    ['mistral.mistral-7b-instruct-v0:2', { prompt: 'Hello' }],
    ['amazon.titan-embed-text-v2:0', { inputText: 'Hello' }],
  ])('%s in its own format, with its tokens', async (modelId, body) => {
    const answer = await client.send(
      new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        body: JSON.stringify(body),
      }),
    );
    expect(answer.body.length).toBeGreaterThan(10);
    const outcome = await site.lastEntry('ai.request.outcome');
    expect(outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
    const { input } = Object(outcome?.['usage']);
    expect(input).toBeGreaterThan(0);
  });

  test('a model of another provider is not invoked: its format is not known', async () => {
    const asked = client.send(new InvokeModelCommand({ ...toClaude, modelId: 'gpt-4o-mini' }));
    await expect(asked).rejects.toBeInstanceOf(ValidationException);
    expect(seenBy(site, 'openai')).toEqual([]);
  });

  test('a coding agent in its Bedrock mode: betas in the body, a colon in the path', async () => {
    const body = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['claude-code-20250219', 'interleaved-thinking-2025-05-14'],
      max_tokens: 64,
      messages,
    });
    const reply = await site.post(`/model/${claude}/invoke-with-response-stream`, body, {
      headers: { accept: 'application/vnd.amazon.eventstream' },
    });
    expect(reply.status, reply.body.toString()).toBe(200);
    expect(seenBy(site, 'bedrock').at(-1)?.body.toString()).toBe(body);
  });
});
