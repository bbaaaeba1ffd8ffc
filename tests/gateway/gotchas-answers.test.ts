import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';

const codec = awsEventStreamCodec();
const claude = 'claude-sonnet-4-5';
const nova = 'amazon.nova-pro-v1:0';
const sse = { 'content-type': 'text/event-stream' };

let site: GatewaySite;
beforeAll(async () => {
  site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
});
afterAll(() => site.close());
beforeEach(() => {
  const { emulator, anthropic, bedrock } = site.control;
  for (const provider of [emulator, anthropic, bedrock]) provider.reset();
});

type Json = Readonly<Record<string, unknown>>;

const events = (all: readonly Json[]) =>
  all.map((event) => `event: ${event['type']}\ndata: ${JSON.stringify(event)}\n\n`).join('');
const anthropicSays = (body: string) =>
  site.control.anthropic.script({ replay: { status: 200, headers: sse, body } });
const bedrockSays = (all: readonly (readonly [event: string, payload: Json])[]) =>
  site.control.bedrock.script({
    replay: {
      status: 200,
      headers: { 'content-type': eventStreamType },
      body: Buffer.concat(
        all.map(([event, payload]) => codec.encode({ event, data: JSON.stringify(payload) })),
      ),
    },
  });

async function chatStream(model: string, more: object = {}) {
  const messages = [{ role: 'user', content: 'Hello' }];
  const body = JSON.stringify({ model, messages, stream: true, ...more });
  const reply = await site.post('/v1/chat/completions', body);
  const data = [...reply.body.toString('utf8').matchAll(/^data: (.*)$/gm)].map(([, text]) => text);
  const chunks = data.filter((text) => text !== '[DONE]').map((text) => JSON.parse(text ?? ''));
  return { data, chunks, deltas: chunks.map(({ choices }) => choices?.[0]?.delta) };
}

const start = (usage: Json) => ({
  type: 'message_start',
  message: { id: 'msg_1', type: 'message', role: 'assistant', model: claude, content: [], usage },
});
const block = (index: number, content_block: Json, deltas: readonly Json[]) => [
  { type: 'content_block_start', index, content_block },
  ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
];
const stop = (stop_reason: string, usage: Json) => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
  { type: 'message_stop' },
];
const text = (index: number, words: string) =>
  block(index, { type: 'text', text: '' }, [{ type: 'text_delta', text: words }]);
const call = (index: number, id: string, pieces: readonly string[]) =>
  block(
    index,
    { type: 'tool_use', id, name: 'look_up', input: {} },
    pieces.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  );

describe('an answer of Anthropic, streamed to a client of OpenAI', () => {
  test('gotcha 01: tool calls are counted from 0, whatever blocks stand between them', async () => {
    const parts = [
      text(0, 'Hm.'),
      call(1, 'toolu_a', ['{"q":', '1}']),
      text(2, 'And'),
      call(3, 'toolu_b', []),
    ];
    anthropicSays(
      events([
        start({ input_tokens: 3 }),
        ...parts.flat(),
        ...stop('tool_use', { output_tokens: 9 }),
      ]),
    );
    const { deltas } = await chatStream(claude);
    const calls = deltas.flatMap((delta) => delta?.tool_calls ?? []);
    const opened = calls.filter(({ id }) => id !== undefined);
    expect(opened.map(({ index, id }) => [index, id])).toEqual([
      [0, 'toolu_a'],
      [1, 'toolu_b'],
    ]);
    const argumentsOf = (wanted: number) =>
      calls
        .filter(({ index }) => index === wanted)
        .map((one) => one.function.arguments ?? '')
        .join('');
    expect([argumentsOf(0), argumentsOf(1)]).toEqual(['{"q":1}', '{}']);
  });

  test('gotcha 02: the first chunk says whose words follow', async () => {
    anthropicSays(
      events([
        start({ input_tokens: 3 }),
        ...text(0, 'Hi'),
        ...stop('end_turn', { output_tokens: 1 }),
      ]),
    );
    const { deltas } = await chatStream(claude);
    expect(deltas[0]).toMatchObject({ role: 'assistant' });
    expect(deltas.slice(1).some((delta) => delta?.role !== undefined)).toBe(false);
  });

  test('gotcha 03 and gotcha 05: the usage has no choices, and cached tokens once', async () => {
    const usage = {
      input_tokens: 10,
      cache_read_input_tokens: 200,
      cache_creation_input_tokens: 30,
    };
    anthropicSays(
      events([start(usage), ...text(0, 'Hi'), ...stop('end_turn', { output_tokens: 4 })]),
    );
    const { chunks, data } = await chatStream(claude, { stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: {
        prompt_tokens: 240,
        completion_tokens: 4,
        total_tokens: 244,
        prompt_tokens_details: { cached_tokens: 200 },
      },
    });
    expect(data.at(-1)).toBe('[DONE]');
    expect(await site.lastEntry('ai.request.outcome')).toMatchObject({
      usage: { source: 'provider', input: 240, cached: 200, cache_write: 30, output: 4 },
    });
  });

  test('gotcha 10: signed thoughts, also without words, and redacted ones come through in order', async () => {
    const thinking = { type: 'thinking', thinking: '', signature: '' };
    const parts = [
      block(0, thinking, [
        { type: 'thinking_delta', thinking: 'Let me see' },
        { type: 'signature_delta', signature: 'c2lnMQ==' },
      ]),
      block(1, thinking, [{ type: 'signature_delta', signature: 'c2lnMg==' }]),
      block(2, { type: 'redacted_thinking', data: 'cmVk' }, []),
      text(3, 'Done'),
    ];
    anthropicSays(
      events([
        start({ input_tokens: 3 }),
        ...parts.flat(),
        ...stop('end_turn', { output_tokens: 9 }),
      ]),
    );
    const { deltas } = await chatStream(claude);
    const told = JSON.stringify(deltas.flatMap((delta) => delta?.thinking_blocks ?? []));
    const places = ['c2lnMQ==', 'c2lnMg==', 'cmVk'].map((mark) => told.indexOf(mark));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe('an answer of Bedrock, streamed to a client of OpenAI', () => {
  test('gotcha 02: the first chunk says whose words follow, though no block was opened', async () => {
    bedrockSays([
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' }, p: 'abc' }],
      ['contentBlockStop', { contentBlockIndex: 0 }],
      ['messageStop', { stopReason: 'end_turn' }],
      ['metadata', { usage: { inputTokens: 3, outputTokens: 1, totalTokens: 4 } }],
    ]);
    const { deltas, chunks } = await chatStream(nova);
    expect(deltas[0]).toMatchObject({ role: 'assistant' });
    expect(deltas.map((delta) => delta?.content ?? '').join('')).toBe('Hi');
    expect(JSON.stringify(chunks)).not.toContain('"p"');
  });

  test('gotcha 30: an exception in the middle is an error in the end', async () => {
    const exception = codec.encode({
      event: 'throttlingException',
      data: '{"message":"Slow down"}',
      isException: true,
    });
    const words = codec.encode({ event: 'contentBlockDelta', data: '{"delta":{"text":"Hi"}}' });
    const headers = { 'content-type': eventStreamType };
    const body = Buffer.concat([words, exception]);
    site.control.bedrock.script({ replay: { status: 200, headers, body } });
    const { data, chunks } = await chatStream(nova);
    expect(chunks.at(-1).error).toMatchObject({ message: expect.stringContaining('Slow down') });
    expect(data).not.toContain('[DONE]');
  });
});

describe('a stream ends in the words of the client that reads it', () => {
  const cut = events([start({ input_tokens: 3 }), ...text(0, 'Hi')]);
  const spoken = [{ role: 'user', content: 'Hello' }];

  test('gotcha 26: Responses: response.failed, numbered on, and no other end', async () => {
    anthropicSays(cut);
    const body = JSON.stringify({ model: claude, input: 'Hello', stream: true, store: false });
    const reply = await site.post('/v1/responses', body);
    const told = [...reply.body.toString('utf8').matchAll(/^data: (.*)$/gm)].map(([, data]) =>
      JSON.parse(data ?? ''),
    );
    expect(told.map(({ sequence_number }) => sequence_number)).toEqual(told.map((_, at) => at));
    expect(told.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'server_error' } },
    });
    const ends = told.filter(({ type }) => /completed|incomplete|failed/.test(type));
    expect(ends).toHaveLength(1);
    expect(reply.body.toString('utf8')).not.toContain('[DONE]');
  });

  test.each([
    {
      path: '/v1/chat/completions',
      more: { messages: spoken },
      end: /data: \{"error":\{.*\}\}\n\n$/,
    },
    {
      path: '/v1/messages',
      more: { messages: spoken, max_tokens: 9 },
      end: /event: error\ndata: \{"type":"error",.*\}\n\n$/,
    },
  ])('gotcha 26: $path', async ({ path, more, end }) => {
    anthropicSays(cut);
    const body = JSON.stringify({ model: claude, stream: true, ...more });
    const told = (await site.post(path, body)).body.toString('utf8');
    expect(told).toMatch(end);
    expect(told).not.toMatch(/\[DONE\]|message_stop|response\./);
  });

  test('gotcha 26: ConverseStream: an exception, and neither messageStop nor metadata', async () => {
    anthropicSays(cut);
    const path = `/model/${claude}/converse-stream`;
    const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] });
    const told = (await site.post(path, body)).body.toString('latin1');
    expect(told).toContain('modelStreamErrorException');
    expect(told).not.toMatch(/messageStop|metadata/);
  });
});

describe('a stream of Bedrock that is closed after the last word and before its counts', () => {
  const all = [
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' } }],
    ['messageStop', { stopReason: 'end_turn' }],
  ] as const;

  test('is whole to a client of OpenAI, and what it cost is unknown', async () => {
    bedrockSays(all);
    const { data, chunks } = await chatStream(nova);
    expect(chunks.at(-1).choices[0].finish_reason).toBe('stop');
    expect(data.at(-1)).toBe('[DONE]');
    expect(await site.lastEntry('ai.request.outcome')).toMatchObject({
      status: 'ok',
      usage: { source: 'unknown' },
    });
  });

  test('gotcha 25: is not whole where it stops within the message that has them', async () => {
    const counts = ['metadata', { usage: { inputTokens: 3, outputTokens: 1 } }] as const;
    const bytes = [...all, counts].map(([event, payload]) =>
      codec.encode({ event, data: JSON.stringify(payload) }),
    );
    const headers = { 'content-type': eventStreamType };
    const body = Buffer.concat(bytes).subarray(0, -1);
    site.control.bedrock.script({ replay: { status: 200, headers, body } });
    const path = `/model/${encodeURIComponent(nova)}/converse-stream`;
    const request = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] };
    const told = (await site.post(path, JSON.stringify(request))).body.toString('latin1');
    expect(told).not.toContain('messageStop');
    expect(told).toContain('modelStreamErrorException');
  });
});
