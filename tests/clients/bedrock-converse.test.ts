import {
  type BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  type ToolResultContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { trailOf } from './audit-trail.ts';
import { bedrockClient, collect, transports } from './bedrock-site.ts';
import { lastBody, providerModels, resetProviders, seenBy } from './provider-models.ts';

const hello = { messages: [{ role: 'user' as const, content: [{ text: 'Hello, 世界 👋🏽!' }] }] };
const weather = {
  toolSpec: {
    name: 'get_weather',
    description: 'Tells the weather.',
    inputSchema: {
      json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
};
const clock = {
  toolSpec: { name: 'get_time', inputSchema: { json: { type: 'object', properties: {} } } },
};
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

describe.each(Object.entries(transports))('AWS client over %s', (version, transport) => {
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

  /** Headers of the last answer, which the client itself does not show. */
  let headers: Readonly<Record<string, string>> = {};
  const converse = async (input: ConverseCommandInput): Promise<ConverseCommandOutput> => {
    const command = new ConverseCommand(input);
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        headers = headersOf(result.response);
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    return client.send(command);
  };

  describe.each(providerModels)('Converse on $model of $provider', ({ provider, model, echo }) => {
    test('an answer, with what the headers and the log say of it', async () => {
      const answer = await converse({ modelId: model, ...hello, system: [{ text: 'Be kind.' }] });
      expect(answer.output?.message).toEqual({
        role: 'assistant',
        content: [{ text: `${echo}Hello, 世界 👋🏽!` }],
      });
      expect(answer.stopReason).toBe('end_turn');
      const { inputTokens = 0, outputTokens = 0, totalTokens } = answer.usage ?? {};
      expect(inputTokens).toBeGreaterThan(0);
      expect(totalTokens).toBe(inputTokens + outputTokens);
      expect(answer.$metadata.requestId).toBeTruthy();
      expect(headers['x-monago-provider']).toBe(provider);
      expect(headers['x-monago-credential-source']).toBe('tenant');
      expect(Number(headers['x-monago-cost-usd'])).toBeGreaterThan(0);
      const { intent, outcome } = await trailOf(site, headers['x-monago-audit-id'] ?? null);
      expect(intent).toMatchObject({ api: 'bedrock.converse', provider, model_requested: model });
      expect(outcome).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
    });

    test('a stream tells the same', async () => {
      const command = new ConverseStreamCommand({ modelId: model, ...hello });
      const { stream } = await client.send(command);
      const events = await collect(stream);
      expect(textIn(events)).toBe(`${echo}Hello, 世界 👋🏽!`);
      expect(events[0]?.messageStart?.role).toBe('assistant');
      const stop = events.findIndex(({ messageStop }) => messageStop !== undefined);
      const usage = events.findIndex(({ metadata }) => metadata !== undefined);
      expect(events[stop]?.messageStop?.stopReason).toBe('end_turn');
      expect(usage).toBeGreaterThan(stop);
      expect(events[usage]?.metadata?.usage?.outputTokens).toBeGreaterThan(0);
    });

    test('tools, and their results back', async () => {
      const toolConfig = { tools: [weather, clock] };
      const question = { role: 'user' as const, content: [{ text: 'Weather and time?' }] };
      const asked = await converse({ modelId: model, messages: [question], toolConfig });
      expect(asked.stopReason).toBe('tool_use');
      const said = asked.output?.message?.content ?? [];
      const calls = said.flatMap((block) => (block.toolUse === undefined ? [] : [block.toolUse]));
      expect(calls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
      expect(calls[0]?.input).toHaveProperty('city');
      const results: ContentBlock[] = calls.map(({ toolUseId }, at) => {
        const content: ToolResultContentBlock[] = [{ text: `result ${at}` }];
        return { toolResult: { toolUseId, content } };
      });
      const answered = await converse({
        modelId: model,
        toolConfig,
        messages: [
          question,
          { role: 'assistant', content: said },
          { role: 'user', content: results },
        ],
      });
      expect(answered.stopReason).toBe('end_turn');
      expect(JSON.stringify(answered.output)).toContain('result 1');
    });

    test('gotcha 1: streamed calls of tools keep apart', async () => {
      const { stream } = await client.send(
        new ConverseStreamCommand({
          modelId: model,
          messages: [{ role: 'user', content: [{ text: 'Weather and time?' }] }],
          toolConfig: { tools: [weather, clock] },
        }),
      );
      const calls = callsIn(await collect(stream));
      expect(calls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
      expect(JSON.parse(calls[0]?.input ?? '')).toHaveProperty('city');
      expect(JSON.parse(calls[1]?.input || '{}')).toEqual({});
    });

    test('a picture and a document', async () => {
      const bytes = Buffer.from(pixel, 'base64');
      const answer = await converse({
        modelId: model,
        messages: [
          {
            role: 'user',
            content: [
              { text: 'What are these?' },
              { image: { format: 'png', source: { bytes } } },
              { document: { format: 'pdf', name: 'Report', source: { bytes: Buffer.from(pdf) } } },
            ],
          },
        ],
      });
      expect(answer.stopReason).toBe('end_turn');
      const sent = JSON.stringify(lastBody(site, provider));
      expect(sent).toContain(pixel);
      expect(sent).toContain(Buffer.from(pdf).toString('base64'));
    });
  });

  test('the body of a model at Bedrock is forwarded byte for byte, and signed anew', async () => {
    const body =
      '{ "messages":[{"role":"user","content":[{"text":"\\u00e9"}]}],\n"inferenceConfig":{"temperature":1.0}}';
    const reply = await site.post('/model/amazon.nova-pro-v1%3A0/converse', body);
    expect(reply.status, reply.body.toString()).toBe(200);
    const seen = seenBy(site, 'bedrock').at(-1);
    expect(seen?.body.toString()).toBe(body);
    expect(seen?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
    expect(JSON.stringify(seen?.rawHeaders)).not.toContain(site.token);
  });

  test('gotcha 9: reasoning and its signature come back as they went', async () => {
    const thinking = { type: 'enabled', budget_tokens: 1_024 };
    for (const [provider, modelId] of [
      ['bedrock', claude],
      ['anthropic', 'claude-sonnet-4-5'],
    ] as const) {
      const input = {
        modelId,
        inferenceConfig: { maxTokens: 4_096 },
        additionalModelRequestFields: { thinking },
        toolConfig: { tools: [weather] },
      };
      const question = { role: 'user' as const, content: [{ text: 'Weather?' }] };
      const asked = await converse({ ...input, messages: [question] });
      const said = asked.output?.message?.content ?? [];
      const thought = said[0]?.reasoningContent?.reasoningText;
      expect(thought).toMatchObject({ signature: expect.any(String) });
      const call = said.find((block) => block.toolUse !== undefined)?.toolUse;
      const result = { toolUseId: call?.toolUseId, content: [{ text: 'sunny' }] };
      const answered = await converse({
        ...input,
        messages: [
          question,
          { role: 'assistant', content: said },
          { role: 'user', content: [{ toolResult: result }] },
        ],
      });
      expect(answered.stopReason).toBe('end_turn');
      expect(JSON.stringify(lastBody(site, provider).messages[1])).toContain(thought?.signature);
    }
  });

  test(`speaks ${version}`, () => {
    expect(client.config.requestHandler.metadata?.handlerProtocol).toBe(
      version === 'HTTP/2' ? 'h2' : 'http/1.1',
    );
  });
});

function headersOf(response: unknown): Readonly<Record<string, string>> {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return {};
  return Object.fromEntries(
    Object.entries(Object(response.headers)).map(([name, value]) => [name, String(value)]),
  );
}

function textIn(events: readonly ConverseStreamOutput[]): string {
  return events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('');
}

function callsIn(events: readonly ConverseStreamOutput[]) {
  return events.flatMap(({ contentBlockStart: start }) => {
    const { toolUse } = start?.start ?? {};
    if (toolUse === undefined) return [];
    const input = events
      .filter((event) => event.contentBlockDelta?.contentBlockIndex === start?.contentBlockIndex)
      .map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? '')
      .join('');
    return [{ name: toolUse.name, input }];
  });
}

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const pdf = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n';
