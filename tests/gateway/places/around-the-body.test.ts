import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway-site.ts';
import { PoliciesOfTest } from '../with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: policies.in,
  });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.clear();
  for (const provider of [site.emulator, site.control.anthropic, site.control.bedrock])
    provider.reset();
});

const nik = '3171234506780001';
const deny = 'name: no-pii\nwhen: pii.total > 0\neffect: deny';
const hide = 'name: hide\neffect: {tokenise: {types: ["*"]}}';
const chat = (headers: Record<string, string>) => site.chat({}, { headers });
const converse = (model: string, headers = {}) =>
  site.post(
    `/model/${encodeURIComponent(model)}/converse`,
    JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'a' }] }] }),
    { headers },
  );
const reasonOf = ({ headers }: { headers: NodeJS.Dict<string | string[]> }) =>
  headers['x-monago-block-reason'];

describe('an identifier in a header that the provider would see', () => {
  const names = [
    'user-agent',
    'accept',
    'idempotency-key',
    'x-client-request-id',
    'x-stainless-lang',
    'openai-beta',
  ];

  test.each(names)('is found: %s', async (name) => {
    policies.set(deny);
    expect(reasonOf(await chat({ [name]: `NIK ${nik}` }))).toBe('PII detected: NIK');
    expect(site.emulator.requests).toEqual([]);
  });

  test.each(names)('stays here where it is to be hidden: %s', async (name) => {
    policies.set(hide);
    const reply = await chat({ [name]: `NIK ${nik}`, 'x-stainless-os': 'Linux' });
    expect(reply.status).toBe(200);
    const [request] = site.emulator.requests;
    expect(JSON.stringify(request?.headers)).not.toContain(nik);
    expect(request?.headers).toMatchObject({ 'x-stainless-os': 'Linux' });
  });

  test('is found for Bedrock, and for Claude there', async () => {
    policies.set(deny);
    const header = { 'x-amzn-bedrock-note': `NIK ${nik}` };
    expect(reasonOf(await converse('amazon.nova-pro-v1:0', header))).toBe('PII detected: NIK');
    policies.set(hide);
    await site.post(
      '/v1/messages',
      JSON.stringify({
        model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        max_tokens: 9,
        messages: [{ role: 'user', content: 'a' }],
      }),
      { headers: { 'anthropic-beta': `NIK ${nik}` } },
    );
    expect(site.control.bedrock.requests.map(({ body }) => body.toString())).toEqual([
      expect.not.stringContaining(nik),
    ]);
  });

  test('is found beside a form, and so is one in its query', async () => {
    policies.set(deny);
    const lines = ['content-disposition: form-data; name="model"', '', 'whisper-1'];
    const form = ['--x', ...lines, '--x--', ''].join('\r\n');
    const type = { 'content-type': 'multipart/form-data; boundary=x' };
    const path = '/v1/audio/transcriptions';
    const inQuery = await site.post(`${path}?note=NIK%20${nik}`, form, { headers: type });
    expect(reasonOf(inQuery)).toBe('PII detected: NIK');
    const headers = { ...type, 'openai-beta': `NIK ${nik}` };
    expect(reasonOf(await site.post(path, form, { headers }))).toBe('PII detected: NIK');
  });
});

test.each([
  { 'user-agent': 'OpenAI/Python 1.99.2', 'x-stainless-runtime-version': '3.12.11' },
  {
    'user-agent':
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  },
  {
    'user-agent':
      'aws-sdk-js/3.901.0 ua/2.1 os/linux#6.1.0-28-amd64 lang/js md/nodejs#20.20.2 api/bedrock-runtime#3.901.0 m/E,n',
  },
  { 'idempotency-key': 'stainless-node-retry-67761287-2447-4336-a3b6-126257d3673b' },
  { 'x-client-request-id': '03610098-1628-4926-b459-4f587994f35c', 'x-stainless-timeout': '600' },
  { 'openai-beta': 'responses=v1', accept: 'application/json, text/event-stream' },
])('what clients say by themselves is nobody’s data: %j', async (headers) => {
  policies.set(deny);
  expect((await chat(headers)).headers['x-monago-policy-decision']).toBe('allowed');
});

test('an identifier in the name of a model is found, in a path too', async () => {
  policies.set(deny);
  expect(reasonOf(await converse(`amazon.nova-${nik}`))).toBe('PII detected: NIK');
  const invoke = await site.post(`/model/${nik}/invoke`, '{"inputText":"a"}');
  expect(reasonOf(invoke)).toBe('PII detected: NIK');
  expect(site.control.bedrock.requests).toEqual([]);
});
