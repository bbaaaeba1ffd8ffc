import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assistant,
  cachePoint,
  call,
  hello,
  png,
  result,
  spec,
  textFormat,
  toolConfig,
  user,
} from './bedrock/converse/samples.ts';
import { type RawBedrock, startRawBedrock } from './bedrock/raw-bedrock.ts';

const nova = 'amazon.nova-lite-v1:0';
const llama = 'meta.llama3-3-70b-instruct-v1:0';
const mistral = 'mistral.mistral-large-2402-v1:0';
const newest = 'global.anthropic.claude-opus-5-5';
const forced = { ...hello, toolConfig: { ...toolConfig, toolChoice: { any: {} } } };
const answered = (id: string, ...more: object[]) => ({
  toolConfig,
  messages: [user({ text: 'a' }), assistant(call(id)), user(result(id), ...more)],
});
let bedrock: RawBedrock;

beforeAll(async () => {
  bedrock = await startRawBedrock();
});

afterAll(() => bedrock.emulator.stop());

type Refusal = { model: string; body: object; status?: number; message: RegExp };

const refusals: Record<string, Refusal> = {
  'tools while streaming': {
    model: llama,
    body: { ...hello, toolConfig },
    message: /tool use in streaming mode/,
  },
  'a forced tool': { model: llama, body: forced, message: /toolConfig\.toolChoice\.any/ },
  'a text beside a result': {
    model: mistral,
    body: answered('abcdefgh1', { text: 'b' }),
    message: /cannot be provided in the same turn/,
  },
  'a long id of a tool call': {
    model: mistral,
    body: answered('tooluse_1'),
    message: /9 characters/,
  },
  'a cache point': {
    model: llama,
    body: { ...hello, system: [{ text: 'a' }, cachePoint] },
    status: 403,
    message: /did not allow prompt caching/,
  },
  'a cache point among the tools': {
    model: nova,
    body: { ...hello, toolConfig: { tools: [spec('a'), cachePoint] } },
    message: /#\/toolConfig\/tools\/1: extraneous key \[cachePoint\]/,
  },
  'a format': {
    model: nova,
    body: { ...hello, outputConfig: { textFormat } },
    message: /outputConfig\.textFormat/,
  },
  'an image': {
    model: llama,
    body: { messages: [user({ image: { format: 'png', source: { bytes: png } } })] },
    message: /image/,
  },
  'a system message between the turns': {
    model: nova,
    body: { messages: [...hello.messages, { role: 'system', content: [{ text: 'a' }] }] },
    message: /user, assistant/,
  },
  'a forced tool, on the newest': {
    model: newest,
    body: forced,
    message: /model returned the following errors/,
  },
  'a temperature, on the newest': {
    model: newest,
    body: { ...hello, inferenceConfig: { temperature: 0.5 } },
    message: /temperature/,
  },
  'a prefill, on the newest': {
    model: newest,
    body: { messages: [...hello.messages, assistant({ text: 'Sure' })] },
    message: /model returned the following errors/,
  },
};

test.each(Object.entries(refusals))('%s is refused', async (_, refusal) => {
  const { model, body, status = 400, message } = refusal;
  const answer = await bedrock.post(`/model/${model}/converse-stream`, body);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text).message).toMatch(message);
});

test('the profiles that span regions are listed, and each can be invoked', async () => {
  const { text } = await bedrock.get('/inference-profiles?type=SYSTEM_DEFINED');
  const { inferenceProfileSummaries: list } = JSON.parse(text);
  const ids: string[] = list.map((profile: { inferenceProfileId: string }) => {
    return profile.inferenceProfileId;
  });
  expect(ids).toContain(newest);
  for (const id of ids) {
    expect(await bedrock.post(`/model/${id}/converse`, hello)).toMatchObject({ status: 200 });
  }
});

test('a path that no operation has, and an id that is none, are refused', async () => {
  const status = async (path: string) => (await bedrock.post(`/model/${path}`, hello)).status;
  expect(await status(`${nova}/stop`)).toBe(404);
  expect(await status('..%2ffoundation-models/converse')).toBe(400);
  expect(await status('%E0%A4%A/converse')).toBe(400);
});

test('a request can ask for its own fault, by a header or by the name of its model', async () => {
  const named = await bedrock.post(`/model/${nova}-fault-throttled/converse`, hello);
  expect(named).toMatchObject({ status: 429, type: 'ThrottlingException' });
  expect(named.headers.has('retry-after')).toBe(false);
  const fault = { 'x-emulator-fault': '503' };
  const asked = await bedrock.post(`/model/${nova}/converse`, hello, fault);
  expect(asked).toMatchObject({ status: 503, type: 'ServiceUnavailableException' });
  const slow = await bedrock.post(`/model/${nova}-fault-split/converse`, hello);
  expect(slow).toMatchObject({ status: 200 });
});
