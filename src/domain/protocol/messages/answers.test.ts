import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import type { AnswerBlock, AnswerEvent, AnswerFrame, ModelAnswer, StopReason } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import { readMessagesAnswer } from './read-answer.ts';
import { MessagesAnswerStreamReader } from './read-answer-stream.ts';
import { writeMessagesAnswer } from './write-answer.ts';
import { MessagesAnswerStreamWriter } from './write-answer-stream.ts';

const frame: AnswerFrame = {
  id: 'abc',
  model: 'fast',
  createdAt: 0,
  includeUsage: true,
  toolNames: new Map([['math_add', 'math.add']]),
};
const digits = '{"id":9007199254740993,"rate":1.0,"2":"b","1":"a"}';

function message(members: Record<string, unknown>): string {
  return JSON.stringify({ type: 'message', content: [], stop_reason: 'end_turn', ...members });
}

function frames(...events: readonly object[]): StreamFrame[] {
  return events.map((event) => ({ event: '', data: JSON.stringify(event) }));
}

function readStream(stream: readonly StreamFrame[]): AnswerEvent[] {
  const reader = new MessagesAnswerStreamReader();
  return stream.flatMap((next) => reader.push(next));
}

function steps(answer: ModelAnswer): AnswerEvent[] {
  return [
    { type: 'start' },
    ...answer.content.flatMap(blockSteps),
    {
      type: 'stop',
      reason: answer.stop,
      ...(answer.stopSequence !== undefined && { stopSequence: answer.stopSequence }),
    },
    ...(answer.usage ? [{ type: 'usage', usage: answer.usage } as const] : []),
  ];
}

function blockSteps(block: AnswerBlock): AnswerEvent[] {
  const delta = (text: string): AnswerEvent[] => (text === '' ? [] : [{ type: 'delta', text }]);
  switch (block.kind) {
    case 'redacted_reasoning':
      return [{ type: 'block_start', block }, { type: 'block_stop' }];
    case 'tool_call':
      return [
        { type: 'block_start', block: { kind: block.kind, id: block.id, name: block.name } },
        ...delta(block.input.text),
        { type: 'block_stop' },
      ];
    default:
      return [
        { type: 'block_start', block: { kind: block.kind } },
        ...delta(block.text),
        ...(block.kind === 'reasoning' && block.signature !== undefined
          ? [{ type: 'signature', signature: block.signature } as const]
          : []),
        { type: 'block_stop' },
      ];
  }
}

function writeStream(answer: ModelAnswer): StreamFrame[] {
  const writer = new MessagesAnswerStreamWriter(frame);
  return [...steps(answer).flatMap((step) => writer.push(step)), ...writer.end()];
}

const words = fc.string({ minLength: 1, maxLength: 8, unit: 'binary' });
const block: fc.Arbitrary<AnswerBlock> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: words }),
  fc.record({
    kind: fc.constant('tool_call' as const),
    id: words,
    name: words,
    input: fc
      .oneof(
        fc.constant('{}'),
        fc.constant(digits),
        fc.object().map((o) => JSON.stringify(o)),
      )
      .map((text) => new RawJson(text)),
  }),
  fc.record({ kind: fc.constant('reasoning' as const), text: fc.string(), signature: words }),
  fc.record({ kind: fc.constant('redacted_reasoning' as const), data: words }),
);
const count = fc.nat(1_000_000);
const answers: fc.Arbitrary<ModelAnswer> = fc.record({
  model: fc.constant('fast'),
  content: fc.array(block, { maxLength: 5 }),
  stop: fc.constantFrom<StopReason>(
    ...(['end', 'stop_sequence', 'length', 'tool_calls', 'content_filter', 'pause'] as const),
  ),
  usage: fc
    .record({ plain: count, output: count, cached: count, cacheWrite: count })
    .map(({ plain, ...usage }) => ({ ...usage, input: plain + usage.cached + usage.cacheWrite })),
});

describe('an answer in the format of Anthropic', () => {
  test('is the same after it was written and read, whole or streamed', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const whole = readMessagesAnswer(writeMessagesAnswer(answer, frame));
        const streamed = collectAnswer(readStream(writeStream(answer)));
        expect(whole).toMatchObject(answer);
        expect({ ...streamed, usage: null }).toEqual({ ...whole, usage: null });
        expect(streamed.usage).toMatchObject(answer.usage ?? {});
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['end_turn', 'end'],
    ['stop_sequence', 'stop_sequence'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'content_filter'],
    ['pause_turn', 'pause'],
    ['something_new', 'unknown'],
    [null, 'unknown'],
  ])('that stopped for %s stopped for: %s', (stop_reason, stop) => {
    expect(readMessagesAnswer(message({ stop_reason })).stop).toBe(stop);
  });

  test('gotcha 05: cached tokens are part of the input when read, and not when written', () => {
    const usage = {
      input_tokens: 10,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 600, ephemeral_1h_input_tokens: 400 },
      output_tokens: 7,
      output_tokens_details: { thinking_tokens: 3 },
    };
    const answer = readMessagesAnswer(message({ usage }));
    expect(answer.usage).toEqual({
      input: 1110,
      output: 7,
      cached: 100,
      cacheWrite: 1000,
      cacheWrite1h: 400,
      reasoning: 3,
    });
    expect(JSON.parse(writeMessagesAnswer(answer, frame)).usage).toMatchObject(usage);
  });

  test('has the names that the client gave its tools, and an id of its own', () => {
    const input = new RawJson(digits);
    const call = { kind: 'tool_call', id: 'call_1', name: 'math_add', input } as const;
    const answer: ModelAnswer = { content: [call], stop: 'tool_calls' };
    const body = writeMessagesAnswer(answer, frame);
    expect(body).toContain(`"input":${digits}`);
    expect(JSON.parse(body)).toMatchObject({
      id: 'msg_abc',
      type: 'message',
      role: 'assistant',
      model: 'fast',
      content: [{ type: 'tool_use', id: 'call_1', name: 'math.add' }],
      stop_reason: 'tool_use',
      stop_sequence: null,
    });
    const [, start] = writeStream(answer);
    expect(JSON.parse(start?.data ?? '')).toMatchObject({ content_block: { name: 'math.add' } });
  });

  test('that refuses says so, in its text and in its stop reason', () => {
    const answer: ModelAnswer = { content: [{ kind: 'refusal', text: 'No.' }], stop: 'end' };
    const expected = {
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', category: null, explanation: 'No.' },
    };
    expect(JSON.parse(writeMessagesAnswer(answer, frame))).toMatchObject({
      content: [{ type: 'text', text: 'No.' }],
      ...expected,
    });
    const [delta] = writeStream(answer).slice(-2);
    expect(JSON.parse(delta?.data ?? '')).toMatchObject({ delta: expected });
  });

  test('gives the reason of a refusal, where there is one', () => {
    const stop_details = { type: 'refusal', category: 'cyber', explanation: null };
    const delta = { stop_reason: 'refusal', stop_details };
    const refused = [{ kind: 'refusal', text: 'The model refused to answer (cyber).' }];
    expect(readMessagesAnswer(message(delta)).content).toEqual(refused);
    const stream = frames(
      { type: 'message_start', message: {} },
      { type: 'message_delta', delta },
      { type: 'message_stop' },
    );
    expect(collectAnswer(readStream(stream))).toMatchObject({
      content: refused,
      stop: 'content_filter',
    });
  });

  test.each(['', '[]', '{"type":"error"}', '{"content":[]'])('is not %j', (body) => {
    expect(() => readMessagesAnswer(body)).toThrow(SyntaxError);
  });
});

describe('a stream in the format of Anthropic', () => {
  const start = { type: 'message_start', message: { id: 'm', usage: { input_tokens: 3 } } };
  const tool = { type: 'tool_use', id: 't', name: 'n', input: {} };
  const opened = { type: 'content_block_start', index: 0, content_block: tool };
  const stopped = { type: 'content_block_stop', index: 0 };
  const partial = (partial_json: string) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json },
  });
  const settled = {
    type: 'message_delta',
    delta: { stop_reason: 'tool_use' },
    usage: { output_tokens: 5 },
  };
  const end = { type: 'message_stop' };

  test.each([
    ['nothing', [], '{}'],
    ['an empty piece', [partial('')], '{}'],
    ['its digits in pieces', [partial('{"a":1'), partial('.0}')], '{"a":1.0}'],
  ])('has the input of a tool call that comes as %s', (_, pieces, input) => {
    const events = readStream(frames(start, opened, ...pieces, stopped, settled, end));
    expect(collectAnswer(events).content).toMatchObject([{ id: 't', input: { text: input } }]);
  });

  test('counts tokens by the latest word, which is the sum of all before', () => {
    const first = { ...settled, usage: { output_tokens: 2 } };
    const events = readStream(frames(start, first, settled, end));
    expect(events.filter(({ type }) => type === 'usage')).toEqual([
      { type: 'usage', usage: { input: 3, output: 0 } },
      { type: 'usage', usage: { input: 3, output: 2 } },
      { type: 'usage', usage: { input: 3, output: 5 } },
    ]);
  });

  test('passes over server tools, citations and whatever nobody has heard of', () => {
    const server = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} };
    const events = readStream(
      frames(
        start,
        { type: 'ping' },
        { type: 'comet', tail: true },
        { type: 'content_block_start', index: 0, content_block: server },
        partial('{"query"'),
        stopped,
        { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
        { type: 'content_block_delta', index: 1, delta: { type: 'citations_delta' } },
        { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Yes' } },
        { type: 'content_block_stop', index: 1 },
        settled,
        end,
      ),
    );
    expect(collectAnswer(events).content).toEqual([{ kind: 'text', text: 'Yes' }]);
  });

  test('that says a failure is a failed one, of its kind', () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const events = readStream(frames(start, { type: 'error', error }, end));
    expect(events.at(-1)).toEqual({
      type: 'fault',
      fault: { kind: 'overloaded', message: 'Overloaded' },
    });
  });

  test('in which another message begins is a failed one; a first event sent twice is nothing', () => {
    const other = { type: 'message_start', message: { id: 'other' } };
    expect(readStream(frames(start, opened, other, stopped, end)).at(-1)).toMatchObject({
      type: 'fault',
      fault: { kind: 'server_error' },
    });
    const twice = readStream(frames(start, start, opened, stopped, settled, end));
    expect(collectAnswer(twice).stop).toBe('tool_calls');
  });

  test('that cannot be read is a failed one', () => {
    const events = readStream([{ event: 'x', data: '{"type":"message_st' }]);
    expect(events).toMatchObject([{ type: 'fault' }]);
  });

  test('gotcha 25: only the end makes a stream whole, and a failure never looks like it', () => {
    const writer = new MessagesAnswerStreamWriter(frame);
    const answer: ModelAnswer = { content: [{ kind: 'text', text: 'Half' }], stop: 'end' };
    const sent = steps(answer).flatMap((step) => writer.push(step));
    const failed = writer.fail({ kind: 'timeout', message: 'Too late.' });
    expect(sent.map(({ event }) => event)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
    ]);
    expect(failed).toEqual([
      {
        event: 'error',
        data: '{"type":"error","error":{"type":"timeout_error","message":"Too late."}}',
      },
    ]);
  });

  test('gotcha 26: each frame has its type as the name of its event too', () => {
    const answer: ModelAnswer = { content: [{ kind: 'text', text: 'Hi' }], stop: 'end' };
    const written = writeStream(answer);
    expect(written.map(({ event }) => event).slice(-2)).toEqual(['message_delta', 'message_stop']);
    for (const { event, data } of written) expect(JSON.parse(data).type).toBe(event);
  });

  test('has blocks numbered in order, each closed before the next and before the end', () => {
    const writer = new MessagesAnswerStreamWriter(frame);
    const events: AnswerEvent[] = [
      { type: 'start' },
      { type: 'block_start', block: { kind: 'reasoning' } },
      { type: 'delta', text: 'hm' },
      { type: 'block_start', block: { kind: 'text' } },
      { type: 'delta', text: 'So.' },
    ];
    const written = [...events.flatMap((event) => writer.push(event)), ...writer.end()];
    const marks = written.map(({ event, data }) => [event, JSON.parse(data).index]);
    expect(marks.slice(1, -2)).toEqual([
      ['content_block_start', 0],
      ['content_block_delta', 0],
      ['content_block_stop', 0],
      ['content_block_start', 1],
      ['content_block_delta', 1],
      ['content_block_stop', 1],
    ]);
  });
});
