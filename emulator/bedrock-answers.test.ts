import {
  BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type Message,
} from '@aws-sdk/client-bedrock-runtime';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cachePoint, textFormat } from './bedrock/converse/samples.ts';
import { type BedrockEmulator, startBedrockEmulator } from './bedrock/start-bedrock-emulator.ts';

const key = 'ABSKemulated';
const nova = 'amazon.nova-lite-v1:0';
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const thinking = { thinking: { type: 'enabled', budget_tokens: 1024 } };
let emulator: BedrockEmulator;
let client: BedrockRuntimeClient;

beforeAll(async () => {
  emulator = await startBedrockEmulator({ apiKeys: [{ key }] });
  client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    maxAttempts: 1,
    token: { token: key },
    authSchemePreference: ['httpBearerAuth'],
  });
});

afterEach(() => emulator.reset());

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

const say = (text: string): Message => ({ role: 'user', content: [{ text }] });
const tool = (name: string, properties: object) => ({
  toolSpec: { name, inputSchema: { json: { type: 'object', properties: { ...properties } } } },
});
const tools = [tool('lookup', { city: { type: 'string' } }), tool('refresh', {})];

const inputs: Record<string, ConverseCommandInput> = {
  'a text': { modelId: nova, messages: [say('hello')] },
  'calls of tools': { modelId: claude, messages: [say('hello')], toolConfig: { tools } },
  thinking: {
    modelId: claude,
    messages: [say('hello')],
    inferenceConfig: { maxTokens: 2048 },
    additionalModelRequestFields: thinking,
  },
  'thinking that is hidden': {
    modelId: claude,
    messages: [say('REDACT_THINKING')],
    inferenceConfig: { maxTokens: 2048 },
    additionalModelRequestFields: thinking,
  },
  'reasoning without a signature': { modelId: 'openai.gpt-oss-120b-1:0', messages: [say('hello')] },
  'a prompt that is cached': {
    modelId: claude,
    messages: [
      { role: 'user', content: [{ text: 'long' }, { cachePoint: { type: 'default', ttl: '1h' } }] },
    ],
  },
  'an intervention': {
    modelId: nova,
    messages: [say('PLEASE_REFUSE')],
    guardrailConfig: { guardrailIdentifier: 'g1', guardrailVersion: '1', trace: 'enabled' },
  },
  'fields of the model': {
    modelId: claude,
    messages: [say('stop here please')],
    inferenceConfig: { stopSequences: ['here'] },
    additionalModelResponseFieldPaths: ['/stop_sequence', '/delta/stop_sequence'],
    serviceTier: { type: 'flex' },
    performanceConfig: { latency: 'optimized' },
  },
};

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

/** The bytes that the client was sent, seen beside it. */
async function rawAnswer(operation: string, { modelId, ...body }: ConverseCommandInput) {
  const path = `/model/${encodeURIComponent(String(modelId))}/${operation}`;
  const response = await fetch(`${emulator.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  return Buffer.from(await response.arrayBuffer());
}

function readFrames(bytes: Buffer): object[] {
  const events: object[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + bytes.readUInt32BE(at);
    const { headers, body } = codec.decode(bytes.subarray(at, end));
    const { p, ...payload } = JSON.parse(Buffer.from(body).toString('utf8'));
    expect(p).toMatch(/^[a-zA-Z0-9]+$/);
    events.push({ [String(headers[':event-type']?.value)]: payload });
    at = end;
  }
  return events;
}

// Ids, signatures and hidden thoughts are new each time; bytes become what they are in JSON.
function comparable(value: unknown): unknown {
  const text = JSON.stringify(value, (name, member) => {
    if (['toolUseId', 'signature'].includes(name)) return 'new';
    return name === 'redactedContent' ? 'bytes' : member;
  });
  return JSON.parse(text);
}

describe.each(Object.entries(inputs))('%s', (_, input) => {
  test('is read by the official client without loss, in one piece', async () => {
    await rawAnswer('converse', input);
    const raw = JSON.parse((await rawAnswer('converse', input)).toString('utf8'));
    const { $metadata, ...read } = await client.send(new ConverseCommand(input));
    expect($metadata.httpStatusCode).toBe(200);
    expect(comparable(read)).toEqual(comparable(raw));
  });

  test('and as a stream', async () => {
    await rawAnswer('converse-stream', input);
    const raw = readFrames(await rawAnswer('converse-stream', input));
    const { stream } = await client.send(new ConverseStreamCommand(input));
    const read: unknown[] = [];
    for await (const event of stream ?? []) read.push(event);
    expect(comparable(read)).toEqual(comparable(raw));
    expect(Object.keys(raw.at(-1) ?? {})).toEqual(['metadata']);
    expect(Object.keys(raw.at(-2) ?? {})).toEqual(['messageStop']);
  });
});

test('thinking and the calls after it are taken back as they were given, and changed ones are not', async () => {
  const ask = {
    modelId: claude,
    inferenceConfig: { maxTokens: 2048 },
    additionalModelRequestFields: thinking,
    toolConfig: { tools },
  };
  const { output } = await client.send(new ConverseCommand({ ...ask, messages: [say('hello')] }));
  const given: ContentBlock[] = output?.message?.content ?? [];
  expect(given[0]?.reasoningContent?.reasoningText?.signature).toBeDefined();
  const results = given.flatMap(({ toolUse }): ContentBlock[] =>
    toolUse === undefined
      ? []
      : [{ toolResult: { toolUseId: toolUse.toolUseId, content: [{ json: { ok: true } }] } }],
  );
  expect(results).toHaveLength(2);
  const goOn = (content: ContentBlock[]) => {
    const said: Message[] = [say('hello'), { role: 'assistant', content }];
    const messages: Message[] = [...said, { role: 'user', content: results }];
    return client.send(new ConverseCommand({ ...ask, messages }));
  };
  expect((await goOn(given)).stopReason).toBe('end_turn');
  const signature = given[0]?.reasoningContent?.reasoningText?.signature;
  const changed = { reasoningContent: { reasoningText: { text: 'else', signature } } };
  await expect(goOn([changed, ...given.slice(1)])).rejects.toThrow(/signature/);
  await expect(goOn(given.slice(1))).rejects.toThrow(/thinking/);
});

test.each([nova, claude])('a marked prompt is written once, then read: %s', async (modelId) => {
  const system = [{ text: `You are ${modelId}. ${'Be brief. '.repeat(20)}` }, cachePoint];
  const ask = (text: string) =>
    client.send(new ConverseCommand({ modelId, system: [...system], messages: [say(text)] }));
  const { usage: first } = await ask('one');
  const { usage: second } = await ask('two');
  expect(first?.cacheWriteInputTokens).toBeGreaterThan(0);
  expect(first?.cacheReadInputTokens).toBe(0);
  expect(second?.cacheReadInputTokens).toBe(first?.cacheWriteInputTokens);
  expect(second?.cacheWriteInputTokens).toBe(0);
  const { inputTokens = 0, outputTokens = 0, totalTokens } = second ?? {};
  expect(totalTokens).toBe(inputTokens + outputTokens + (second?.cacheReadInputTokens ?? 0));
});

test.each([
  ['PLEASE_REFUSE', 'guardrail_intervened'],
  ['PLEASE_FILTER', 'content_filtered'],
  ['PLEASE_OVERFLOW', 'model_context_window_exceeded'],
  ['PLEASE_MALFORM', 'malformed_model_output'],
  ['PLEASE_MALFORM_TOOL', 'malformed_tool_use'],
])('%s ends the answer with %s', async (text, stopReason) => {
  for (const modelId of [nova, claude]) {
    const answer = await client.send(new ConverseCommand({ modelId, messages: [say(text)] }));
    expect(answer.stopReason).toBe(stopReason);
  }
});

test.each([nova, claude])('limits end the answer: %s', async (modelId) => {
  const ask = (inferenceConfig: object) =>
    client.send(new ConverseCommand({ modelId, messages: [say('a b c d e')], inferenceConfig }));
  const cut = await ask({ maxTokens: 2 });
  expect(cut).toMatchObject({ stopReason: 'max_tokens', usage: { outputTokens: 2 } });
  const stopped = await ask({ stopSequences: [' c'] });
  expect(stopped.stopReason).toBe('stop_sequence');
  expect(stopped.output?.message?.content?.[0]?.text).toMatch(/a b$/);
});

test.each(['openai.gpt-oss-120b-1:0', claude])('a format is kept: %s', async (modelId) => {
  const outputConfig = { textFormat: { ...textFormat, type: 'json_schema' as const } };
  const { output } = await client.send(
    new ConverseCommand({ modelId, messages: [say('hello')], outputConfig }),
  );
  expect(JSON.parse(output?.message?.content?.at(-1)?.text ?? '')).toEqual({});
});

test('a tool without arguments is called with nothing said, and one of Mistral has a short id', async () => {
  const toolConfig = { tools: [tool('refresh', {})] };
  const modelId = 'mistral.mistral-large-2402-v1:0';
  const raw = readFrames(
    await rawAnswer('converse-stream', { modelId, messages: [say('hello')], toolConfig }),
  );
  expect(JSON.stringify(raw[1])).toMatch(/"toolUseId":"[A-Za-z0-9]{9}"/);
  expect(raw[2]).toEqual({
    contentBlockDelta: { contentBlockIndex: 0, delta: { toolUse: { input: '' } } },
  });
});
