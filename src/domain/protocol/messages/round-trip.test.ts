import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adaptive, budgeted } from '../../../../tests/support/messages-requests.ts';
import { parseJsonTree } from '../json-tree.ts';
import { Ledger } from '../ledger.ts';
import type { ModelAbilities } from '../model-abilities.ts';
import { readMessagesRequest } from './read-request.ts';
import { writeMessagesRequest } from './write-request.ts';

const digits = '{"id":9007199254740993,"rate":1.0,"2":"b","1":"a"}';

/** From Anthropic's format and back to it, in strict mode. */
function roundTrip(body: string, abilities: ModelAbilities): string {
  const ledger = new Ledger('strict');
  const request = parseJsonTree(body);
  if (request.kind !== 'object') throw new TypeError('the test needs an object');
  const conversation = readMessagesRequest(request, ledger);
  const target = { provider: 'anthropic', model: 'claude', abilities } as const;
  return writeMessagesRequest(conversation, target, ledger).body;
}

const words = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
const mark = fc.constantFrom({}, { cache_control: { type: 'ephemeral', ttl: '5m' } });
const text = words.map((value) => ({ type: 'text', text: value }));
const image = fc.constant({ type: 'image', source: { type: 'url', url: 'https://a.test/b.png' } });
const document = fc.record({
  type: fc.constant('document'),
  source: words.map((data) => ({ type: 'text', media_type: 'text/plain', data })),
  title: words,
});
const thinking = fc.oneof(
  fc.record({ type: fc.constant('thinking'), thinking: fc.string(), signature: words }),
  fc.record({ type: fc.constant('redacted_thinking'), data: words }),
);
const said = fc.array(fc.oneof(text, image, document), { minLength: 1, maxLength: 3 });

/** An exchange with tools: question, calls, results and what the user says beside them. */
const exchange = fc
  .record({
    question: said,
    thoughts: fc.array(thinking, { maxLength: 2 }),
    calls: fc.array(
      fc.object().map((value) => JSON.stringify(value)),
      { minLength: 1, maxLength: 3 },
    ),
    results: fc.array(text, { minLength: 1, maxLength: 2 }),
    isError: fc.boolean(),
    beside: fc.array(text, { maxLength: 1 }),
    answer: text,
  })
  .map(({ question, thoughts, calls, results, isError, beside, answer }) => (turn: number) => [
    { role: 'user', content: question },
    {
      role: 'assistant',
      content: [
        ...thoughts,
        ...calls.map((input, index) => ({
          type: 'tool_use',
          id: `toolu_${turn}_${index}`,
          name: 'look-up',
          input: JSON.parse(input),
        })),
      ],
    },
    {
      role: 'user',
      content: [
        ...calls.map((_, index) => ({
          type: 'tool_result',
          tool_use_id: `toolu_${turn}_${index}`,
          content: results,
          ...(isError && { is_error: true }),
        })),
        ...beside,
      ],
    },
    { role: 'assistant', content: [answer] },
  ]);

const requests = fc
  .record({
    exchanges: fc.array(exchange, { maxLength: 2 }),
    last: said,
    instruction: fc.record({ rules: text, marked: mark }),
    parameters: fc.object(),
    choice: fc.constantFrom({ type: 'auto' }, { type: 'none' }, undefined),
    stop: fc.array(words, { minLength: 1, maxLength: 3 }),
    stream: fc.constantFrom(true, undefined),
  })
  .map(({ exchanges, last, instruction, parameters, choice, stop, stream }) => ({
    model: 'claude',
    max_tokens: 2000,
    system: [{ ...instruction.rules, ...instruction.marked }],
    messages: [
      ...exchanges.flatMap((messages, turn) => messages(turn)),
      { role: 'user', content: last },
    ],
    tools: [
      {
        name: 'look-up',
        description: 'Finds.',
        input_schema: { type: 'object', properties: parameters },
      },
    ],
    ...(choice && { tool_choice: choice }),
    stop_sequences: stop,
    metadata: { user_id: 'u' },
    ...(stream && { stream }),
  }));

describe('a request in the format of Anthropic', () => {
  test('means the same after it was read and written', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(budgeted, adaptive), (request, abilities) => {
        const body = roundTrip(JSON.stringify(request), abilities);
        expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(request)));
      }),
      { numRuns: 300 },
    );
  });

  test('gotcha 08: keeps digits and order where values of the client are', () => {
    const messages = `[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":${digits}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}]`;
    const schema = '{"type":"object","properties":{"2":{"default":1.0},"1":{}}}';
    const tools = `[{"name":"n","input_schema":${schema}}]`;
    const body = roundTrip(
      `{"model":"m","max_tokens":9,"messages":${messages},"tools":${tools}}`,
      budgeted,
    );
    expect(body).toContain(`"input":${digits}`);
    expect(body).toContain(`"input_schema":${schema}`);
  });
});
