import fc from 'fast-check';
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, test } from 'vitest';
import { read } from '../../../../tests/support/read-responses.ts';
import { eventsOf } from '../../../../tests/support/responses-model.ts';
import { abilitiesOf } from '../../catalog/abilities.ts';
import type { AnswerBlock, AnswerFrame, ModelAnswer, StopReason } from '../answer.ts';
import { writeConverseRequest } from '../converse/write-request.ts';
import { RawJson } from '../json-text.ts';
import { writeMessagesRequest } from '../messages/write-request.ts';
import type { StreamFrame } from '../stream-frame.ts';
import { writeResponsesAnswer } from './write-answer.ts';
import { ResponsesAnswerStreamWriter } from './write-answer-stream.ts';

const frame: AnswerFrame = {
  id: '01',
  model: 'our-claude',
  createdAt: 1_800_000_000,
  includeUsage: false,
  toolNames: new Map(),
};

function written(answer: ModelAnswer, as: Partial<AnswerFrame> = {}): Response {
  return JSON.parse(writeResponsesAnswer(answer, { ...frame, ...as }));
}

function streamed(answer: ModelAnswer, as: Partial<AnswerFrame> = {}): StreamFrame[] {
  const writer = new ResponsesAnswerStreamWriter({ ...frame, ...as });
  return [...eventsOf(answer).flatMap((event) => writer.push(event)), ...writer.end()];
}

function parsed(frames: readonly StreamFrame[]): ResponseStreamEvent[] {
  return frames.map(({ data }) => JSON.parse(data));
}

function typesOf(content: readonly AnswerBlock[], stop: StopReason = 'end'): string[] {
  return parsed(streamed({ content, stop })).map(({ type }) => type.replace('response.', ''));
}

const text = (words: string): AnswerBlock => ({ kind: 'text', text: words });
const refusal: AnswerBlock = { kind: 'refusal', text: 'No.' };
const thought: AnswerBlock = { kind: 'reasoning', text: 'Hm, ümlaut.', signature: 'c2ln' };
const call = (id: string, input: string, name = 'f'): AnswerBlock => ({
  kind: 'tool_call',
  id,
  name,
  input: new RawJson(input),
});

describe('a whole answer', () => {
  test('is a response with every member that the types demand', () => {
    const usage = { input: 12, output: 5, cached: 3, cacheWrite: 2, reasoning: 1 };
    const { output_text, ...expected } = {
      output_text: '',
      id: 'resp_01',
      object: 'response',
      created_at: 1_800_000_000,
      status: 'completed',
      background: false,
      error: null,
      incomplete_details: null,
      instructions: null,
      max_output_tokens: null,
      model: 'our-claude',
      output: [
        {
          id: 'msg_01_0',
          type: 'message',
          status: 'completed',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Hi', annotations: [], logprobs: [] }],
        },
        {
          id: 'fc_01_1',
          type: 'function_call',
          status: 'completed',
          call_id: 'c1',
          name: 'f',
          arguments: '{"a":1.0}',
        },
      ],
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: null, summary: null },
      temperature: null,
      text: { format: { type: 'text' } },
      tool_choice: 'auto',
      tools: [],
      top_p: null,
      truncation: 'disabled',
      usage: {
        input_tokens: 12,
        input_tokens_details: { cached_tokens: 3, cache_write_tokens: 2 },
        output_tokens: 5,
        output_tokens_details: { reasoning_tokens: 1 },
        total_tokens: 17,
      },
      metadata: {},
    } satisfies Response;
    expect(output_text).toBe('');
    const content = [text('Hi'), call('c1', '{"a":1.0}')];
    expect(written({ content, stop: 'tool_calls', usage })).toEqual({ ...expected, store: false });
  });

  test.each([
    ['end', 'completed', null],
    ['stop_sequence', 'completed', null],
    ['tool_calls', 'completed', null],
    ['pause', 'completed', null],
    ['unknown', 'completed', null],
    ['length', 'incomplete', { reason: 'max_output_tokens' }],
    ['content_filter', 'incomplete', { reason: 'content_filter' }],
  ] as const)('that stopped for %s is %s', (stop, status, incomplete_details) => {
    const response = written({ content: [text('Hi'), text('Ho')], stop });
    expect(response).toMatchObject({ status, incomplete_details, output: [{ status }] });
    expect(parsed(streamed({ content: [text('Hi')], stop })).at(-1)).toMatchObject({
      type: `response.${status}`,
      response: { status, incomplete_details, output: [{ status }] },
    });
  });

  test('repeats what the request said', () => {
    const tools = [{ type: 'function', name: 'f', parameters: {}, strict: true }];
    const { echo } = read({ instructions: 'Be brief.', temperature: 0.5, tools }).conversation;
    const as = echo === undefined ? {} : { echo };
    const response = written({ content: [text('Hi')], stop: 'end' }, as);
    expect(response).toMatchObject({ instructions: 'Be brief.', temperature: 0.5, tools });
  });

  test('has words even where the model had none, lest agents ask forever', () => {
    const { output } = written({ content: [], stop: 'end' });
    expect(output).toMatchObject([
      { type: 'message', content: [{ type: 'output_text', text: '' }] },
    ]);
    expect(written({ content: [], stop: 'length' }).output).toEqual([]);
  });

  test('shortens ids of calls that OpenAI would not take', () => {
    const [item] = written({ content: [call('x'.repeat(80), '{}')], stop: 'end' }).output;
    expect(item).toMatchObject({ call_id: expect.stringMatching(/^x{55}_[0-9a-f]{8}$/) });
  });

  test('calls functions by the names that they have for the client', () => {
    const toolNames = new Map([
      ['mcp__x_f_1234abcd', 'mcp__x.f'],
      ['g_00000000', 'g'],
    ]);
    const content = [call('c1', '{}', 'mcp__x_f_1234abcd'), call('c2', '{}', 'g_00000000')];
    const { output } = written({ content, stop: 'tool_calls' }, { toolNames });
    expect(output[0]).toMatchObject({ name: 'f', namespace: 'mcp__x' });
    expect(output[1]).toMatchObject({ name: 'g' });
    expect(output[1]).not.toHaveProperty('namespace');
    const done = parsed(streamed({ content, stop: 'tool_calls' }, { toolNames }));
    expect(done).toContainEqual(
      expect.objectContaining({ type: 'response.function_call_arguments.done', name: 'f' }),
    );
  });
});

describe.each([
  ['Messages', writeMessagesRequest, 'anthropic'],
  ['Converse', writeConverseRequest, 'bedrock'],
] as const)('a namespace of functions, on the way to %s and back', (_, write, provider) => {
  test('gotcha 14: is a name that the provider takes, and a namespace again for the client', () => {
    const tools = [{ type: 'namespace', name: 'mcp__x', tools: [{ type: 'function', name: 'f' }] }];
    const { conversation, ledger } = read({ tools });
    const model = provider === 'bedrock' ? 'anthropic.claude-sonnet-4-5' : 'claude-sonnet-4-5';
    const target = { provider, model, abilities: abilitiesOf(provider, model) };
    const { body, toolNames } = write(conversation, target, ledger);
    const [given = ''] = toolNames.keys();
    expect(given).toMatch(/^mcp__x_f_\w+$/);
    expect(body).toContain(`"name":"${given}"`);
    const response = written({ content: [call('c1', '{}', given)], stop: 'end' }, { toolNames });
    expect(response.output[0]).toMatchObject({ name: 'f', namespace: 'mcp__x' });
  });
});

describe('a streamed answer', () => {
  test('has an event for the beginning and the end of everything', () => {
    expect(typesOf([thought, text('Hi'), call('c1', '{"a":1}')], 'tool_calls')).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
      'completed',
    ]);
  });

  test('has the texts that follow each other in one message', () => {
    expect(typesOf([text('H'), text(''), refusal])).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'content_part.added',
      'refusal.delta',
      'refusal.delta',
      'refusal.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
  });

  test('gives a call without any input an empty one', () => {
    const events = parsed(streamed({ content: [call('c1', '')], stop: 'tool_calls' }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'response.function_call_arguments.done', arguments: '{}' }),
    );
  });

  test('is not whole before the end is asked for', () => {
    const writer = new ResponsesAnswerStreamWriter(frame);
    const usage = { input: 1, output: 1 };
    const events = eventsOf({ content: [text('Hi')], stop: 'end', usage });
    const before = parsed(events.flatMap((event) => writer.push(event)));
    expect(before.map(({ type }) => type)).not.toContain('response.completed');
    expect(parsed(writer.end()).map(({ type }) => type)).toEqual(['response.completed']);
  });

  test('closes what is open where the provider forgot to', () => {
    const writer = new ResponsesAnswerStreamWriter(frame);
    writer.push({ type: 'block_start', block: { kind: 'text' } });
    writer.push({ type: 'delta', text: 'Hi' });
    expect(parsed(writer.end()).at(-1)).toMatchObject({
      type: 'response.completed',
      response: { output: [{ status: 'completed', content: [{ text: 'Hi' }] }] },
    });
  });
});

describe('a failure', () => {
  const started = () => {
    const writer = new ResponsesAnswerStreamWriter(frame);
    const before = [
      ...writer.push({ type: 'start' }),
      ...writer.push({ type: 'block_start', block: { kind: 'text' } }),
      ...writer.push({ type: 'delta', text: 'Hal' }),
    ];
    return { writer, before };
  };

  test('gotcha 25: never looks like an end', () => {
    const { writer, before } = started();
    const frames = [...before, ...writer.fail({ kind: 'server_error', message: 'Gone.' })];
    const types = parsed(frames).map(({ type }) => type);
    expect(types).not.toContain('response.completed');
    expect(types).not.toContain('response.incomplete');
  });

  test.each([
    ['server_error', 'server_error'],
    ['overloaded', 'server_error'],
    ['timeout', 'server_error'],
    ['rate_limited', 'rate_limit_exceeded'],
    ['invalid_request', 'invalid_prompt'],
  ] as const)(
    'gotcha 26: of kind %s is an error, and a response.failed with a code of OpenAI',
    (kind, code) => {
      const { writer, before } = started();
      const frames = writer.fail({ kind, message: 'Gone.', code: 'upstream_stream_truncated' });
      const [error, event, ...others] = parsed(frames);
      expect(others).toEqual([]);
      expect(frames.map((frame) => frame.event)).toEqual(['error', 'response.failed']);
      const told = { code: 'upstream_stream_truncated', message: 'Gone.', param: null };
      expect(error).toEqual({
        type: 'error',
        sequence_number: before.length,
        ...told,
        error: { type: 'server_error', ...told },
      });
      expect(event).toMatchObject({
        type: 'response.failed',
        sequence_number: before.length + 1,
        response: {
          id: 'resp_01',
          status: 'failed',
          error: { code, message: 'Gone. (upstream_stream_truncated)' },
        },
      });
    },
  );

  test('before anything else comes after the event that clients expect first', () => {
    const frames = new ResponsesAnswerStreamWriter(frame).fail({
      kind: 'overloaded',
      message: 'Busy.',
    });
    expect(frames.map(({ event }) => event)).toEqual([
      'response.created',
      'response.in_progress',
      'error',
      'response.failed',
    ]);
  });
});

const words = fc.string({ minLength: 1, unit: 'binary' });
const block: fc.Arbitrary<AnswerBlock> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'refusal' as const), text: words }),
  fc.record({ kind: fc.constant('reasoning' as const), text: fc.string(), signature: words }),
  fc.record({ kind: fc.constant('redacted_reasoning' as const), data: words }),
  fc
    .tuple(fc.stringMatching(/^[a-z_]{1,9}$/), fc.dictionary(fc.string(), fc.json()))
    .map(([name, input]) => call('c1', JSON.stringify(input), name)),
);
const answers: fc.Arbitrary<ModelAnswer> = fc.record({
  content: fc.array(block, { maxLength: 6 }),
  stop: fc.constantFrom('end', 'tool_calls', 'length', 'content_filter'),
  usage: fc.record({ input: fc.nat(), output: fc.nat() }),
});

describe('any answer', () => {
  test('is the same, whole and streamed', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const last = JSON.parse(streamed(answer).at(-1)?.data ?? '');
        expect(last.response).toEqual(written(answer));
      }),
    );
  });

  test('is streamed in order, with a name and a number for each event', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const frames = streamed(answer);
        const events = parsed(frames);
        expect(events.map(({ type }) => type)).toEqual(frames.map(({ event }) => event));
        expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
      }),
    );
  });

  test('gotchas 8, 9 and 10: means the same when the client gives it back', () => {
    fc.assert(
      fc.property(answers, ({ content, stop }) => {
        const { output } = written({ content, stop });
        const input = [{ role: 'user', content: 'Hi' }, ...output];
        const { conversation, ledger } = read({ input });
        const carried = conversation.turns.slice(1).flatMap((turn) => turn.content);
        const said = carried.filter((each) => each.kind !== 'text' || each.text !== '');
        expect(ledger.dropped).toEqual([]);
        expect(said.map(({ at, ...members }) => members)).toEqual(content.map(givenBack));
      }),
    );
  });
});

/** To other providers a refusal is a text like any other. */
function givenBack(block: AnswerBlock): AnswerBlock {
  return block.kind === 'refusal' ? { kind: 'text', text: block.text } : block;
}
