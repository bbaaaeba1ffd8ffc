import { describe, expect, test } from 'vitest';
import { fault, type Json, read, turns, user } from '../../../../tests/support/read-chat.ts';
import { RawJson } from '../json-text.ts';

describe('instructions', () => {
  test('stay one block for each message or part', () => {
    const { conversation } = read({
      messages: [
        { role: 'system', content: 'One.' },
        { role: 'developer', content: [{ type: 'text', text: 'Two.' }] },
        user,
      ],
    });
    expect(conversation.system).toEqual([
      { kind: 'text', text: 'One.', at: 'messages[0].content' },
      { kind: 'text', text: 'Two.', at: 'messages[1].content[0]' },
    ]);
    expect(conversation.turns).toHaveLength(1);
  });

  test('between turns stay where they are', () => {
    const roles = turns([user, { role: 'developer', content: 'Now in French.' }, user]);
    expect(roles.map(({ role }) => role)).toEqual(['user', 'system', 'user']);
  });
});

describe('what users say', () => {
  const contentOf = (part: Json) => turns([{ role: 'user', content: [part] }])[0]?.content;

  test.each([
    ['data:image/png;base64,AAAA', { type: 'base64', mediaType: 'image/png', data: 'AAAA' }],
    ['data:image/jpg;base64,AAAA', { type: 'base64', mediaType: 'image/jpeg', data: 'AAAA' }],
    [
      'data:image/png;base64,/9j/4AAQ',
      { type: 'base64', mediaType: 'image/jpeg', data: '/9j/4AAQ' },
    ],
    [
      'DATA:image/webp;charset=x;BASE64,AAAA',
      { type: 'base64', mediaType: 'image/webp', data: 'AAAA' },
    ],
    ['https://example.com/a.png', { type: 'url', url: 'https://example.com/a.png' }],
  ])('is an image: %s', (url, source) => {
    const at = 'messages[0].content[0]';
    expect(contentOf({ type: 'image_url', image_url: { url } })).toEqual([
      { kind: 'image', source, at },
    ]);
  });

  test.each(['ftp://example.com/a.png', 'data:image/png,AAAA', 'a.png', '/etc/passwd'])(
    'is no image: %s',
    (url) => {
      const content = [{ type: 'image_url', image_url: { url } }];
      expect(fault({ messages: [{ role: 'user', content }] })).toEqual([
        'invalid_request',
        'messages[0].content[0].image_url.url',
      ]);
    },
  );

  test('is a document', () => {
    const file = { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' };
    expect(contentOf({ type: 'file', file })).toEqual([
      {
        kind: 'document',
        name: 'a.pdf',
        source: { type: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' },
        at: 'messages[0].content[0]',
      },
    ]);
  });

  test('is a plain text document', () => {
    const file = { filename: 'a.txt', file_data: 'data:text/plain;base64,w6A=' };
    expect(contentOf({ type: 'file', file })).toMatchObject([{ source: { text: 'à' } }]);
  });

  test.each([
    ['file_id', { type: 'file', file: { file_id: 'file-1' } }, '.file.file_id'],
    ['audio', { type: 'input_audio', input_audio: { data: '', format: 'wav' } }, '.input_audio'],
    ['a part of tomorrow', { type: 'hologram', hologram: {} }, ''],
    ['a member of tomorrow', { type: 'text', text: 'Hi', mood: 'good' }, '.mood'],
  ])('loses %s, by its place', (_, part, place) => {
    const messages = [{ role: 'user', content: [part, { type: 'text', text: 'Hi' }] }];
    const field = `messages[0].content[0]${place}`;
    expect(fault({ messages })).toEqual(['unsupported_parameter', field]);
    const { conversation, ledger } = read({ messages }, 'lenient');
    expect(ledger.dropped).toEqual([field]);
    expect(conversation.turns[0]?.content.at(-1)).toMatchObject({ text: 'Hi' });
  });

  test('leaves no turn where every part is lost', () => {
    const lost = { role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] };
    expect(turns([user, lost], 'lenient')).toHaveLength(1);
  });

  test('may be marked for the cache, part by part or as a whole', () => {
    const cache_control = { type: 'ephemeral', ttl: '1h' };
    const part = { type: 'text', text: 'Hi', cache_control };
    expect(contentOf(part)?.[0]?.cache).toEqual({ ttl: '1h' });
    expect(turns([{ ...user, cache_control }])[0]?.content[0]?.cache).toEqual({ ttl: '1h' });
    const breakpoint = { type: 'text', text: 'Hi', prompt_cache_breakpoint: { mode: 'explicit' } };
    expect(contentOf(breakpoint)?.[0]?.cache).toEqual({});
  });
});

describe('what the assistant said', () => {
  const call = (args: string) => ({
    id: 'call_1',
    type: 'function',
    function: { name: 'weather', arguments: args },
  });
  const calling = (args: string) => ({ role: 'assistant', content: '', tool_calls: [call(args)] });

  test('gotcha 13: has no empty text beside tool calls', () => {
    expect(turns([user, calling('{}')])[1]?.content).toEqual([
      {
        kind: 'tool_call',
        id: 'call_1',
        name: 'weather',
        input: new RawJson('{}'),
        at: 'messages[1].tool_calls[0]',
      },
    ]);
  });

  test.each([
    ['{"z":9007199254740993,"a":1.0}', '{"z":9007199254740993,"a":1.0}'],
    ['', '{}'],
    [' \n', '{}'],
    ['null', '{}'],
    [' {"a": 1}\n', '{"a": 1}'],
  ])('gotcha 08: keeps tool arguments as they are: %j', (args, text) => {
    expect(turns([user, calling(args)])[1]?.content[0]).toMatchObject({ input: { text } });
  });

  test.each(['{"a":', '[]', '1', '"x"', '{} {}'])('refuses arguments like %j', (args) => {
    expect(fault({ messages: [user, calling(args)] })).toEqual([
      'invalid_request',
      'messages[1].tool_calls[0].function.arguments',
    ]);
  });

  test('gotcha 09: has its thinking first, block by block, with signatures', () => {
    const message = {
      role: 'assistant',
      content: 'Yes',
      reasoning_content: 'Hm',
      thinking_blocks: [
        { type: 'thinking', thinking: 'Hm', signature: 's' },
        { type: 'redacted_thinking', data: 'xx' },
        { type: 'thinking', thinking: '', signature: 't' },
      ],
      tool_calls: [call('{}')],
    };
    expect(turns([user, message])[1]?.content).toMatchObject([
      { kind: 'reasoning', text: 'Hm', signature: 's' },
      { kind: 'redacted_reasoning', data: 'xx' },
      { kind: 'reasoning', text: '', signature: 't' },
      { kind: 'text', text: 'Yes' },
      { kind: 'tool_call' },
    ]);
  });

  test('may be reasoning without blocks', () => {
    for (const name of ['reasoning_content', 'reasoning']) {
      const message = { role: 'assistant', content: 'Yes', [name]: 'Hm' };
      expect(turns([user, message])[1]?.content[0]).toEqual({
        kind: 'reasoning',
        text: 'Hm',
        at: 'messages[1].reasoning_content',
      });
    }
  });

  test('may have its other members inside of its text, as agents send it back', () => {
    const thinking_blocks = [{ type: 'thinking', thinking: 'Hm', signature: 's' }];
    const echo = { role: 'assistant', refusal: null, annotations: [], tool_calls: [call('{}')] };
    const part = { type: 'text', text: 'Yes', ...echo, reasoning_content: 'Hm', thinking_blocks };
    const { conversation, ledger } = read({
      messages: [user, { role: 'assistant', content: [part] }],
    });
    expect(conversation.turns[1]?.content).toMatchObject([
      { kind: 'reasoning', text: 'Hm', signature: 's' },
      { kind: 'text', text: 'Yes' },
    ]);
    expect(ledger.dropped).toEqual([]);
  });

  test('may be a refusal, in either form', () => {
    const parts = [{ type: 'refusal', refusal: 'No' }];
    expect(turns([user, { role: 'assistant', content: parts }])[1]?.content).toMatchObject([
      { kind: 'text', text: 'No' },
    ]);
    const message = { role: 'assistant', content: null, refusal: 'No' };
    expect(turns([user, message])[1]?.content).toMatchObject([{ kind: 'text', text: 'No' }]);
  });

  test('is taken as OpenAI gave it, with all its empty members', () => {
    const message = {
      role: 'assistant',
      content: 'Hello',
      refusal: null,
      annotations: [],
      audio: null,
      function_call: null,
      tool_calls: null,
    };
    expect(turns([user, message, user])[1]?.content).toMatchObject([{ text: 'Hello' }]);
  });

  test('is answered by tools', () => {
    const result = { role: 'tool', tool_call_id: 'call_1', name: 'weather', content: 'Rain' };
    expect(turns([user, calling('{}'), result])[2]).toEqual({
      role: 'user',
      content: [
        {
          kind: 'tool_result',
          callId: 'call_1',
          content: [{ kind: 'text', text: 'Rain', at: 'messages[2].content' }],
          at: 'messages[2]',
        },
      ],
      at: 'messages[2]',
    });
  });
});

describe('functions of before tools', () => {
  const definition = { name: 'weather', parameters: { type: 'object' } };
  const called = {
    role: 'assistant',
    content: null,
    function_call: { name: 'weather', arguments: '{"a":1}' },
  };
  const answered = { role: 'function', name: 'weather', content: 'Rain' };

  test('become tools, one call at a time', () => {
    const { conversation } = read({ functions: [definition], function_call: { name: 'weather' } });
    expect(conversation).toMatchObject({
      tools: [{ name: 'weather', parameters: { text: '{"type":"object"}' }, at: 'functions[0]' }],
      toolChoice: { mode: 'tool', name: 'weather' },
      parallelToolCalls: false,
      legacyFunctions: true,
      settingsAt: { toolChoice: 'function_call', parallelToolCalls: 'functions' },
    });
  });

  test('are paired with their results, call by call', () => {
    const messages = [user, called, answered, called, answered];
    const { conversation } = read({ messages, functions: [definition] });
    const ids = conversation.turns
      .flatMap(({ content }) => content)
      .flatMap((block) => {
        if (block.kind === 'tool_call') return [block.id];
        return block.kind === 'tool_result' ? [block.callId] : [];
      });
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).toBe(ids[3]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test('cannot answer without having been called', () => {
    expect(fault({ messages: [user, answered] })).toEqual(['invalid_request', 'messages[1].name']);
  });
});

describe('a request', () => {
  test('streams, with usage, if asked', () => {
    const stream_options = { include_usage: true };
    expect(read({ stream: true, stream_options }).conversation).toMatchObject({
      isStream: true,
      includeUsage: true,
    });
    expect(read({}).conversation).toMatchObject({ isStream: false, includeUsage: false });
  });

  test('of the Responses API is told where it belongs', () => {
    expect(fault({ messages: undefined, input: 'Hi' })).toEqual(['invalid_request', 'input']);
  });
});
