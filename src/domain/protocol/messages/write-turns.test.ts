import { describe, expect, test } from 'vitest';
import {
  adaptive,
  asking,
  assistant,
  call,
  hello,
  refusal,
  result,
  saying,
  text,
  tool,
  user,
  write,
} from '../../../../tests/support/messages-requests.ts';
import type { Block, Turn } from '../conversation.ts';
import { RawJson } from '../json-text.ts';

describe('the messages for Anthropic', () => {
  test('results of several tools are one message, with the words of the user after them', () => {
    const { body } = write(
      saying(
        hello,
        assistant([call('a'), call('b')]),
        user([text('And now?')]),
        user([result('b')]),
        user([result('a')]),
      ),
    );
    expect(body['messages']).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: [{ type: 'tool_use' }, { type: 'tool_use' }] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'b', content: [{ type: 'text', text: 'done' }] },
          { type: 'tool_result', tool_use_id: 'a' },
          { type: 'text', text: 'And now?' },
        ],
      },
    ]);
  });

  test('each system message is a block of its own', () => {
    const { body } = write(
      asking({}, { system: [textBlock('One.'), textBlock(' '), textBlock('Two.')] }),
    );
    expect(body['system']).toEqual([
      { type: 'text', text: 'One.' },
      { type: 'text', text: 'Two.' },
    ]);
  });

  test('gotcha 08: digits and order of tool inputs and schemas are written as they came', () => {
    const input = '{"id":9007199254740993,"rate":1.0,"2":"b","1":"a"}';
    const parameters = new RawJson('{"type":"object","properties":{"2":{},"1":{"default":1.0}}}');
    const turns = [hello, assistant([call('a', input)]), user([result('a')])];
    const { text: body } = write(asking({}, { turns, tools: [{ ...tool, parameters }] }));
    expect(body).toContain(`"input":${input}`);
    expect(body).toContain(`"input_schema":${parameters.text}`);
  });

  test('gotcha 09: signed thinking leads and is given back unchanged; unsigned thinking is left out', () => {
    const thoughts: Block[] = [
      { kind: 'reasoning', text: 'unsigned', at: 'messages[1].reasoning_content' },
      { kind: 'reasoning', text: ' hm ', signature: 's', at: 'messages[1].thinking_blocks[0]' },
    ];
    const { body, dropped } = write(
      saying(hello, assistant([...thoughts, call('a')]), user([result('a')])),
    );
    expect(body['messages']).toMatchObject([
      {},
      { content: [{ type: 'thinking', thinking: ' hm ', signature: 's' }, { type: 'tool_use' }] },
      {},
    ]);
    expect(dropped).toEqual(['messages[1].reasoning_content']);
  });

  test('gotcha 09: no thinking is asked for in the middle of tool calls that lack their own', () => {
    const reasoning = { mode: 'effort', effort: 'high' } as const;
    const turns = [hello, assistant([call('a')]), user([result('a')])];
    const conversation = asking({ reasoning }, { turns });
    expect(refusal(conversation)).toEqual({ code: 'unsupported_parameter', param: 'reasoning' });
    expect(write(conversation).body['thinking']).toBeUndefined();
    expect(write(conversation, adaptive).body['thinking']).toEqual({ type: 'adaptive' });
  });

  test('gotcha 09: thinking that nothing came of is left out, as no answer may end in it', () => {
    const thought: Block = { kind: 'reasoning', text: 'hm', signature: 's', at: 'messages[1]' };
    const { body, dropped } = write(saying(hello, assistant([thought, text('')]), hello));
    expect(body['messages']).toMatchObject([{ role: 'user' }]);
    expect(dropped).toEqual(['messages[1]']);
  });

  test('gotcha 10: thinking without text, and redacted thinking, is given back', () => {
    const thoughts: Block[] = [
      { kind: 'reasoning', text: '', signature: 's', at: 'a' },
      { kind: 'redacted_reasoning', data: 'abc', at: 'b' },
    ];
    const { body } = write(saying(hello, assistant([...thoughts, text('So.')]), hello));
    expect(body['messages']).toMatchObject([
      {},
      {
        content: [
          { type: 'thinking', thinking: '', signature: 's' },
          { type: 'redacted_thinking', data: 'abc' },
          { type: 'text', text: 'So.' },
        ],
      },
      {},
    ]);
  });

  test('gotcha 13: no text is empty or white space alone', () => {
    const { body } = write(
      saying(
        user([text('Hi'), text(' \n')]),
        assistant([text(''), call('a')]),
        user([result('a', ''), text('')]),
        assistant([text('')]),
        hello,
      ),
    );
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'add', input: {} }] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a' },
          { type: 'text', text: 'Hello' },
        ],
      },
    ]);
    expect(refusal(saying(user([text(' ')], 'messages[0]')))).toEqual({
      code: 'invalid_request',
      param: 'messages[0]',
    });
  });

  test('gotcha 14: ids and names of tools are cleaned in the same way everywhere', () => {
    const odd = { ...call('functions.add:0'), name: 'math.add' };
    const conversation = asking(
      { maxTokens: 10 },
      {
        turns: [hello, assistant([odd]), user([result('functions.add:0')])],
        tools: [{ ...tool, name: 'math.add' }],
        toolChoice: { mode: 'tool', name: 'math.add' },
      },
    );
    const { body, text: json, toolNames } = write(conversation);
    const [[given, original] = []] = [...toolNames];
    expect(original).toBe('math.add');
    expect(given).toMatch(/^math_add_[0-9a-f]{8}$/);
    expect(body).toMatchObject({ tools: [{ name: given }], tool_choice: { name: given } });
    const [id] = /functions_add_0_[0-9a-f]{8}/.exec(json) ?? [];
    expect(body['messages']).toMatchObject([
      {},
      { content: [{ id, name: given }] },
      { content: [{ tool_use_id: id }] },
    ]);
    expect(write(conversation).text).toBe(json);
  });

  test('gotcha 16: a result that is sent twice is given once, and ids that come again differ', () => {
    const { body, dropped } = write(
      saying(
        hello,
        assistant([call('a')]),
        user([result('a', 'one'), result('a', 'one', 'messages[3]')]),
        assistant([call('a')]),
        user([result('a', 'two')]),
      ),
    );
    expect(body['messages']).toMatchObject([
      {},
      { content: [{ id: 'a' }] },
      { content: [{ tool_use_id: 'a', content: [{ text: 'one' }] }] },
      { content: [{ id: 'a_2' }] },
      { content: [{ tool_use_id: 'a_2', content: [{ text: 'two' }] }] },
    ]);
    expect(dropped).toEqual(['messages[3]']);
  });

  test('a hundred thousand small turns are no matter of seconds', () => {
    const many = Array.from({ length: 100_000 }, () => hello);
    const before = process.cpuUsage();
    const { body } = write(saying(...many));
    expect(body['messages']).toHaveLength(1);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });

  test.each([
    ['a call without a result', 'call a', saying(hello, assistant([call('a')]), hello)],
    ['a call at the end', 'call a', saying(hello, assistant([call('a')]))],
    ['a result without a call', 'result b', saying(hello, user([result('b')]))],
    [
      'two results of one call',
      'result a',
      saying(hello, assistant([call('a')]), user([result('a', '1'), result('a', '2')])),
    ],
  ])('%s is not valid', (_, param, conversation) => {
    expect(refusal(conversation)).toEqual({ code: 'invalid_request', param });
  });

  test('the beginning of an answer is only given to models that continue it', () => {
    const conversation = saying(hello, assistant([text('Once upon ')], 'messages[1]'));
    expect(write(conversation).body['messages']).toMatchObject([
      {},
      { content: [{ text: 'Once upon' }] },
    ]);
    const expected = { code: 'invalid_request', param: 'messages[1]' };
    expect(refusal(conversation, adaptive)).toEqual(expected);
    const settings = { reasoning: { mode: 'effort', effort: 'low' } } as const;
    expect(refusal({ ...conversation, settings })).toEqual(expected);
  });

  test('instructions between the turns never part a tool call from its result', () => {
    const later: Turn = { role: 'system', content: [text('Later.')], at: 'messages[2]' };
    const conversation = saying(hello, assistant([call('a')]), later, user([result('a')]));
    expect(refusal(conversation)).toEqual({ code: 'unsupported_parameter', param: 'messages[2]' });
    expect(write(conversation).body['messages']).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      { role: 'user', content: [{ type: 'tool_result' }, { text: 'Later.' }] },
    ]);
    expect(write(conversation, adaptive).headers).toEqual({
      'anthropic-beta': 'mid-conversation-system-2026-04-07',
    });
    expect(write(conversation, adaptive).body['messages']).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      { role: 'user', content: [{ type: 'tool_result' }] },
      { role: 'system', content: [{ text: 'Later.' }] },
    ]);
  });

  test('the last four cache marks stay, those for an hour with their time', () => {
    const marked = (at: string): Block => ({ kind: 'text', text: at, at, cache: { ttl: '1h' } });
    const { body, dropped } = write(
      asking(
        {},
        {
          tools: [{ ...tool, cache: {} }],
          turns: [user(['1', '2', '3', '4'].map(marked))],
        },
      ),
    );
    expect(dropped).toEqual(['tools[0].cache_control']);
    expect(JSON.stringify(body).match(/"ttl":"1h"/g)).toHaveLength(4);
  });
});

function textBlock(words: string) {
  return { kind: 'text', text: words, at: 'messages[0]' } as const;
}

describe('media for Anthropic', () => {
  const image = (mediaType: string, data: string): Block => ({
    kind: 'image',
    source: { type: 'base64', mediaType, data },
    at: 'messages[0].content[0]',
  });
  const file = (mediaType: string, words: string): Block => ({
    kind: 'document',
    source: { type: 'base64', mediaType, data: btoa(words) },
    name: 'a',
    at: 'messages[0].content[0]',
  });
  const content = (block: Block) => {
    const { body } = write(saying(user([block])));
    return body['messages'];
  };

  test.each([
    ['a wrong type', image('image/png', '/9j/4AAQ'), 'image/jpeg'],
    ['WebP', image('image/jpeg', btoa('RIFF\u0010\u0000\u0000\u0000WEBPVP8 ')), 'image/webp'],
    ['the type that some clients use', image('image/jpg', 'AAAA'), 'image/jpeg'],
  ])('an image with %s is what its content says', (_, block, media_type) => {
    expect(content(block)).toMatchObject([{ content: [{ source: { media_type } }] }]);
  });

  test('documents are PDFs or texts', () => {
    expect(content(file('application/pdf', '%PDF-1.4'))).toMatchObject([
      { content: [{ type: 'document', title: 'a', source: { media_type: 'application/pdf' } }] },
    ]);
    expect(content(file('text/markdown', '# caf\u00c3\u00a9'))).toMatchObject([
      { content: [{ source: { type: 'text', media_type: 'text/plain', data: '# café' } }] },
    ]);
  });

  test.each([image('image/tiff', 'SUkqAA=='), file('application/zip', 'PK')])(
    'other media are refused by their place',
    (block) => {
      expect(refusal(saying(user([block])))).toEqual({
        code: 'unsupported_parameter',
        param: 'messages[0].content[0]',
      });
    },
  );
});
