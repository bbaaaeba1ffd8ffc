import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
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

function read(stream: readonly StreamFrame[]): AnswerEvent[] {
  const reader = new ConverseAnswerStreamReader();
  return stream.flatMap((each) => reader.push(each));
}

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
