import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Api } from './answer-places.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { answers, framedStream, requests } from './hand-made-answers.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: policies.in,
  });
});
afterAll(() => site.close());
beforeEach(() => policies.clear());

const nik = '3171234506780001';
const [head, tail] = ['NIK 31712345', '06780001 ok'];
const redact = 'name: hide-answer\nphase: [response, stream]\neffect: {redact: {types: [NIK]}}';
const deny =
  'name: deny-answer\nphase: [response, stream]\nwhen: response.pii.count("NIK") > 0\neffect: deny';

function script(api: Api, body: Buffer, type: string) {
  const { emulator: openai, anthropic, bedrock } = site.control;
  const provider = { openai, anthropic, bedrock }[requests[api](false).provider];
  provider.reset();
  provider.script({ replay: { status: 200, headers: { 'content-type': type }, body } });
}

function stream(api: Api, events: readonly object[]) {
  const type = api === 'converse' ? 'application/vnd.amazon.eventstream' : 'text/event-stream';
  script(api, framedStream(api, events), type);
  const { path, body } = requests[api](true);
  return site.post(path, JSON.stringify(body));
}

interface Asked {
  readonly path: string;
  readonly body: object | string;
  readonly headers?: Record<string, string>;
}

function unary(answer: object | string, { path, body, headers = {} }: Asked) {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  script('chat', Buffer.from(text), typeof answer === 'string' ? 'text/plain' : 'application/json');
  return site.post(path, typeof body === 'string' ? body : JSON.stringify(body), { headers });
}

const chunk = (choice: object, more = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_732_000_000,
  model: 'gpt-4o-mini',
  choices: [{ index: 0, finish_reason: null, ...choice }],
  ...more,
});
const chat = (make: (text: string) => object): readonly object[] => [
  chunk({ delta: { role: 'assistant', content: '' } }),
  ...[head, tail].map(make),
  chunk({ delta: {}, finish_reason: 'stop' }),
];
const delta = (make: (text: string) => object) => chat((text) => chunk({ delta: make(text) }));
/** The events of an answer, with two more after the first so many. */
const among = (api: Api, at: number, make: (text: string) => object): readonly object[] => {
  const events = Object.values(answers[api](true)).map(Object);
  return [...events.slice(0, at), ...[head, tail].map(make), ...events.slice(at)];
};
const messages = (make: (text: string) => object) =>
  among('messages', 2, (text) => ({ type: 'content_block_delta', index: 0, delta: make(text) }));
const converse = (make: (text: string) => object) =>
  among('converse', 1, (text) => ({
    contentBlockDelta: { contentBlockIndex: 0, delta: make(text) },
  }));
const responses = (make: (text: string) => object) =>
  among('responses', 2, (text) => ({ output_index: 0, sequence_number: 2, ...make(text) }));

const loose: readonly (readonly [title: string, api: Api, events: readonly object[]])[] = [
  ['parts of a text', 'chat', delta((text) => ({ content: [{ type: 'text', text }] }))],
  ['thoughts by another name', 'chat', delta((thinking) => ({ thinking }))],
  [
    'details of thoughts',
    'chat',
    delta((text) => ({ reasoning_details: [{ type: 'reasoning.text', text }] })),
  ],
  [
    'the name of a tool',
    'chat',
    delta((name) => ({ tool_calls: [{ index: 0, id: 'call_1', function: { name } }] })),
  ],
  ['a member of a choice', 'chat', chat((words) => chunk({ delta: {}, words }))],
  ['a member of an event', 'chat', chat((words) => chunk({ delta: {} }, { words }))],
  [
    'a summary of a conversation',
    'messages',
    messages((content) => ({ type: 'compaction_delta', content })),
  ],
  ['pieces of a new kind', 'messages', messages((words) => ({ type: 'new_delta', words }))],
  ['the result of a tool', 'converse', converse((text) => ({ toolResult: [{ text }] }))],
  [
    'what a citation quotes',
    'converse',
    converse((text) => ({ citation: { sourceContent: [{ text }] } })),
  ],
  [
    'a new kind of event',
    'responses',
    responses((piece) => ({ type: 'response.new.piece', piece })),
  ],
  [
    'pieces that are objects',
    'responses',
    responses((text) => ({ type: 'response.new.delta', delta: { text } })),
  ],
];

describe.each(loose)('what an answer says piece by piece as %s of %s', (_, api, events) => {
  test.each([redact, deny])('ends the stream before it is said: %s', async (policy) => {
    policies.set(policy);
    const reply = await stream(api, events);
    expect(reply.body.toString('latin1')).not.toContain(tail.slice(0, 8));
    expect(await site.lastEntry('ai.request.outcome')).toMatchObject({ error: 'pii_blocked' });
  });

  test('passes where no policy minds it', async () => {
    policies.set('name: other\nphase: [response, stream]\neffect: {redact: {types: [IBAN]}}');
    expect((await stream(api, events)).body.toString('latin1')).toContain(tail);
  });
});

test('what is told again and again is not put together with itself', async () => {
  policies.set('name: hide\nphase: [response, stream]\neffect: {redact: {types: ["*"]}}');
  const events = [1, 2, 3, 4].map(() => chunk({ delta: { content: 'a' } }, { note: '4111 1111' }));
  const reply = await stream('chat', [...events, chunk({ delta: {}, finish_reason: 'stop' })]);
  expect(reply.body.toString()).toContain('[DONE]');
  expect(await site.lastEntry('ai.request.outcome')).toMatchObject({ status: 'ok' });
});

test('calls of tools that come without their numbers are not mixed', async () => {
  policies.set(redact);
  const call = (id: string, text: string) => ({ id, function: { name: id, arguments: text } });
  const reply = await stream('chat', [
    chunk({ delta: { tool_calls: [call('a', `{"a":"${head}`), call('b', '{"b":"x')] } }),
    chunk({ delta: { tool_calls: [call('a', '06780001"}'), call('b', 'y"}')] } }),
    chunk({ delta: {}, finish_reason: 'tool_calls' }),
  ]);
  const said = { a: '', b: '' };
  for (const [, line = ''] of reply.body.toString().matchAll(/^data: (\{.*)$/gm)) {
    for (const item of JSON.parse(line).choices[0]?.delta.tool_calls ?? []) {
      said[item.id === 'b' || item.index === 1 ? 'b' : 'a'] += item.function.arguments;
    }
  }
  expect(said).toEqual({ a: '{"a":"NIK [NIK]"}', b: '{"b":"xy"}' });
});

describe('answers of endpoints for sounds and pictures', () => {
  const lines = ['content-disposition: form-data; name="model"', '', 'whisper-1'];
  const form = ['--x', ...lines, '--x--', ''].join('\r\n');
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const paths = ['/v1/audio/transcriptions', '/v1/audio/translations'];

  test.each(paths)('what was said in a recording is hidden: %s', async (path) => {
    policies.set(redact);
    const object = await unary({ text: `NIK ${nik}` }, { path, body: form, headers });
    expect(JSON.parse(object.body.toString())).toEqual({ text: 'NIK [NIK]' });
    const plain = await unary(`NIK ${nik}\n`, { path, body: form, headers });
    expect(plain.body.toString()).toBe('NIK [NIK]\n');
    policies.set(deny);
    expect((await unary(`NIK ${nik}`, { path, body: form, headers })).status).toBe(400);
  });

  test('and so is one that is streamed', async () => {
    policies.set(redact);
    const events = [head, tail].map((text) => ({ type: 'transcript.text.delta', delta: text }));
    script('chat', framedStream('chat', events), 'text/event-stream');
    const reply = await site.post(paths[0] ?? '', form, { headers });
    expect(reply.body.toString()).not.toContain('06780001');
  });

  test('a prompt that the model has revised is withheld', async () => {
    policies.set(redact);
    const data = [{ url: 'https://pictures.example/a.png', revised_prompt: `NIK ${nik}` }];
    const body = { model: 'gpt-image-1', prompt: 'a' };
    const reply = await unary({ created: 1, data }, { path: '/v1/images/generations', body });
    expect([reply.status, reply.body.includes(nik)]).toEqual([400, false]);
  });
});

test('an end user in an answer is read: no provider has been told one', async () => {
  policies.set(redact);
  const answer = { ...answers.chat(false), user: `NIK ${nik}` };
  expect((await unary(answer, requests.chat(false))).status).toBe(400);
});

test('the function that an older answer calls is one to policies', async () => {
  policies.set(
    'name: no-shell\nphase: response\nwhen: response.tool_calls.exists(t, t == "shell")\neffect: deny',
  );
  const called = { role: 'assistant', content: null, function_call: { name: 'shell' } };
  const choice = { index: 0, finish_reason: 'function_call', message: called };
  const answer = { ...answers.chat(false), choices: [choice] };
  const reply = await unary(answer, requests.chat(false));
  expect(reply.status).toBe(400);
});
