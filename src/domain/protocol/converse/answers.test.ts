import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import { MonagoError } from '../../errors.ts';
import type { AnswerBlock, AnswerEvent, AnswerFrame, ModelAnswer } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import { readConverseAnswer } from './read-answer.ts';
import { ConverseAnswerStreamReader } from './read-answer-stream.ts';
import { writeConverseAnswer } from './write-answer.ts';
import { ConverseAnswerStreamWriter } from './write-answer-stream.ts';

const frame: AnswerFrame = {
  id: 'i',
  model: 'm',
  createdAt: 0,
  includeUsage: false,
  toolNames: new Map(),
  latencyMs: () => 12,
};

function frames(...events: readonly (readonly [event: string, data: unknown])[]): StreamFrame[] {
  return events.map(([event, data]) => ({ event, data: JSON.stringify(data) }));
}

function read(stream: readonly StreamFrame[]): AnswerEvent[] {
  const reader = new ConverseAnswerStreamReader();
  return stream.flatMap((each) => reader.push(each));
}

const delta = (contentBlockIndex: number, piece: unknown) =>
  ['contentBlockDelta', { contentBlockIndex, delta: piece, p: 'abcd' }] as const;
const stop = (contentBlockIndex: number) => ['contentBlockStop', { contentBlockIndex }] as const;
const ended = (stopReason: string) => ['messageStop', { stopReason }] as const;
const metadata = [
  'metadata',
  { usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 }, metrics: { latencyMs: 1 } },
] as const;

function unary(more: object): string {
  const message = { role: 'assistant', content: [{ text: 'a' }] };
  return JSON.stringify({ output: { message }, stopReason: 'end_turn', ...more });
}

describe('an answer of Converse', () => {
  test.each([
    ['end_turn', 'end'],
    ['stop_sequence', 'stop_sequence'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['content_filtered', 'content_filter'],
    ['guardrail_intervened', 'content_filter'],
    ['boredom', 'unknown'],
  ])('that stopped for %s stopped for %s', (stopReason, expected) => {
    expect(readConverseAnswer(unary({ stopReason })).stop).toBe(expected);
    expect(read(frames(ended(stopReason)))).toContainEqual({ type: 'stop', reason: expected });
  });

  test.each(['malformed_model_output', 'malformed_tool_use'])('%s is a failure', (stopReason) => {
    expect(() => readConverseAnswer(unary({ stopReason }))).toThrow(
      expect.objectContaining({ code: 'upstream_broken' }),
    );
    expect(() => readConverseAnswer(unary({ stopReason }))).toThrow(MonagoError);
    expect(read(frames(ended(stopReason), metadata)).at(-1)).toMatchObject({ type: 'fault' });
  });

  test('gotcha 05: cached tokens are counted once, and are part of the input', () => {
    const usage = {
      inputTokens: 5,
      outputTokens: 7,
      totalTokens: 162,
      cacheReadInputTokens: 100,
      cacheWriteInputTokens: 50,
      cacheDetails: [
        { ttl: '1h', inputTokens: 30 },
        { ttl: '5m', inputTokens: 20 },
      ],
    };
    const answer = readConverseAnswer(unary({ usage }));
    expect(answer.usage).toEqual({
      input: 155,
      output: 7,
      cached: 100,
      cacheWrite: 50,
      cacheWrite1h: 30,
    });
    expect(JSON.parse(writeConverseAnswer(answer, frame)).usage).toEqual(usage);
  });

  test('gotcha 08: the input of a call keeps its digits', () => {
    const input = '{"z":9007199254740993,"a":1.0}';
    const call = `{"toolUse":{"toolUseId":"t","name":"f","input":${input}}}`;
    const body = `{"output":{"message":{"role":"assistant","content":[${call}]}},"stopReason":"tool_use"}`;
    const answer = readConverseAnswer(body);
    expect(answer.content[0]).toMatchObject({ kind: 'tool_call', input: { text: input } });
    expect(writeConverseAnswer(answer, frame)).toContain(call);
  });

  test('tools that Bedrock runs itself are none of the client, in answers and streams', () => {
    const type = 'server_tool_use';
    const toolUse = { toolUseId: 't', name: 'nova_grounding', type };
    const content = [{ toolUse: { ...toolUse, input: {} } }, { text: 'a' }];
    const body = JSON.stringify({ output: { message: { content } }, stopReason: 'end_turn' });
    const expected = [{ kind: 'text', text: 'a' }];
    expect(readConverseAnswer(body).content).toEqual(expected);
    const events = read(
      frames(
        ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse } }],
        delta(0, { toolUse: { input: '{}' } }),
        stop(0),
        delta(1, { text: 'a' }),
        stop(1),
        ended('end_turn'),
        metadata,
      ),
    );
    expect(collectAnswer(events).content).toEqual(expected);
  });

  test.each(['{', '[]', '{"message":"no"}'])('%s is none', (body) => {
    expect(() => readConverseAnswer(body)).toThrow(SyntaxError);
  });
});

describe('a stream of ConverseStream', () => {
  test('need not announce its texts and thoughts, nor end them', () => {
    const events = read(
      frames(
        ['messageStart', { role: 'assistant' }],
        delta(0, { reasoningContent: { text: 'hm' } }),
        delta(0, { reasoningContent: { signature: 'si' } }),
        delta(0, { reasoningContent: { signature: 'gn' } }),
        delta(1, { text: '' }),
        delta(1, { text: 'so' }),
        [
          'contentBlockStart',
          { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't', name: 'f' } } },
        ],
        stop(2),
        ended('tool_use'),
        metadata,
      ),
    );
    expect(collectAnswer(events)).toEqual({
      content: [
        { kind: 'reasoning', text: 'hm', signature: 'sign' },
        { kind: 'text', text: 'so' },
        { kind: 'tool_call', id: 't', name: 'f', input: new RawJson('{}') },
      ],
      stop: 'tool_calls',
      usage: { input: 3, output: 2 },
    });
  });

  test('is not whole at messageStop: the usage comes after it', () => {
    const reader = new ConverseAnswerStreamReader();
    const [stopped, counted] = frames(ended('end_turn'), metadata);
    if (stopped === undefined || counted === undefined) throw new Error('two frames');
    expect(reader.push(stopped).map(({ type }) => type)).toEqual(['start', 'stop']);
    expect(reader.push(counted).map(({ type }) => type)).toEqual(['usage', 'end']);
  });

  test.each([
    ['throttlingException', 'rate_limited'],
    ['ThrottlingException', 'rate_limited'],
    ['serviceUnavailableException', 'overloaded'],
    ['validationException', 'invalid_request'],
    ['modelStreamErrorException', 'server_error'],
    ['internalServerException', 'server_error'],
    ['novelException', 'server_error'],
  ])('gotcha 30: the exception %s is the fault %s, and the last of the stream', (event, kind) => {
    const exception = { event, data: '{"message":"why"}', isException: true };
    expect(read([exception, ...frames(ended('end_turn'), metadata)])).toEqual([
      { type: 'fault', fault: { kind, message: 'why' } },
    ]);
  });

  test('gotcha 25: a stream that died has no end', () => {
    const events = read(frames(delta(0, { text: 'a' }), stop(0)));
    expect(events.map(({ type }) => type)).not.toContain('end');
  });

  test.each([
    ['an event that is not JSON', { event: 'metadata', data: '{' }],
    ['input of a call that was not begun', frames(delta(0, { toolUse: { input: '{' } }))[0]],
  ])('%s is a fault', (_, broken) => {
    if (broken === undefined) throw new Error('a frame');
    expect(read([broken]).at(-1)).toMatchObject({ type: 'fault', fault: { kind: 'server_error' } });
  });

  test('passes over events that nobody has heard of', () => {
    expect(read(frames(['hologram', { a: 1 }]))).toEqual([]);
  });
});

const word = fc.string({ minLength: 1, maxLength: 8 });
const block: fc.Arbitrary<AnswerBlock> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: word }),
  fc.record({
    kind: fc.constant('tool_call' as const),
    id: word,
    name: word,
    input: fc
      .dictionary(word, fc.jsonValue({ maxDepth: 1 }))
      .map((input) => new RawJson(JSON.stringify(input))),
  }),
  fc.record({ kind: fc.constant('reasoning' as const), text: word, signature: word }),
  fc.record({ kind: fc.constant('reasoning' as const), text: word }),
  fc.record({ kind: fc.constant('reasoning' as const), text: fc.constant(''), signature: word }),
  fc.record({ kind: fc.constant('redacted_reasoning' as const), data: fc.constant('AAEC') }),
);
const answer: fc.Arbitrary<ModelAnswer> = fc.record({
  content: fc.array(block, { maxLength: 5 }),
  stop: fc.constantFrom('end', 'length', 'tool_calls', 'content_filter', 'stop_sequence'),
  usage: fc.oneof(
    fc.record({ input: fc.nat(), output: fc.nat() }),
    fc.constant({ input: 100, output: 4, cached: 30, cacheWrite: 20, cacheWrite1h: 5 }),
  ),
});

/** The events of an answer, its texts in two pieces. */
function eventsOf({ content, stop: reason, usage }: ModelAnswer): AnswerEvent[] {
  return [
    { type: 'start' },
    ...content.flatMap(eventsOfBlock),
    { type: 'stop', reason },
    ...(usage ? [{ type: 'usage' as const, usage }] : []),
  ];
}

function eventsOfBlock(given: AnswerBlock): AnswerEvent[] {
  const said = given.kind === 'tool_call' ? given.input.text : 'text' in given ? given.text : '';
  const pieces = [said.slice(0, 2), said.slice(2)].filter((text) => text !== '');
  const signature = given.kind === 'reasoning' ? given.signature : undefined;
  return [
    { type: 'block_start', block: given },
    ...pieces.map((text) => ({ type: 'delta' as const, text })),
    ...(signature === undefined ? [] : [{ type: 'signature' as const, signature }]),
    { type: 'block_stop' },
  ];
}

describe('what is written of an answer', () => {
  test('is read again as the same', () => {
    fc.assert(
      fc.property(answer, (given) => {
        expect(readConverseAnswer(writeConverseAnswer(given, frame))).toEqual(given);
      }),
    );
  });

  test('as a stream is read again as the same', () => {
    fc.assert(
      fc.property(answer, (given) => {
        const writer = new ConverseAnswerStreamWriter(frame);
        const written = eventsOf(given).flatMap((event) => writer.push(event));
        expect(collectAnswer(read([...written, ...writer.end()]))).toEqual(given);
      }),
    );
  });

  test('keeps the order of Bedrock, and the usage comes out of the end alone', () => {
    const writer = new ConverseAnswerStreamWriter({
      ...frame,
      toolNames: new Map([['f_1', 'f.1']]),
    });
    const call = { kind: 'tool_call', id: 't', name: 'f_1' } as const;
    const pushed = [
      ...writer.push({ type: 'start' }),
      ...writer.push({ type: 'block_start', block: { kind: 'text' } }),
      ...writer.push({ type: 'delta', text: 'a' }),
      ...writer.push({ type: 'block_stop' }),
      ...writer.push({ type: 'block_start', block: call }),
      ...writer.push({ type: 'stop', reason: 'tool_calls' }),
      ...writer.push({ type: 'usage', usage: { input: 1, output: 2 } }),
    ];
    expect(pushed.map(({ event, data }) => [event, data])).toEqual([
      ['messageStart', '{"role":"assistant"}'],
      ['contentBlockDelta', '{"contentBlockIndex":0,"delta":{"text":"a"}}'],
      ['contentBlockStop', '{"contentBlockIndex":0}'],
      [
        'contentBlockStart',
        '{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t","name":"f.1"}}}',
      ],
      ['contentBlockDelta', '{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{}"}}}'],
      ['contentBlockStop', '{"contentBlockIndex":1}'],
      ['messageStop', '{"stopReason":"tool_use"}'],
    ]);
    expect(writer.end()).toEqual([
      {
        event: 'metadata',
        data: '{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":12}}',
      },
    ]);
  });

  test.each([
    ['rate_limited', 'throttlingException'],
    ['overloaded', 'serviceUnavailableException'],
    ['invalid_request', 'validationException'],
    ['timeout', 'modelStreamErrorException'],
    ['server_error', 'modelStreamErrorException'],
  ] as const)('gotcha 25: a fault %s ends in %s and not in metadata', (kind, event) => {
    const writer = new ConverseAnswerStreamWriter(frame);
    writer.push({ type: 'start' });
    expect(writer.fail({ kind, message: 'why' })).toEqual([
      { event, data: '{"message":"why"}', isException: true },
    ]);
  });
});
