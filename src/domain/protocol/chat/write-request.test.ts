import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fault, type How, said, weather, write } from '../../../../tests/support/write-chat.ts';
import type { Block, Turn } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { parseJsonTree } from '../json-tree.ts';
import { Ledger } from '../ledger.ts';
import type { ModelAbilities } from '../model-abilities.ts';
import { readChatRequest } from './read-request.ts';

function turn(role: Turn['role'], ...content: Block[]): Turn {
  return { role, content, at: 'messages[9]' };
}

const at = 'messages[9].content[0]';
const text = (words: string): Block => ({ kind: 'text', text: words, at });
const image: Block = {
  kind: 'image',
  source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' },
  at,
};
const calls = (id: string, input = '{}', name = 'weather'): Block => ({
  kind: 'tool_call',
  id,
  name,
  input: new RawJson(input),
  at,
});
const answers = (callId: string, ...content: readonly Block[]): Block => ({
  kind: 'tool_result',
  callId,
  content: content.filter((block) => block.kind === 'text' || block.kind === 'image'),
  at,
});

describe('messages to OpenAI', () => {
  const messagesOf = (turns: readonly Turn[], how: How = {}) => write({ turns }, how).json.messages;

  test('begin with the instructions, one message for each', () => {
    const system = [
      { kind: 'text', text: 'One.', at: 'system[0]' },
      { kind: 'text', text: 'Two.', at: 'system[1]', cache: {} },
    ] as const;
    const { json, ledger } = write({ system });
    expect(json.messages).toEqual([
      { role: 'system', content: 'One.' },
      { role: 'system', content: 'Two.' },
      { role: 'user', content: 'Hi' },
    ]);
    expect(ledger.dropped).toEqual(['cache_control']);
  });

  test('have images as data URLs', () => {
    expect(messagesOf([turn('user', text('Look'), image)])).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
    ]);
  });

  test('have documents as files', () => {
    const source = { type: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' } as const;
    const file_data = 'data:application/pdf;base64,JVBERi0=';
    expect(messagesOf([turn('user', { kind: 'document', source, at })])[0].content).toEqual([
      { type: 'file', file: { filename: 'document.pdf', file_data } },
    ]);
  });

  test('have the results of tools right behind the calls, before all other content', () => {
    const turns = [
      said('Hi'),
      turn('assistant', text('Let me see.')),
      turn('assistant', calls('a', '{"x":1.0}'), calls('b')),
      turn('user', text('and'), answers('a', text('Rain'))),
      turn('user', answers('b', text('Sun'), text('shine')), text('then')),
    ];
    expect(messagesOf(turns).slice(1)).toEqual([
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"x":1.0}' } },
          { id: 'b', type: 'function', function: { name: 'weather', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: 'Rain' },
      {
        role: 'tool',
        tool_call_id: 'b',
        content: [
          { type: 'text', text: 'Sun' },
          { type: 'text', text: 'shine' },
        ],
      },
      { role: 'user', content: 'and' },
      { role: 'user', content: 'then' },
    ]);
  });

  test('have no content beside calls alone', () => {
    const [, message] = messagesOf([said('Hi'), turn('assistant', calls('a')), said('x')]);
    expect(message.content).toBeNull();
  });

  test('have what a tool gave besides text in the user message that follows', () => {
    const turns = [
      said('Hi'),
      turn('assistant', calls('a')),
      turn('user', answers('a', text('Here'), image), text('Well?')),
    ];
    expect(messagesOf(turns).slice(2)).toEqual([
      { role: 'tool', tool_call_id: 'a', content: 'Here' },
      {
        role: 'user',
        content: [
          { type: 'text', text: expect.stringContaining('call a') },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      { role: 'user', content: 'Well?' },
    ]);
  });

  test('say in words that a tool call failed', () => {
    const failed: Block = { kind: 'tool_result', callId: 'a', content: [], isError: true, at };
    const { json, ledger } = write({
      turns: [said('Hi'), turn('assistant', calls('a')), turn('user', failed)],
    });
    expect(json.messages[2].content).toMatch(/failed/);
    expect(ledger.dropped).toEqual([`${at}.is_error`]);
  });

  test('gotcha 10: are without the thinking of another provider, and say so', () => {
    const thought: Block = { kind: 'reasoning', text: 'Hm', signature: 's', at: 'messages[1].a' };
    const hidden: Block = { kind: 'redacted_reasoning', data: 'xx', at: 'messages[1].b' };
    const turns = [said('Hi'), turn('assistant', thought, hidden, text('Yes')), said('Why?')];
    const { json, ledger } = write({ turns });
    expect(json.messages[1]).toEqual({ role: 'assistant', content: 'Yes' });
    expect(ledger.dropped).toEqual(['messages[1].a', 'messages[1].b']);
  });

  test('do not end with the beginning of the answer', () => {
    const turns = [said('Hi'), turn('assistant', text('{'))];
    expect(fault({ turns })).toEqual(['unsupported_parameter', 'messages[9]']);
    expect(messagesOf(turns, { mode: 'lenient' })).toHaveLength(1);
  });

  test.each<[string, Block, Partial<ModelAbilities>]>([
    ['an image', image, { images: false }],
    [
      'a document',
      { kind: 'document', source: { type: 'base64', mediaType: 'application/pdf', data: '' }, at },
      { documents: false },
    ],
    [
      'a document elsewhere',
      { kind: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' }, at },
      {},
    ],
  ])('lose %s that the model does not take, by its place', (_, block, abilities) => {
    const turns = [turn('user', text('Look'), block)];
    expect(fault({ turns }, { abilities })).toEqual(['unsupported_parameter', at]);
    expect(messagesOf(turns, { abilities, mode: 'lenient' })[0].content).toBe('Look');
  });
});

describe('tools for OpenAI', () => {
  test('keep their schema, and have an empty one where there is none', () => {
    const parameters = new RawJson('{"type":"object","properties":{"z":{"minimum":1.0},"a":{}}}');
    const { body } = write({ tools: [{ ...weather, parameters, strict: true }] });
    expect(body).toContain(`"parameters":${parameters.text},"strict":true`);
    expect(write({ tools: [weather] }).json.tools[0].function.parameters).toEqual({
      type: 'object',
      properties: {},
    });
  });

  test('gotcha 14: have names that OpenAI takes, everywhere the same, and back', () => {
    const name = `mcp.${'long'.repeat(20)}`;
    const { json, toolNames } = write({
      turns: [said('Hi'), turn('assistant', calls('a', '{}', name)), said('x')],
      tools: [
        { ...weather, name },
        { ...weather, name: `${name}!` },
      ],
      toolChoice: { mode: 'tool', name },
    });
    const names = json.tools.map((tool: { function: { name: string } }) => tool.function.name);
    for (const given of names) expect(given).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(new Set(names).size).toBe(2);
    expect(json.messages[1].tool_calls[0].function.name).toBe(names[0]);
    expect(json.tool_choice.function.name).toBe(names[0]);
    expect(toolNames.get(names[0])).toBe(name);
    expect(toolNames.get(names[1])).toBe(`${name}!`);
  });

  test.each([
    [{ mode: 'auto' } as const, 'auto'],
    [{ mode: 'none' } as const, 'none'],
    [{ mode: 'required' } as const, 'required'],
    [
      { mode: 'tool', name: 'weather' } as const,
      { type: 'function', function: { name: 'weather' } },
    ],
  ])('are chosen: %j', (toolChoice, written) => {
    const { json } = write({ tools: [weather], toolChoice, parallelToolCalls: false });
    expect(json.tool_choice).toEqual(written);
    expect(json.parallel_tool_calls).toBe(false);
  });

  test('are not sent to a model that takes none', () => {
    const how = { abilities: { tools: false } };
    expect(fault({ tools: [weather] }, how)).toEqual(['unsupported_parameter', 'tools[0]']);
    const members = { tools: [weather], toolChoice: { mode: 'auto' } } as const;
    const { json } = write(members, { ...how, mode: 'lenient' });
    expect(json).not.toHaveProperty('tools');
    expect(json).not.toHaveProperty('tool_choice');
  });

  test('gotcha 12: switch reasoning off where the model takes them only so', () => {
    const abilities = { reasoningWithTools: false };
    expect(write({ tools: [weather] }, { abilities }).json.reasoning_effort).toBe('none');
    expect(write({}, { abilities }).json).not.toHaveProperty('reasoning_effort');
    const thoughtful = {
      tools: [weather],
      settings: { reasoning: { mode: 'effort', effort: 'high' } },
      settingsAt: { reasoning: 'output_config.effort' },
    } as const;
    expect(fault(thoughtful, { abilities })).toEqual([
      'unsupported_parameter',
      'output_config.effort',
    ]);
    const { json, ledger } = write(thoughtful, { abilities, mode: 'lenient' });
    expect(json.reasoning_effort).toBe('none');
    expect(ledger.changed).toEqual(['output_config.effort']);
  });
});

const word = fc.string({ minLength: 1, maxLength: 8 });
const toolName = fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/);
const input = fc.object({ maxDepth: 1 }).map((value) => JSON.stringify(value));
const rounds = fc.array(
  fc.record({
    asks: word,
    says: word,
    calls: fc.array(fc.tuple(toolName, input, word), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 4 },
);
const requests = fc
  .record({ system: fc.array(word, { maxLength: 2 }), rounds, last: word })
  .map(({ system, rounds, last }) => ({
    model: 'gpt-5',
    messages: [
      ...system.map((content) => ({ role: 'system', content })),
      ...rounds.flatMap((round, index) => writeRound(round, index)),
      { role: 'user', content: last },
    ],
    max_completion_tokens: 10,
    temperature: 0.5,
    stop: ['X'],
    reasoning_effort: 'low',
  }));

function writeRound(
  round: { asks: string; says: string; calls: readonly (readonly [string, string, string])[] },
  index: number,
) {
  const tool_calls = round.calls.map(([name, args], at) => ({
    id: `call_${index}_${at}`,
    type: 'function',
    function: { name, arguments: args },
  }));
  return [
    { role: 'user', content: round.asks },
    { role: 'assistant', content: round.says, ...(tool_calls.length > 0 && { tool_calls }) },
    ...round.calls.map(([, , content], at) => ({
      role: 'tool',
      tool_call_id: `call_${index}_${at}`,
      content,
    })),
  ];
}

describe('every request', () => {
  test('is written as it was read', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const body = parseJsonTree(JSON.stringify(request));
        if (body.kind !== 'object') throw new Error('no object');
        const conversation = readChatRequest(body, new Ledger('strict'));
        expect(write(conversation).json).toEqual(request);
      }),
    );
  });
});
