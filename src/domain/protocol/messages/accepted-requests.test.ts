import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerMessage } from '../../../../emulator/anthropic/answer-message.ts';
import { ApiFailure } from '../../../../emulator/anthropic/api-failure.ts';
import { sign } from '../../../../emulator/anthropic/thinking-signature.ts';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import { asking } from '../../../../tests/support/messages-requests.ts';
import { abilitiesOf } from '../../catalog/abilities.ts';
import { MonagoError } from '../../errors.ts';
import {
  type Block,
  type Conversation,
  efforts,
  type Settings,
  type Turn,
} from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { Ledger } from '../ledger.ts';
import { readMessagesAnswer } from './read-answer.ts';
import { MessagesAnswerStreamReader } from './read-answer-stream.ts';
import { writeMessagesRequest } from './write-request.ts';

const models = [
  ...['claude-3-5-haiku-20241022', 'claude-3-7-sonnet-20250219', 'claude-opus-4-20250514'],
  ...['claude-sonnet-4-5', 'claude-opus-4-5', 'claude-sonnet-4-6', 'claude-opus-4-7'],
  ...['claude-opus-4-8', 'claude-sonnet-5', 'claude-opus-5-5', 'claude-sonnet-5-5'],
];
const words = fc.constantFrom('Hello', ' spaced ', '', ' \n', 'é😀', 'END');
const at = fc.constant('messages[0].content[0]');
const cache = fc.constantFrom({}, {}, { cache: {} }, { cache: { ttl: '1h' as const } });
const text: fc.Arbitrary<Block> = fc
  .tuple(words, cache)
  .map(([value, mark]) => ({ kind: 'text', text: value, at: 'messages[0].content[0]', ...mark }));
const media: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { kind: 'image', source: { type: 'url', url: 'https://a.test/b.png' }, at: 'a' },
  { kind: 'image', source: { type: 'base64', mediaType: 'image/jpg', data: '/9j/4AAQ' }, at: 'b' },
  { kind: 'document', source: { type: 'text', text: 'words' }, name: 'a', at: 'c' },
);
const thought: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { kind: 'reasoning', text: 'so', signature: sign('so'), at: 'd' },
  { kind: 'reasoning', text: '', signature: sign(''), at: 'e' },
  { kind: 'reasoning', text: 'unsigned', at: 'f' },
  { kind: 'redacted_reasoning', data: sign(''), at: 'g' },
);
const ids = fc.constantFrom('call_1', 'functions.look up:0', 'é', 'call_1');
const names = fc.constantFrom('look_up', 'math.add');

/** A question, its answer and, if that calls tools, their results, in the order in which clients send them. */
const exchange = fc
  .record({
    question: fc.array(fc.oneof(text, media), { minLength: 1, maxLength: 2 }),
    thoughts: fc.array(thought, { maxLength: 2 }),
    said: fc.array(text, { maxLength: 1 }),
    calls: fc.array(fc.record({ id: ids, name: names }), { maxLength: 3 }),
    result: fc.array(text, { maxLength: 2 }),
    instruction: fc.option(words, { nil: undefined }),
  })
  .map(({ question, thoughts, said, calls, result, instruction }): Turn[] => {
    const input = new RawJson('{"a":1.0}');
    const used = calls.map((call): Block => ({ kind: 'tool_call', ...call, input, at: 'h' }));
    const content = result.filter((block) => block.kind === 'text');
    const results = calls.map(
      ({ id }): Block => ({ kind: 'tool_result', callId: id, content, at: 'i' }),
    );
    const turns: Turn[] = [
      { role: 'user', content: question, at: 'messages[0]' },
      { role: 'assistant', content: [...thoughts, ...said, ...used], at: 'messages[1]' },
    ];
    const told: Block[] =
      instruction === undefined ? [] : [{ kind: 'text', text: instruction, at: 'j' }];
    if (told.length > 0) turns.push({ role: 'system', content: told, at: 'messages[2]' });
    return [
      ...turns,
      ...results.map((block): Turn => ({ role: 'user', content: [block], at: 'k' })),
    ];
  });

const schema = fc
  .constantFrom(
    '{}',
    '{"type":"object","properties":{"a":{"type":"string","minLength":1}}}',
    '{"properties":{"a":{"oneOf":[{"type":"integer","minimum":0},{"type":"null"}]}},"required":["a"]}',
    '{"type":"object","allOf":[{"type":"object"},{"type":"object"}]}',
    '{"type":"object","properties":{"l":{"type":"array","items":{"type":"object"},"maxItems":3}}}',
  )
  .map((value) => new RawJson(value));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const settings = fc
  .record({
    maxTokens: optional(fc.constantFrom(10, 1000, 3000, 500_000)),
    temperature: optional(fc.constantFrom(0, 0.5, 1, 2)),
    topP: optional(fc.constantFrom(0.1, 0.96, 1)),
    topK: optional(fc.constantFrom(5)),
    stop: optional(fc.constantFrom(['END'], ['\n'], ['\n', 'END'])),
    reasoning: optional(
      fc.oneof(
        fc.constantFrom(...efforts).map((effort) => ({ mode: 'effort' as const, effort })),
        fc.constantFrom(...efforts).map((effort) => ({ mode: 'adaptive' as const, effort })),
        fc.constantFrom(10, 2000, 1_000_000).map((tokens) => ({ mode: 'budget' as const, tokens })),
        fc.constantFrom({ mode: 'off' as const }, { mode: 'adaptive' as const }),
      ),
    ),
    format: optional(
      fc.oneof(
        schema.map((value) => ({ type: 'json_schema' as const, name: 'x', schema: value })),
        fc.constant({ type: 'json_object' as const }),
      ),
    ),
    serviceTier: optional(fc.constantFrom('auto', 'default', 'flex', 'priority')),
    user: optional(fc.constant('u')),
  })
  .map(given);

function given(record: Readonly<Record<string, unknown>>): Settings {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const conversations: fc.Arbitrary<Conversation> = fc
  .record({
    settings,
    exchanges: fc.array(exchange, { maxLength: 3 }),
    last: fc.array(text, { maxLength: 2 }),
    system: fc.array(fc.record({ kind: fc.constant('text' as const), text: words, at }), {
      maxLength: 2,
    }),
    parameters: fc.array(optional(schema), { maxLength: 2 }),
    strict: fc.boolean(),
    mark: cache,
    toolChoice: fc.constantFrom<Conversation['toolChoice']>(
      undefined,
      { mode: 'auto' },
      { mode: 'none' },
      { mode: 'required' },
    ),
    parallelToolCalls: optional(fc.boolean()),
  })
  .map(({ settings: found, exchanges, last, parameters, strict, mark, ...more }) => {
    const turns = exchanges.flat();
    const tools = parameters.map((value, index) => ({
      name: ['look_up', 'math.add'][index] ?? '',
      at: `tools[${index}]`,
      strict,
      ...mark,
      ...(value && { parameters: value }),
    }));
    const said: Turn = { role: 'user', content: last, at: 'messages[9]' };
    const { toolChoice, parallelToolCalls, system } = more;
    return asking(found, {
      turns: last.length > 0 ? [...turns, said] : turns,
      system,
      tools,
      ...(toolChoice && { toolChoice }),
      ...(parallelToolCalls !== undefined && { parallelToolCalls }),
    });
  });

/** Undefined where the request is refused before it leaves. */
function written(conversation: Conversation, model: string) {
  const target = {
    provider: 'anthropic',
    model,
    abilities: abilitiesOf('anthropic', model),
  } as const;
  try {
    return writeMessagesRequest(conversation, target, new Ledger('lenient'));
  } catch (thrown) {
    if (thrown instanceof MonagoError && thrown.code === 'invalid_request') return undefined;
    throw thrown;
  }
}

describe('requests to Anthropic', () => {
  test('whatever a client asks, the API takes what is written, and its answer is read', () => {
    let taken = 0;
    fc.assert(
      fc.property(conversations, fc.constantFrom(...models), (conversation, model) => {
        const request = written(conversation, model);
        if (request === undefined) return;
        taken += 1;
        const betas = request.headers?.['anthropic-beta']?.split(',') ?? [];
        const version = '2023-06-01';
        const { message, events } = answered(request.body, { version, betas, streaming: true });
        const whole = readMessagesAnswer(JSON.stringify(message));
        const reader = new MessagesAnswerStreamReader();
        const streamed = collectAnswer(
          events.flatMap((event) =>
            reader.push({ event: event.type, data: JSON.stringify(event) }),
          ),
        );
        expect(streamed).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(200);
  });
});

function answered(body: string, context: Parameters<typeof answerMessage>[1]) {
  try {
    return answerMessage(JSON.parse(body), context);
  } catch (thrown) {
    if (thrown instanceof ApiFailure) throw new Error(`${thrown.message}: ${body}`);
    throw thrown;
  }
}
