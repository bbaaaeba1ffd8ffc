import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Replay } from '../../emulator/server/fault.ts';
import { answeredWith, type ClientEvent, textAt } from './client-events.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { framed, streamed, words } from './provider-answers.ts';
import type { Api } from './questions.ts';
import { PoliciesOfTest } from './with-policies.ts';

// Corners of streamed answers in which something hidden could get out, or something said could get lost.

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

const hide =
  'name: hide-answer\nphase: [response, stream]\neffect: {redact: {types: [EMAIL], style: redact}}';
const tokenise = 'name: hide\neffect: {tokenise: {types: [EMAIL]}}';
const deny =
  'name: no-mail\nphase: [response, stream]\nwhen: response.pii.count("EMAIL") > 0\neffect: deny';
const bob = 'bob@example.com';
const outcome = () => site.lastEntry('ai.request.outcome');

const answered = (api: Api, replay: Replay, text?: string) =>
  answeredWith(site, api, { replay, text });

const numbers = (events: readonly ClientEvent[]) =>
  events.map((event) => Number(event['sequence_number']));
const increasing = (values: readonly number[]) =>
  values.every((value, at) => at === 0 || value > (values[at - 1] ?? value));

describe('Responses', () => {
  const said = words('Write to ', 'bob@exam', 'ple.com');

  test('events stay numbered one after the other where some are put in', async () => {
    policies.set(hide);
    const { events, text } = await answered('responses', streamed('responses', said));
    expect(text).toBe('Write to [EMAIL]');
    expect(events.length).toBeGreaterThan(10);
    expect(increasing(numbers(events))).toBe(true);
  });

  test('a failure that policy makes of an answer does not tell what the answer was', async () => {
    policies.set(
      hide,
      'name: short\nphase: [response, stream]\nwhen: response.output_tokens > 5\neffect: deny',
    );
    const { events, told } = await answered('responses', streamed('responses', said));
    expect(events.at(-1)).toMatchObject({ type: 'response.failed' });
    expect(told).not.toContain(bob);
    expect(increasing(numbers(events))).toBe(true);
    expect(await outcome()).toMatchObject({ error: 'policy_blocked' });
  });

  test('a failure of the provider does not tell it either', async () => {
    policies.set(hide);
    const item = {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: bob }],
    };
    const response = { id: 'resp_1', object: 'response', status: 'failed', output: [item] };
    const events = [
      { type: 'response.created', response: { ...response, output: [] }, sequence_number: 0 },
      { type: 'error', code: 'server_error', message: 'oops', param: null, sequence_number: 1 },
      { type: 'response.failed', response, sequence_number: 2 },
    ];
    const { told } = await answered('responses', framed('responses', events));
    expect(told).toContain('response.failed');
    expect(told).not.toContain(bob);
  });

  test('probabilities go where the text is another, in the events that repeat it too', async () => {
    policies.set(hide);
    const logprobs = [{ token: bob, logprob: -0.1, bytes: [98], top_logprobs: [] }];
    const annotations = [
      { type: 'url_citation', start_index: 0, end_index: 5, url: '', title: 't' },
    ];
    const part = { type: 'output_text', text: bob, annotations, logprobs };
    const item = { id: 'i', type: 'message', role: 'assistant', content: [part] };
    const place = { item_id: 'i', output_index: 0, content_index: 0 };
    const events = [
      { type: 'response.output_text.delta', ...place, delta: bob, logprobs },
      { type: 'response.output_text.done', ...place, text: bob, logprobs },
      { type: 'response.content_part.done', ...place, part },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { id: 'r', status: 'completed', output: [item] } },
    ].map((event, sequence_number) => ({ ...event, sequence_number }));
    const { told, text } = await answered('responses', framed('responses', events));
    expect(text).toBe('[EMAIL]');
    expect(told).not.toContain(bob);
    expect(told).not.toContain('url_citation');
  });
});

describe('thoughts', () => {
  const events = (...thoughts: readonly string[]) => [
    { type: 'message_start', message: { model: 'claude-sonnet-4-5', content: [] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
    ...thoughts.map((thinking) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'thinking_delta', thinking },
    })),
    {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'signature_delta', signature: 'EqQBCkYIBRgCKkBhYmM=' },
    },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
    { type: 'message_stop' },
  ];
  const thought = (all: readonly ClientEvent[]) =>
    all.map((event) => textAt(event, 'delta', 'thinking')).join('');

  test('stay as the model signed them, tokens and all', async () => {
    policies.set(hide, tokenise);
    const said = ['Mail <EMAIL_1> ', 'or bob@exam', 'ple.com'];
    const { events: got, told } = await answered(
      'messages',
      framed('messages', events(...said)),
      'ana@example.com',
    );
    expect(thought(got)).toBe(said.join(''));
    const kinds = got.map((event) => textAt(event, 'delta', 'type'));
    expect(kinds.lastIndexOf('thinking_delta')).toBeLessThan(kinds.indexOf('signature_delta'));
    expect(told).not.toContain('ana@example.com');
  });

  test('end the answer where policy denies what is in them, before it is told', async () => {
    policies.set(deny);
    const { reply } = await answered(
      'messages',
      framed('messages', events('I could ask bob', '@exam', 'ple.com about ', 'it')),
    );
    expect(reply.body.toString()).not.toContain('bob@');
    expect(await outcome()).toMatchObject({ error: 'pii_blocked' });
  });
});

test('a block that begins with text is not begun again for what was held back', async () => {
  policies.set(hide);
  const { told, text } = await answered(
    'messages',
    framed('messages', [
      { type: 'message_start', message: { model: 'claude-sonnet-4-5', content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: bob } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
      { type: 'message_stop' },
    ]),
  );
  expect(told.split('"content_block_start"')).toHaveLength(2);
  expect(told.split('[EMAIL]')).toHaveLength(2);
  expect(text === '' || text === '[EMAIL]').toBe(true);
});

describe('models of Bedrock with formats of their own', () => {
  const counts = { inputTokenCount: 3, outputTokenCount: 2 };
  const last = { 'amazon-bedrock-invocationMetrics': counts };
  const formats: readonly (readonly [string, (piece: string) => object, object])[] = [
    [
      'Nova',
      (text) => ({ contentBlockDelta: { contentBlockIndex: 0, delta: { text } } }),
      { contentBlockStop: { contentBlockIndex: 0 } },
    ],
    [
      'Titan',
      (outputText) => ({ outputText, index: 0, completionReason: null }),
      { outputText: '', index: 0, completionReason: 'FINISH' },
    ],
    [
      'Llama',
      (generation) => ({ generation, stop_reason: null }),
      { generation: '', stop_reason: 'stop' },
    ],
    [
      'Mistral',
      (text) => ({ outputs: [{ text, stop_reason: null }] }),
      { outputs: [{ text: '', stop_reason: 'stop' }] },
    ],
    [
      'DeepSeek',
      (content) => ({ choices: [{ index: 0, delta: { content } }] }),
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    ],
  ];

  test.each(formats)('%s is governed like any other', async (_name, piece, end) => {
    policies.set(hide, tokenise);
    const pieces = ['Ask <EMA', 'IL_1> or bob', '@example.com'].map(piece);
    const { told } = await answered(
      'invoke',
      framed('invoke', [...pieces, { ...end, ...last }]),
      'ana@example.com',
    );
    const text = told.replaceAll(/[^\w@[\] ]+/g, '');
    expect(told).not.toContain('EMAIL_1');
    expect(told).not.toContain('bob');
    expect(text).toContain('ana@');
    expect(told).toContain('[EMAIL]');
  });

  test('one that nobody knows is read, and ended where policy denies what it says', async () => {
    policies.set(deny);
    const { told } = await answered(
      'invoke',
      framed('invoke', [{ new_words: { deep: [bob] } }, last]),
    );
    expect(told).not.toContain(bob);
    expect(await outcome()).toMatchObject({ error: 'pii_blocked' });
  });
});
