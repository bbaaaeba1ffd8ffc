import {
  AccessDeniedException,
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  type ContentBlockDelta,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ModelStreamErrorException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BedrockEmulator, startBedrockEmulator } from './bedrock/start-bedrock-emulator.ts';

const user = {
  accessKeyId: 'AKIAEXAMPLEUSER00001',
  secretAccessKey: 'uSer/Secret+Access0Key1WithForty2Chars34',
};
const session = {
  accessKeyId: 'ASIAEXAMPLESESSION01',
  secretAccessKey: 'sEssion/Secret+Access0Key1WithForty2Char',
  sessionToken: `IQoJb3JpZ2luX2VjE${'Zx9/Kq+7'.repeat(40)}==`,
};
const outsider = { ...user, accessKeyId: 'AKIAEXAMPLEUSER00002' };
const apiKey = `ABSK${'QmVkcm9ja0FQSUtleS1leGFtcGxl'.repeat(3)}==`;
const nova = 'amazon.nova-lite-v1:0';
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const applicationProfile =
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/k3qvq2xd81ab';
const clients: BedrockRuntimeClient[] = [];
let emulator: BedrockEmulator;

beforeAll(async () => {
  emulator = await startBedrockEmulator({
    accessKeys: [user, session, { ...outsider, permissions: 'none' }],
    apiKeys: [{ key: apiKey }],
    applicationProfiles: { k3qvq2xd81ab: nova },
  });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  emulator.reset();
});

afterAll(() => emulator.stop());

function clientWith(config: BedrockRuntimeClientConfig): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    maxAttempts: 1,
    ...config,
  });
  clients.push(client);
  return client;
}

const hello = { messages: [{ role: 'user' as const, content: [{ text: 'hello' }] }] };

function converse(config: BedrockRuntimeClientConfig, modelId = nova) {
  return clientWith(config).send(new ConverseCommand({ modelId, ...hello }));
}

async function collect<Event>(stream: AsyncIterable<Event> | undefined): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

const lookup = {
  toolSpec: {
    name: 'lookup',
    inputSchema: {
      json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
};

describe("AWS's own client", () => {
  test.each([
    ['an access key', { credentials: user }],
    ['a temporary access key', { credentials: session }],
    ['an API key', { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }],
  ])('is answered with %s', async (_, config) => {
    const answer = await converse(config);
    expect(answer.output?.message?.content).toEqual([{ text: 'Echo: hello' }]);
    expect(answer.stopReason).toBe('end_turn');
    expect(emulator.requests[0]?.rawHeaders).toContain(':path');
  });

  test('finds an API key in the environment', async () => {
    process.env['AWS_BEARER_TOKEN_BEDROCK'] = apiKey;
    try {
      expect((await converse({})).stopReason).toBe('end_turn');
    } finally {
      delete process.env['AWS_BEARER_TOKEN_BEDROCK'];
    }
    expect(emulator.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  test.each([
    'us.amazon.nova-lite-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0',
    'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
    applicationProfile,
  ])('may name a model as %s', async (modelId) => {
    expect((await converse({ credentials: user }, modelId)).stopReason).toBe('end_turn');
  });

  test('recognises the refusals', async () => {
    const wrong = { ...user, secretAccessKey: 'x'.repeat(40) };
    await expect(converse({ credentials: wrong })).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    await expect(converse({ credentials: user, region: 'eu-west-1' })).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('region'),
    });
    await expect(converse({ credentials: outsider })).rejects.toBeInstanceOf(AccessDeniedException);
    await expect(converse({ credentials: user }, 'no-such-model')).rejects.toBeInstanceOf(
      ValidationException,
    );
    await expect(converse({ credentials: user }, 'anthropic.claude-v2')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(
      converse({ credentials: user }, 'anthropic.claude-sonnet-4-5-20250929-v1:0'),
    ).rejects.toMatchObject({ message: expect.stringContaining('inference profile') });
  });
});

describe.each([
  ['HTTP/2', () => ({})],
  ['HTTP/1.1', () => ({ requestHandler: new NodeHttpHandler() })],
])('over %s', (_, transport) => {
  const client = () => clientWith({ credentials: user, ...transport() });

  test.each([nova, claude])('Converse and ConverseStream tell the same: %s', async (modelId) => {
    const input: ConverseCommandInput = {
      modelId,
      ...hello,
      system: [{ text: 'Be brief.' }],
      toolConfig: { tools: [lookup] },
      performanceConfig: { latency: 'standard' },
    };
    const whole = await client().send(new ConverseCommand(input));
    const { stream } = await client().send(new ConverseStreamCommand(input));
    const told = assemble(await collect(stream));
    expect(whole.stopReason).toBe('tool_use');
    expect(told.stopReason).toBe('tool_use');
    expect(told.content).toEqual(whole.output?.message?.content?.map(withoutId));
    expect(told.usage).toMatchObject({ outputTokens: whole.usage?.outputTokens });
    expect(whole.performanceConfig).toEqual({ latency: 'standard' });
    expect(whole.metrics?.latencyMs).toBeGreaterThan(0);
  });

  test('InvokeModel speaks the dialect of the model', async () => {
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 64,
      messages: [{ role: 'user', content: 'hello' }],
    };
    const command = {
      modelId: claude,
      body: JSON.stringify(body),
      contentType: 'application/json',
    };
    const { body: bytes } = await client().send(new InvokeModelCommand(command));
    const message = JSON.parse(Buffer.from(bytes).toString('utf8'));
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
    expect(message.id).toMatch(/^msg_bdrk_/);
    const streamed = await client().send(new InvokeModelWithResponseStreamCommand(command));
    const events = (await collect(streamed.body)).map(({ chunk }) =>
      JSON.parse(Buffer.from(chunk?.bytes ?? '').toString('utf8')),
    );
    expect(streamed.contentType).toBe('application/json');
    expect(events[0].type).toBe('message_start');
    expect(events.at(-1)).toMatchObject({
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': { inputTokenCount: message.usage.input_tokens },
    });
    const text = events.map(({ delta }) => delta?.text ?? '').join('');
    expect(text).toBe(message.content[0].text);
  });

  test('CountTokens counts what Converse and InvokeModel then bill', async () => {
    const counted = await client().send(
      new CountTokensCommand({ modelId: claude, input: { converse: hello } }),
    );
    const { usage } = await client().send(new ConverseCommand({ modelId: claude, ...hello }));
    expect(counted.inputTokens).toBe(usage?.inputTokens);
    const body = Buffer.from(
      JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 64,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }],
      }),
    );
    const native = await client().send(
      new CountTokensCommand({ modelId: claude, input: { invokeModel: { body } } }),
    );
    expect(native.inputTokens).toBe(usage?.inputTokens);
  });

  test('a stream that fails midway throws the exception of its last frame', async () => {
    const send = async () => {
      const { stream } = await client().send(
        new ConverseStreamCommand({ modelId: nova, ...hello }),
      );
      return collect(stream);
    };
    emulator.script({ errorEvent: true });
    await expect(send()).rejects.toBeInstanceOf(ModelStreamErrorException);
    emulator.script({ errorEvent: true, failure: { midStream: 'throttlingException' } });
    await expect(send()).rejects.toMatchObject({ name: 'ThrottlingException' });
    emulator.script({ failure: 'wrong-checksum' });
    await expect(send()).rejects.toThrow(/checksum/);
    emulator.script({ truncate: 'inside-event' });
    await expect(send()).rejects.toThrow();
    emulator.script({ reset: 'mid-stream' });
    await expect(send()).rejects.toThrow();
  });
});

test.each([
  ['throttled', 429, 'ThrottlingException'],
  ['quota-exceeded', 400, 'ServiceQuotaExceededException'],
  ['server-error', 500, 'InternalServerException'],
  ['service-unavailable', 503, 'ServiceUnavailableException'],
  ['model-timeout', 408, 'ModelTimeoutException'],
  ['model-error', 424, 'ModelErrorException'],
  ['model-not-ready', 429, 'ModelNotReadyException'],
  ['not-found', 404, 'ResourceNotFoundException'],
  ['access-denied', 403, 'AccessDeniedException'],
  ['too-long', 400, 'ValidationException'],
] as const)('the failure %s arrives as %i %s', async (failure, status, name) => {
  emulator.script({ failure });
  await expect(converse({ credentials: user })).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: status },
  });
});

function withoutId(block: object): object {
  const { toolUse } = { toolUse: undefined, ...block };
  return toolUse === undefined ? block : { toolUse: { ...Object(toolUse), toolUseId: '' } };
}

/** What a client makes of the events; ids differ from call to call. */
function assemble(events: ConverseStreamOutput[]) {
  const content: object[] = [];
  for (const { contentBlockStart: start, contentBlockStop: stop } of events) {
    if (start !== undefined) content.push({ toolUse: start.start?.toolUse });
    const at = stop?.contentBlockIndex;
    if (at !== undefined) content[at] = wholeBlock(content[at], deltasOf(events, at));
  }
  const stopReason = events.find(({ messageStop }) => messageStop)?.messageStop?.stopReason;
  return { content, stopReason, usage: events.at(-1)?.metadata?.usage };
}

function deltasOf(events: ConverseStreamOutput[], index: number) {
  return events.flatMap(({ contentBlockDelta: delta }) =>
    delta?.contentBlockIndex === index && delta.delta !== undefined ? [delta.delta] : [],
  );
}

function wholeBlock(start: object | undefined, deltas: ContentBlockDelta[]): object {
  if (start === undefined) return { text: deltas.map(({ text }) => text ?? '').join('') };
  const json = deltas.map(({ toolUse }) => toolUse?.input ?? '').join('');
  const { toolUse } = { toolUse: {}, ...start };
  return withoutId({ toolUse: { ...toolUse, input: JSON.parse(json) } });
}
