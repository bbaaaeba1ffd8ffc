import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import { MonagoError } from '../../errors.ts';
import type { AnswerEvent, AnswerFrame } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import { readConverseAnswer } from './read-answer.ts';
import { ConverseAnswerStreamReader } from './read-answer-stream.ts';
import { writeConverseAnswer } from './write-answer.ts';

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
