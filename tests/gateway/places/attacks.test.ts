import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway-site.ts';
import { PoliciesOfTest } from '../with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({ providers: ['openai', 'anthropic'], ports: policies.in });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.clear();
  site.emulator.reset();
});

const nik = '3171234506780001';
const deny = 'name: no-nik\nwhen: pii.count("NIK") > 0\neffect: deny';
const post = (body: string, path = '/v1/chat/completions') => site.post(path, body);
const withMessage = (message: string) => `{"model":"gpt-4o-mini","messages":[${message}]}`;
const withContent = (content: string) => withMessage(`{"role":"user","content":${content}}`);
const withArguments = (text: string) =>
  withMessage(
    `{"role":"assistant","content":null,"tool_calls":[{"id":"call_a","type":"function","function":{"name":"f","arguments":${text}}}]}`,
  );
const deep = (inner: string, depth: number) =>
  `${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`;
const nested = (value: unknown, times: number): string =>
  times === 0 ? String(value) : JSON.stringify({ a: nested(value, times - 1) });

const attacks: readonly (readonly [title: string, body: string])[] = [
  ['escaped digits', withContent(`"NIK ${[...nik].map((digit) => `\\u003${digit}`).join('')}"`)],
  ['full-width digits', withContent(`"NIK ${[...nik].map((digit) => `\\uff1${digit}`).join('')}"`)],
  ['percent signs', withContent(`"NIK ${[...nik].map((digit) => `%3${digit}`).join('')}"`)],
  ['Base64', withContent(`"${Buffer.from(`Kartu NIK ${nik}`).toString('base64')}"`)],
  ['invisible characters', withContent(`"NIK 3171\\u200b2345\\u00ad0678\\u20600001"`)],
  ['JSON in JSON in JSON', withContent(JSON.stringify(nested(`NIK ${nik}`, 3)))],
  ['JSON in the arguments of a tool', withArguments(JSON.stringify(nested(`NIK ${nik}`, 3)))],
  ['arguments as an object', withArguments(`{"nik":{"value":"${nik}"}}`)],
  ['arguments as an object with a number', withArguments(`{"nik":${nik}}`)],
  ['a number with an exponent', withArguments('{"nik":3.171234506780001e15}')],
  ['a number with a fraction', withArguments('{"nik":3171234506780001.0}')],
  ['a number that a double rounds', withArguments('{"nik":9171014506780003}')],
  ['such a number with an exponent', withArguments('{"nik":9.171014506780003E+15}')],
  ['the name of a member', withArguments(`{"${nik}":1}`)],
  ['the name of a member of the body', `{"model":"gpt-4o-mini","${nik}":1,"messages":[]}`],
  ['the name of a member of a message', withMessage(`{"role":"user","content":"a","${nik}":1}`)],
  [
    'the name of a member of a schema',
    `{"model":"gpt-4o-mini","messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"${nik}":{}}}}}]}`,
  ],
  ['__proto__', withMessage(`{"role":"user","content":"a","__proto__":{"note":"NIK ${nik}"}}`)],
  ['the bottom of 60 levels', withArguments(deep(`"NIK ${nik}"`, 55))],
  [
    'the end of a long list',
    `{"model":"gpt-4o-mini","messages":[{"role":"user","content":"a"}],"stop":[${'"a",'.repeat(2_000)}"NIK ${nik}"]}`,
  ],
  ['a role that there is none of', withMessage(`{"role":"NIK ${nik}","content":"a"}`)],
  ['a role that is an object', withMessage(`{"role":{"a":"NIK ${nik}"},"content":"a"}`)],
  [
    'a kind of part that there is none of',
    withContent(`[{"type":"sculpture","shape":"NIK ${nik}"}]`),
  ],
  ['a kind that is no word', withContent(`[{"type":"NIK ${nik}","text":"a"}]`)],
  [
    'a text in a picture',
    withContent(
      `[{"type":"image_url","text":"NIK ${nik}","image_url":{"url":"https://w.example/a","detail":"NIK ${nik}"}}]`,
    ),
  ],
  ['an id', withMessage(`{"role":"tool","tool_call_id":"call_${nik}","content":"a"}`)],
  ['messages that are no list', `{"model":"gpt-4o-mini","messages":"NIK ${nik}"}`],
  ['a message that is a text', withMessage(`"NIK ${nik}"`)],
  ['content that is a number', withContent(nik)],
  [
    'what belongs in an answer',
    `{"model":"gpt-4o-mini","messages":[],"usage":"NIK ${nik}","choices":[{"note":"NIK ${nik}"}]}`,
  ],
  ['the user, as no text', `{"model":"gpt-4o-mini","messages":[],"user":{"nik":"${nik}"}}`],
  ['metadata that is a text', `{"model":"gpt-4o-mini","messages":[],"metadata":"NIK ${nik}"}`],
  [
    'the user in the metadata of a chat',
    `{"model":"gpt-4o-mini","messages":[],"metadata":{"user_id":"${nik}"}}`,
  ],
];

describe('an identifier is found', () => {
  test.each(attacks)('%s', async (_, body) => {
    policies.set(deny);
    const reply = await post(body);
    expect(reply.headers['x-monago-block-reason']).toMatch(/^PII detected: .*NIK/);
    expect(site.emulator.requests).toEqual([]);
  });

  test('in the query, which the provider gets to see', async () => {
    policies.set(deny);
    const reply = await post(withContent('"a"'), `/v1/chat/completions?note=NIK%20${nik}`);
    expect(reply.headers['x-monago-block-reason']).toBe('PII detected: NIK');
  });

  test('beside tokens', async () => {
    policies.set(deny);
    const body = `{"model":"text-embedding-3-small","input":[1,"NIK ${nik}"]}`;
    const reply = await post(body, '/v1/embeddings');
    expect(reply.headers['x-monago-block-reason']).toBe('PII detected: NIK');
  });

  test('where a signature should be', async () => {
    policies.set(deny);
    const part = `{"type":"thinking","thinking":"a","signature":"NIK ${nik}"}`;
    const body = `{"model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"assistant","content":[${part}]}]}`;
    const reply = await post(body, '/v1/messages');
    expect(reply.headers['x-monago-block-reason']).toBe('PII detected: NIK');
  });
});

describe('what is hidden', () => {
  test('is the whole of a number, however it was written, and all else stays as it was', async () => {
    policies.set('name: hide\neffect: {tokenise: {types: [NIK]}}');
    const numbers = '9171014506780003, 9.171014506780003E+15, 3171234506780001.0';
    await post(withArguments(`{"nik":[${numbers}], "n":  1.50}`));
    expect(site.emulator.requests[0]?.body.toString()).toBe(
      withArguments('{"nik":["<NIK_1>", "<NIK_1>", "<NIK_2>"], "n":  1.50}'),
    );
  });

  test('is what a model thought, where nothing proves that it did', async () => {
    policies.set('name: hide\neffect: {tokenise: {types: [NIK]}}');
    const part = `{"type":"thinking","thinking":"NIK ${nik}"}`;
    const body = `{"model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"assistant","content":[${part}]}]}`;
    site.control.anthropic.reset();
    await post(body, '/v1/messages');
    expect(site.control.anthropic.requests[0]?.body.toString()).toContain('NIK <NIK_1>');
  });
});

test('400 invalid_request for a name that occurs twice, at any depth', async () => {
  const twice = `{"nik":1,"nik":"${nik}"}`;
  const escaped = `{"nik":1,"ni\\u006b":"${nik}"}`;
  for (const inner of [twice, escaped]) {
    const reply = await post(withArguments(deep(inner, 20)));
    expect(JSON.parse(reply.body.toString()).error.code).toBe('invalid_request');
  }
});

test('a body as large as may be is judged or refused, never passed unread', async () => {
  policies.set(deny);
  const size = 9 * 1024 * 1024;
  const bodies = [
    withContent(`"${'Halo. '.repeat(size / 6)} NIK ${nik}"`),
    withContent(`[${'{"type":"text","text":"a"},'.repeat(size / 27)}"NIK ${nik}"]`),
    withArguments(`{"a":[${'1234567890,'.repeat(size / 11)}${nik}]}`),
  ];
  for (const body of bodies) {
    expect((await post(body)).headers['x-monago-policy-decision']).toBe('blocked');
  }
  expect(site.emulator.requests).toEqual([]);
});
