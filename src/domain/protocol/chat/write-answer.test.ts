import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import type { AnswerBlock, AnswerEvent, AnswerFrame, ModelAnswer, StopReason } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import { readChatAnswer } from './read-answer.ts';
import { ChatAnswerStreamReader } from './read-answer-stream.ts';
import { writeChatAnswer } from './write-answer.ts';
import { ChatAnswerStreamWriter } from './write-answer-stream.ts';

const frame: AnswerFrame = {
  id: '01',
  model: 'our-claude',
  createdAt: 1_800_000_000,
  includeUsage: true,
  toolNames: new Map(),
};

function written(answer: ModelAnswer, as: Partial<AnswerFrame> = {}) {
  return JSON.parse(writeChatAnswer(answer, { ...frame, ...as }));
}

function eventsOf(block: AnswerBlock): AnswerEvent[] {
  const opened: AnswerEvent = { type: 'block_start', block };
  const closed: AnswerEvent = { type: 'block_stop' };
  if (block.kind === 'redacted_reasoning') return [opened, closed];
  const text = block.kind === 'tool_call' ? block.input.text : block.text;
  const half = Math.floor(text.length / 2);
  const pieces = [text.slice(0, half), text.slice(half)].filter((piece) => piece !== '');
  const signature = block.kind === 'reasoning' ? block.signature : undefined;
  return [
    opened,
    ...pieces.map((piece): AnswerEvent => ({ type: 'delta', text: piece })),
    ...(signature === undefined ? [] : [{ type: 'signature', signature } as const]),
    closed,
  ];
}

function streamed(answer: ModelAnswer, as: Partial<AnswerFrame> = {}): StreamFrame[] {
  const writer = new ChatAnswerStreamWriter({ ...frame, ...as });
  const events: AnswerEvent[] = [
    { type: 'start' },
    ...answer.content.flatMap(eventsOf),
    { type: 'stop', reason: answer.stop },
    ...(answer.usage ? [{ type: 'usage', usage: answer.usage } as const] : []),
  ];
  return [...events.flatMap((event) => writer.push(event)), ...writer.end()];
}

function chunksOf(frames: readonly StreamFrame[]) {
  return frames.slice(0, -1).map(({ data }) => JSON.parse(data));
}

const call = (id: string, input: string): AnswerBlock => ({
  kind: 'tool_call',
  id,
  name: 'f',
  input: new RawJson(input),
});

describe('an answer for a chat client', () => {
  test('has an id of its own and the model that the client asked for', () => {
    const answer: ModelAnswer = {
      model: 'claude-sonnet-5',
      content: [{ kind: 'text', text: 'Hello' }],
      stop: 'end',
      usage: { input: 7, output: 2 },
    };
    expect(written(answer)).toEqual({
      id: 'chatcmpl-01',
      object: 'chat.completion',
      created: 1_800_000_000,
      model: 'our-claude',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
    });
  });

  test.each<[StopReason, string]>([
    ['end', 'stop'],
    ['stop_sequence', 'stop'],
    ['length', 'length'],
    ['tool_calls', 'tool_calls'],
    ['content_filter', 'content_filter'],
    ['pause', 'stop'],
    ['unknown', 'stop'],
  ])('calls the stop reason %s %s', (stop, word) => {
    expect(written({ content: [], stop }).choices[0].finish_reason).toBe(word);
  });

  test('gotcha 05: counts cached tokens once, and tells them apart', () => {
    const usage = { input: 100, output: 20, cached: 60, cacheWrite: 30, reasoning: 5 };
    expect(written({ content: [], stop: 'end', usage }).usage).toEqual({
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 },
      completion_tokens_details: { reasoning_tokens: 5 },
    });
  });

  test('has no content beside tool calls alone', () => {
    const { message } = written({ content: [call('a', '{}')], stop: 'tool_calls' }).choices[0];
    expect(message).toEqual({
      role: 'assistant',
      content: null,
      refusal: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
    });
  });

  test('gotcha 08: keeps the digits of tool arguments', () => {
    const input = '{"z":9007199254740993,"a":1.0}';
    const answer: ModelAnswer = { content: [call('a', input)], stop: 'tool_calls' };
    expect(written(answer).choices[0].message.tool_calls[0].function.arguments).toBe(input);
  });

  test('calls tools what the client calls them', () => {
    const toolNames = new Map([['f', 'my.tool']]);
    const answer: ModelAnswer = { content: [call('a', '{}')], stop: 'tool_calls' };
    const { message } = written(answer, { toolNames }).choices[0];
    expect(message.tool_calls[0].function.name).toBe('my.tool');
    const [, opening] = chunksOf(streamed(answer, { toolNames }));
    expect(opening.choices[0].delta.tool_calls[0].function.name).toBe('my.tool');
  });

  test('gotcha 10: gives every block of thinking, in order, with its signature', () => {
    const { message } = written({
      content: [
        { kind: 'reasoning', text: 'Hm. ', signature: 's1' },
        { kind: 'redacted_reasoning', data: 'xx' },
        { kind: 'reasoning', text: '', signature: 's2' },
        { kind: 'text', text: 'Yes' },
      ],
      stop: 'end',
    }).choices[0];
    expect(message.reasoning_content).toBe('Hm. ');
    expect(message.thinking_blocks).toEqual([
      { type: 'thinking', thinking: 'Hm. ', signature: 's1' },
      { type: 'redacted_thinking', data: 'xx' },
      { type: 'thinking', thinking: '', signature: 's2' },
    ]);
  });

  test('is in the form before tools where the client asked in it', () => {
    const answer: ModelAnswer = { content: [call('a', '{"x":1}')], stop: 'tool_calls' };
    const [choice] = written(answer, { legacyFunctions: true }).choices;
    expect(choice.finish_reason).toBe('function_call');
    expect(choice.message.function_call).toEqual({ name: 'f', arguments: '{"x":1}' });
    expect(choice.message).not.toHaveProperty('tool_calls');
    const deltas = chunksOf(streamed(answer, { legacyFunctions: true })).flatMap(
      ({ choices }) => choices[0]?.delta.function_call ?? [],
    );
    expect(deltas.map((delta) => delta.arguments).join('')).toBe('{"x":1}');
  });
});

describe('a stream for a chat client', () => {
  test('gotcha 02: begins with the role', () => {
    const [first] = chunksOf(streamed({ content: [], stop: 'end' }));
    expect(first.choices[0].delta).toEqual({ role: 'assistant', content: '', refusal: null });
  });

  test('gotcha 01: counts tool calls from 0 on, whatever stands between them', () => {
    const answer: ModelAnswer = {
      content: [
        { kind: 'reasoning', text: 'Hm', signature: 's' },
        { kind: 'text', text: 'See' },
        call('a', '{"x":1}'),
        { kind: 'text', text: 'and' },
        call('b', '{"y":2}'),
      ],
      stop: 'tool_calls',
    };
    const deltas = chunksOf(streamed(answer)).flatMap(
      ({ choices }) => choices[0]?.delta.tool_calls ?? [],
    );
    expect(deltas.map(({ index, id }) => [index, id])).toEqual([
      [0, 'a'],
      [0, undefined],
      [0, undefined],
      [1, 'b'],
      [1, undefined],
      [1, undefined],
    ]);
  });

  test('gives a call without input an empty object', () => {
    const writer = new ChatAnswerStreamWriter(frame);
    writer.push({ type: 'start' });
    writer.push({ type: 'block_start', block: { kind: 'tool_call', id: 'a', name: 'f' } });
    const [last] = writer.push({ type: 'block_stop' }).map(({ data }) => JSON.parse(data));
    expect(last.choices[0].delta.tool_calls).toEqual([{ index: 0, function: { arguments: '{}' } }]);
  });

  test('gotcha 03: tells the usage in a chunk with an empty list of choices, if asked', () => {
    const answer: ModelAnswer = { content: [], stop: 'end', usage: { input: 3, output: 4 } };
    const asked = chunksOf(streamed(answer));
    expect(asked.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 7 } });
    expect(asked.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    const unasked = chunksOf(streamed(answer, { includeUsage: false }));
    expect(unasked.every((chunk) => !('usage' in chunk) && chunk.choices.length === 1)).toBe(true);
  });

  test('ends with [DONE], and only in end()', () => {
    const writer = new ChatAnswerStreamWriter(frame);
    writer.push({ type: 'start' });
    writer.push({ type: 'block_start', block: { kind: 'text' } });
    const finish = writer.push({ type: 'stop', reason: 'length' });
    expect(JSON.parse(finish.at(-1)?.data ?? '').choices[0].finish_reason).toBe('length');
    expect(writer.end()).toEqual([{ event: '', data: '[DONE]' }]);
  });

  test('gotcha 25: that fails ends with an error and without [DONE]', () => {
    const writer = new ChatAnswerStreamWriter(frame);
    writer.push({ type: 'start' });
    const frames = writer.fail({
      kind: 'server_error',
      message: 'The stream was cut.',
      code: 'upstream_stream_truncated',
    });
    expect(frames.map(({ data }) => JSON.parse(data))).toEqual([
      {
        error: {
          message: 'The stream was cut.',
          type: 'server_error',
          param: null,
          code: 'upstream_stream_truncated',
        },
      },
    ]);
  });
});

const text = fc.string({ minLength: 1, unit: 'grapheme' });
const thought = fc.oneof(
  fc.record({ kind: fc.constant('reasoning' as const), text, signature: text }),
  fc.record({ kind: fc.constant('redacted_reasoning' as const), data: text }),
);
const toolCall = fc.record({
  kind: fc.constant('tool_call' as const),
  name: text,
  input: fc.object({ maxDepth: 2 }).map((value) => new RawJson(JSON.stringify(value))),
});
const answers: fc.Arbitrary<ModelAnswer> = fc
  .record({
    thoughts: fc.array(thought, { maxLength: 3 }),
    said: fc.option(text, { nil: undefined }),
    calls: fc.array(toolCall, { maxLength: 3 }),
    usage: fc.record({ input: fc.nat(), output: fc.nat(), cached: fc.nat(), reasoning: fc.nat() }),
  })
  .map(({ thoughts, said, calls, usage }) => ({
    model: frame.model,
    content: [
      ...thoughts,
      ...(said === undefined ? [] : [{ kind: 'text' as const, text: said }]),
      ...calls.map((made, index) => ({ ...made, id: `call_${index}` })),
    ],
    stop: calls.length > 0 ? ('tool_calls' as const) : ('end' as const),
    usage: { ...usage, output: usage.output + usage.reasoning },
  }));

describe('every answer', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        expect(readChatAnswer(writeChatAnswer(answer, frame))).toEqual(answer);
      }),
    );
  });

  test('is the same streamed and whole', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const reader = new ChatAnswerStreamReader();
        const events = streamed(answer).flatMap((sent) => reader.push(sent));
        expect(collectAnswer(events)).toEqual(answer);
      }),
    );
  });
});
