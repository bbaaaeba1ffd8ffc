import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RawBedrock, startRawBedrock } from './bedrock/raw-bedrock.ts';

const claude = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const titan = 'amazon.titan-embed-text-v2:0';
const body = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 32,
  messages: [{ role: 'user', content: 'hello' }],
};
let bedrock: RawBedrock;

beforeAll(async () => {
  bedrock = await startRawBedrock();
});

afterAll(() => bedrock.emulator.stop());

const billing = { type: 'text', text: 'x-anthropic-billing-header: cc_version=2; cch=00000;' };

test.each<[string, object, RegExp]>([
  ['a model in the body', { model: 'claude' }, /extraneous key \[model\]/],
  ['a wish for a stream in the body', { stream: true }, /extraneous key \[stream\]/],
  ['no version', { anthropic_version: undefined }, /required key \[anthropic_version\]/],
  ["Anthropic's own version", { anthropic_version: '2023-06-01' }, /version/],
  ['no limit', { max_tokens: undefined }, /required key \[max_tokens\]/],
  ['an unknown beta', { anthropic_beta: ['mcp-servers-2025-12-04'] }, /^invalid beta flag$/],
  ['an empty text', { messages: [{ role: 'user', content: '' }] }, /non-empty/],
  ['a reserved word', { system: [billing] }, /reserved keyword/],
  ['a member that no one knows', { seed: 1 }, /seed: Extra inputs are not permitted/],
])('Claude refuses %s', async (_, changes, message) => {
  for (const operation of ['invoke', 'invoke-with-response-stream']) {
    const answer = await bedrock.post(`/model/${claude}/${operation}`, { ...body, ...changes });
    expect(answer).toMatchObject({ status: 400, type: 'ValidationException' });
    expect(JSON.parse(answer.text).message).toMatch(message);
  }
});

test('the line of Claude Code is taken as it is sent to Bedrock, without its attestation', async () => {
  const text = 'x-anthropic-billing-header: cc_version=2.1.197.a0c; cc_entrypoint=sdk-cli;';
  const system = [{ type: 'text', text }];
  expect(await bedrock.post(`/model/${claude}/invoke`, { ...body, system })).toMatchObject({
    status: 200,
  });
});

test('an unknown beta is refused in the header as well', async () => {
  const answer = await bedrock.post(`/model/${claude}/invoke`, body, {
    'anthropic-beta': 'claude-code-20250219,advanced-tool-use-2025-11-20',
  });
  expect(JSON.parse(answer.text)).toEqual({ message: 'invalid beta flag' });
});

test('each family speaks its own dialect', async () => {
  const invoke = async (model: string, request: object) => {
    return JSON.parse((await bedrock.post(`/model/${model}/invoke`, request)).text);
  };
  const nova = await invoke('amazon.nova-lite-v1:0', {
    schemaVersion: 'messages-v1',
    messages: [{ role: 'user', content: [{ text: 'hello' }] }],
    inferenceConfig: { max_new_tokens: 9 },
  });
  expect(nova).toMatchObject({
    stopReason: 'end_turn',
    output: { message: { content: [{ text: 'Echo: hello' }] } },
  });
  const llama = await invoke('meta.llama3-3-70b-instruct-v1:0', { prompt: 'hello' });
  expect(llama).toMatchObject({ generation: 'Echo: hello', stop_reason: 'stop' });
  const mistral = await invoke('mistral.mistral-large-2402-v1:0', { prompt: 'hi', max_tokens: 1 });
  expect(mistral.outputs[0].stop_reason).toBe('length');
  const { embedding } = await invoke(titan, { inputText: 'hello', dimensions: 256 });
  expect(embedding).toHaveLength(256);
  expect(Math.hypot(...embedding)).toBeCloseTo(1, 5);
  const path = `/model/${titan}/invoke-with-response-stream`;
  expect(await bedrock.post(path, { inputText: 'a' })).toMatchObject({ status: 400 });
});

test('the bill is in the headers', async () => {
  const { headers, text } = await bedrock.post(`/model/${claude}/invoke`, body, {
    'x-amzn-bedrock-service-tier': 'priority',
  });
  const { usage } = JSON.parse(text);
  expect(headers.get('x-amzn-bedrock-input-token-count')).toBe(String(usage.input_tokens));
  expect(headers.get('x-amzn-bedrock-output-token-count')).toBe(String(usage.output_tokens));
  expect(Number(headers.get('x-amzn-bedrock-invocation-latency'))).toBeGreaterThan(0);
  expect(headers.get('x-amzn-bedrock-service-tier')).toBe('priority');
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});
