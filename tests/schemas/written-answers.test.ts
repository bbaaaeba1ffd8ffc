import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type {
  AnswerBlock,
  AnswerEvent,
  AnswerFault,
  ModelAnswer,
  StopReason,
} from '../../src/domain/protocol/answer.ts';
import { RawJson } from '../../src/domain/protocol/json-text.ts';
import { eventsOf } from '../support/responses-model.ts';
import { checkTypes } from './check-types.ts';
import { distinctShapes, kindsOf } from './distinct-shapes.ts';
import { fixtures, recordedAnswers } from './recorded-answers.ts';
import { expectNone } from './report.ts';
import { plainFrame, writtenStream, writtenWhole } from './written-answers.ts';

const timeoutMs = 300_000;
const stops: readonly StopReason[] = [
  'end',
  'stop_sequence',
  'length',
  'tool_calls',
  'content_filter',
  'pause',
  'unknown',
];
const input = new RawJson('{"city":"Bandung","days":9007199254740993}');
const call = (id: string): AnswerBlock => ({ kind: 'tool_call', id, name: 'weather', input });
const contents: readonly (readonly AnswerBlock[])[] = [
  [],
  [{ kind: 'text', text: '' }],
  [{ kind: 'text', text: 'Hello' }],
  [
    { kind: 'text', text: 'Let me see.' },
    call('call_1'),
    call('call_2'),
    { kind: 'text', text: 'Soon.' },
  ],
  [{ kind: 'tool_call', id: 'x'.repeat(90), name: 'house__weather', input: new RawJson('{}') }],
  [{ kind: 'refusal', text: 'No.' }],
  [
    { kind: 'text', text: 'Well' },
    { kind: 'refusal', text: 'no.' },
  ],
  [
    { kind: 'reasoning', text: 'Hm.', signature: 'c2ln' },
    { kind: 'redacted_reasoning', data: 'c2VjcmV0' },
    { kind: 'reasoning', text: '', signature: 'c2ln' },
    { kind: 'reasoning', text: 'Unsigned.' },
    { kind: 'text', text: 'So.' },
  ],
  [{ kind: 'reasoning', text: 'Only thought.', signature: 'c2ln' }],
];
const usages: readonly Pick<ModelAnswer, 'usage'>[] = [
  {},
  { usage: { input: 10, output: 5 } },
  {
    usage: { input: 10, output: 5, cached: 3, cacheWrite: 4, cacheWrite1h: 1, reasoning: 2 },
  },
];
const faults: readonly AnswerFault['kind'][] = [
  'overloaded',
  'rate_limited',
  'timeout',
  'invalid_request',
  'server_error',
];

/** Every block, reason and count in every combination that readers can make of it. */
const answers: readonly ModelAnswer[] = contents.flatMap((content) =>
  stops.flatMap((stop) =>
    usages.map((usage) => ({
      content,
      stop,
      ...(stop === 'stop_sequence' && { stopSequence: 'END' }),
      ...usage,
    })),
  ),
);
const frames = [
  plainFrame,
  { ...plainFrame, includeUsage: false, legacyFunctions: true, latencyMs: () => 12 },
];

const end: AnswerEvent = { type: 'end' };
const whole = frames.flatMap((frame) =>
  answers.flatMap((answer) => writtenWhole(JSON.stringify(answer), answer, frame)),
);
const streamed = frames.flatMap((frame) =>
  answers.flatMap((answer) =>
    writtenStream(JSON.stringify(answer), [...eventsOf(answer), end], frame),
  ),
);
const broken = faults.flatMap((kind) =>
  answers.flatMap((answer) => {
    const events = eventsOf(answer);
    const fault = { type: 'fault', fault: { kind, message: 'It broke.' } } as const;
    return writtenStream(kind, [...events.slice(0, -2), fault]);
  }),
);

describe('what is written to clients is what their own clients expect', () => {
  test(
    'whole answers, of every kind of content, reason to stop and count',
    async () => {
      const shapes = distinctShapes(whole);
      expect(kindsOf(shapes)).toEqual([
        'chat.answer',
        'converse.answer',
        'messages.answer',
        'responses.answer',
      ]);
      expectNone(await checkTypes(shapes));
    },
    timeoutMs,
  );

  test(
    'every event of streams that end, and of streams that break',
    async () => {
      const shapes = distinctShapes([...streamed, ...broken]);
      expect(kindsOf(shapes)).toEqual([
        'chat.chunk',
        'converse.event',
        'messages.event',
        'openai.error',
        'responses.event',
      ]);
      expectNone(await checkTypes(shapes));
    },
    timeoutMs,
  );

  const isThere = existsSync(fixtures);
  const title = isThere
    ? 'recorded answers of every provider, in every other format'
    : 'recorded answers: skipped, ../shared/fixtures is not there';
  test.skipIf(!isThere)(
    title,
    async () => {
      const emissions = recordedAnswers();
      const shapes = distinctShapes(emissions);
      expect(emissions.length).toBeGreaterThan(10_000);
      expect(kindsOf(shapes)).toHaveLength(9);
      expectNone(await checkTypes(shapes));
    },
    timeoutMs,
  );
});
