import { describe, expect, test } from 'vitest';
import {
  fault,
  type Json,
  read,
  readText,
  turns,
} from '../../../../tests/support/read-responses.ts';
import { RawJson } from '../json-text.ts';

const user = { role: 'user', content: 'Hi' };
const call = { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' };
const result = { type: 'function_call_output', call_id: 'c1', output: 'sunny' };
const f = { type: 'function', name: 'f' };

describe('what is asked', () => {
  test('is a message of a user where it is a string', () => {
    expect(read({ input: 'Hi' }).conversation.turns).toEqual([
      { role: 'user', content: [{ kind: 'text', text: 'Hi', at: 'input' }], at: 'input' },
    ]);
  });

  test('is instructions before what the first messages instruct', () => {
    const { conversation } = read({
      instructions: 'One.',
      input: [
        { role: 'developer', content: 'Two.' },
        { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'Three.' }] },
        user,
      ],
    });
    expect(conversation.system).toEqual([
      { kind: 'text', text: 'One.', at: 'instructions' },
      { kind: 'text', text: 'Two.', at: 'input[0].content' },
      { kind: 'text', text: 'Three.', at: 'input[1].content[0]' },
    ]);
    expect(conversation.turns).toHaveLength(1);
  });

  test('has instructions between turns where they stand', () => {
    const roles = turns([user, { role: 'developer', content: 'Now in French.' }, user]);
    expect(roles.map(({ role }) => role)).toEqual(['user', 'system', 'user']);
  });

  test('has the answers of before, parts and all', () => {
    const content = [
      { type: 'output_text', text: 'Yes.', annotations: [], logprobs: [] },
      { type: 'refusal', refusal: 'But no.' },
    ];
    const message = {
      type: 'message',
      id: 'msg_1',
      status: 'completed',
      role: 'assistant',
      content,
    };
    expect(turns([user, message])[1]).toEqual({
      role: 'assistant',
      content: [
        { kind: 'text', text: 'Yes.', at: 'input[1].content[0]' },
        { kind: 'text', text: 'But no.', at: 'input[1].content[1]' },
      ],
      at: 'input[1]',
    });
  });

  test.each([
    [{ input: 7 }, 'input'],
    [{ input: null }, 'input'],
    [{ input: [] }, 'input'],
    [{ input: [{ role: 'developer', content: 'Only this.' }] }, 'input'],
    [{ input: ['Hi'] }, 'input[0]'],
    [{ input: [{ role: 'tool', content: 'Hi' }] }, 'input[0].role'],
    [{ input: [{ type: 'message', content: 'Hi' }] }, 'input[0].role'],
    [{ input: [{ role: 'user' }] }, 'input[0].content'],
    [{ input: [{ role: 'user', content: [{ text: 'Hi' }] }] }, 'input[0].content[0].type'],
    [{ input: [{ role: 'user', content: [{ type: 'input_text' }] }] }, 'input[0].content[0].text'],
    [{ model: 3 }, 'model'],
    [{ instructions: [] }, 'instructions'],
    [{ stream: 'yes' }, 'stream'],
  ])('is refused by the field at fault: %j', (members, param) => {
    expect(fault(members)).toEqual(['invalid_request', param]);
  });
});

describe('images and documents', () => {
  const contentOf = (part: Json) => turns([{ role: 'user', content: [part] }])[0]?.content;
  const at = 'input[0].content[0]';

  test.each([
    ['data:image/png;base64,AAAA', { type: 'base64', mediaType: 'image/png', data: 'AAAA' }],
    ['data:image/png;base64,/9j/AA', { type: 'base64', mediaType: 'image/jpeg', data: '/9j/AA' }],
    ['https://example.com/a.png', { type: 'url', url: 'https://example.com/a.png' }],
  ])('are carried as images: %s', (image_url, source) => {
    expect(contentOf({ type: 'input_image', image_url, detail: 'auto' })).toEqual([
      { kind: 'image', source, at },
    ]);
  });

  test.each([
    [
      { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' },
      { source: { type: 'base64', mediaType: 'application/pdf', data: 'AAAA' }, name: 'a.pdf' },
    ],
    [
      { file_url: 'https://example.com/a.pdf' },
      { source: { type: 'url', url: 'https://example.com/a.pdf' } },
    ],
    [{ file_data: 'data:text/plain;base64,SGk=' }, { source: { type: 'text', text: 'Hi' } }],
  ])('are carried as documents: %j', (members, block) => {
    expect(contentOf({ type: 'input_file', ...members })).toEqual([
      { kind: 'document', ...block, at },
    ]);
  });

  test.each([
    [{ type: 'input_image', image_url: 'a.png' }, 'invalid_request', 'image_url'],
    [{ type: 'input_image' }, 'invalid_request', 'image_url'],
    [{ type: 'input_image', file_id: 'file_1' }, 'unsupported_parameter', 'file_id'],
    [{ type: 'input_file', file_id: 'file_1' }, 'unsupported_parameter', 'file_id'],
    [{ type: 'input_file', file_url: 'ftp://a' }, 'invalid_request', 'file_url'],
    [{ type: 'input_file', file_data: 'AAAA' }, 'invalid_request', 'file_data'],
  ])('are refused: %j', (part, code, name) => {
    expect(fault({ input: [{ role: 'user', content: [part] }] })).toEqual([code, `${at}.${name}`]);
  });

  test('have details that no other provider knows', () => {
    const part = { type: 'input_image', image_url: 'https://a/b.png', detail: 'high' };
    const { ledger } = read({ input: [{ role: 'user', content: [part] }] });
    expect(ledger.dropped).toEqual([`${at}.detail`]);
  });

  test('of a kind that cannot be carried are lost by their place', () => {
    const content = [
      { type: 'input_audio', input_audio: {} },
      { type: 'input_text', text: 'Hi' },
    ];
    expect(fault({ input: [{ role: 'user', content }] })).toEqual(['unsupported_parameter', at]);
    const { conversation, ledger } = read({ input: [{ role: 'user', content }] }, 'lenient');
    expect(ledger.dropped).toEqual([at]);
    expect(conversation.turns[0]?.content).toHaveLength(1);
  });
});

describe('calls and their results', () => {
  test('are turns of the assistant and the user', () => {
    expect(turns([user, call, result]).slice(1)).toEqual([
      {
        role: 'assistant',
        content: [
          { kind: 'tool_call', id: 'c1', name: 'f', input: new RawJson('{}'), at: 'input[1]' },
        ],
        at: 'input[1]',
      },
      {
        role: 'user',
        content: [
          {
            kind: 'tool_result',
            callId: 'c1',
            content: [{ kind: 'text', text: 'sunny', at: 'input[2].output' }],
            at: 'input[2]',
          },
        ],
        at: 'input[2]',
      },
    ]);
  });

  test('gotcha 8: keep the digits and the order of their input', () => {
    const input = '{"b":9007199254740993,"a":1.0}';
    const [, turn] = turns([user, { ...call, arguments: input }]);
    expect(turn?.content[0]).toMatchObject({ input: new RawJson(input) });
  });

  test.each([['{"a":'], ['[1]'], ['"a"']])(
    'are refused with input that is no object: %s',
    (text) => {
      const input = [user, { ...call, arguments: text }];
      expect(fault({ input })).toEqual(['invalid_request', 'input[1].arguments']);
    },
  );

  test.each([[''], [' '], ['null']])('have an empty input for %j', (text) => {
    const [, turn] = turns([user, { ...call, arguments: text }]);
    expect(turn?.content[0]).toMatchObject({ input: new RawJson('{}') });
  });

  test('may result in images', () => {
    const image = { type: 'input_image', image_url: 'data:image/png;base64,AAAA' };
    const output = [{ type: 'input_text', text: 'See:' }, image];
    const [, , turn] = turns([user, call, { ...result, output }]);
    expect(turn?.content[0]).toMatchObject({ content: [{ kind: 'text' }, { kind: 'image' }] });
  });

  test('are known by their namespace too', () => {
    const [, turn] = turns([user, { ...call, namespace: 'mcp__files' }]);
    expect(turn?.content[0]).toMatchObject({ name: 'mcp__files.f' });
  });

  test('made by a program are lost', () => {
    const input = [user, { ...call, caller: { type: 'program', caller_id: 'p' } }];
    expect(fault({ input })).toEqual(['unsupported_parameter', 'input[1].caller']);
    expect(turns([user, { ...call, caller: { type: 'direct' } }])).toHaveLength(2);
  });
});

describe('items that only OpenAI can make use of', () => {
  test.each([
    [{ type: 'item_reference', id: 'msg_1' }],
    [{ id: 'msg_1' }],
    [{ type: 'custom_tool_call', call_id: 'c', name: 'n', input: 'x' }],
    [{ type: 'web_search_call', id: 'ws_1', status: 'completed' }],
    [{ type: 'computer_call', id: 'cc_1' }],
    [{ type: 'mcp_call', id: 'mcp_1' }],
    [{ type: 'image_generation_call', id: 'ig_1' }],
    [{ type: 'compaction', encrypted_content: 'x' }],
    [{ type: 'heard_of_by_nobody' }],
  ])('are lost by their place: %j', (item) => {
    expect(fault({ input: [user, item] })).toEqual(['unsupported_parameter', 'input[1]']);
    const { conversation, ledger } = read({ input: [user, item] }, 'lenient');
    expect(conversation.turns).toHaveLength(1);
    expect(ledger.dropped).toEqual(['input[1]']);
  });

  test.each([
    [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAAAB' }],
    [{ type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm.' }] }],
    [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: null }],
  ])('are of no consequence, where they are thoughts of another model: %j', (item) => {
    const { conversation, ledger } = read({ input: [user, item] });
    expect(conversation.turns).toHaveLength(1);
    expect(ledger.dropped).toEqual(['input[1]']);
  });

  test.each([['mng1.'], ['mng1.e30'], ['mng1.!!!'], ['mng1.eyJ0ZXh0IjoiYSJ9']])(
    'are refused, where they were ours and are damaged: %s',
    (encrypted_content) => {
      const item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content };
      expect(fault({ input: [user, item] })).toEqual([
        'invalid_request',
        'input[1].encrypted_content',
      ]);
    },
  );
});

describe('tools', () => {
  const parameters = { type: 'object', properties: { b: {}, a: {} } };

  test('are carried with their schema as it is written', () => {
    const tools = [
      { ...f, description: 'Does.', parameters, strict: true },
      { ...f, name: 'g' },
    ];
    expect(read({ tools }).conversation.tools).toEqual([
      {
        name: 'f',
        description: 'Does.',
        parameters: new RawJson(JSON.stringify(parameters)),
        strict: true,
        at: 'tools[0]',
      },
      { name: 'g', at: 'tools[1]' },
    ]);
  });

  test('in a namespace have its name before theirs, and its description once', () => {
    const nested = [f, { ...f, name: 'g', description: 'Goes.' }];
    const tools = [{ type: 'namespace', name: 'mcp__x', description: 'All of x.', tools: nested }];
    expect(read({ tools }).conversation.tools).toEqual([
      { name: 'mcp__x.f', description: 'All of x.', at: 'tools[0].tools[0]' },
      { name: 'mcp__x.g', description: 'Goes.', at: 'tools[0].tools[1]' },
    ]);
  });

  test('may be declared by the input, again and again', () => {
    const declared = (description: string) => ({
      type: 'additional_tools',
      role: 'developer',
      tools: [{ ...f, description }],
    });
    const { conversation } = read({ input: [declared('Old.'), user, declared('New.')] });
    expect(conversation.tools).toEqual([
      { name: 'f', description: 'New.', at: 'input[2].tools[0]' },
    ]);
    expect(conversation.turns).toHaveLength(1);
  });

  test.each([
    ['web_search'],
    ['file_search'],
    ['custom'],
    ['local_shell'],
    ['mcp'],
    ['tool_search'],
    ['computer_use_preview'],
  ])('that run at OpenAI are lost by their place: %s', (type) => {
    const tools = [f, { type, name: 'n' }];
    expect(fault({ tools })).toEqual(['unsupported_parameter', 'tools[1]']);
    const { conversation, ledger } = read({ tools }, 'lenient');
    expect(conversation.tools).toHaveLength(1);
    expect(ledger.dropped).toEqual(['tools[1]']);
  });

  test.each([
    [{ ...f, name: 'a.b' }, 'invalid_request', 'tools[0].name'],
    [{ type: 'function' }, 'invalid_request', 'tools[0].name'],
    [{ ...f, parameters: 'x' }, 'invalid_request', 'tools[0].parameters'],
    [
      { ...f, allowed_callers: ['programmatic'] },
      'unsupported_parameter',
      'tools[0].allowed_callers',
    ],
    [{ ...f, speed: 9 }, 'unsupported_parameter', 'tools[0].speed'],
  ])('are refused: %j', (tool, code, param) => {
    expect(fault({ tools: [tool] })).toEqual([code, param]);
  });

  test.each([
    ['auto', { mode: 'auto' }],
    ['none', { mode: 'none' }],
    ['required', { mode: 'required' }],
    [
      { type: 'function', name: 'f' },
      { mode: 'tool', name: 'f' },
    ],
  ])('are chosen by %j', (tool_choice, toolChoice) => {
    const { conversation } = read({ tools: [f], tool_choice, parallel_tool_calls: false });
    expect(conversation).toMatchObject({
      toolChoice,
      parallelToolCalls: false,
      settingsAt: { toolChoice: 'tool_choice', parallelToolCalls: 'parallel_tool_calls' },
    });
  });

  test('may be allowed in part', () => {
    const tools = [f, { ...f, name: 'g' }];
    const allowed = [{ type: 'function', name: 'g' }];
    const tool_choice = { type: 'allowed_tools', mode: 'required', tools: allowed };
    const { conversation } = read({ tools, tool_choice });
    expect(conversation.tools.map(({ name }) => name)).toEqual(['g']);
    expect(conversation.toolChoice).toEqual({ mode: 'required' });
  });

  test.each([
    [{ tools: [f], tool_choice: { type: 'function', name: 'g' } }, 'invalid_request'],
    [{ tool_choice: 'required' }, 'invalid_request'],
    [{ tools: [f], tool_choice: 'any' }, 'invalid_request'],
    [{ tools: [f], tool_choice: { type: 'web_search' } }, 'unsupported_parameter'],
  ])('are not chosen by %j', (members, code) => {
    expect(fault(members)).toEqual([code, 'tool_choice']);
  });

  test('that are lost take the choice of them along', () => {
    const tools = [{ type: 'web_search' }];
    const { conversation, ledger } = read({ tools, tool_choice: 'required' }, 'lenient');
    expect(conversation.toolChoice).toBeUndefined();
    expect(ledger.dropped).toEqual(['tools[0]', 'tool_choice']);
  });
});

describe('settings', () => {
  const schema = { type: 'object', properties: {} };
  const schemaFormat = { type: 'json_schema', name: 'n', schema, strict: true };

  test.each([
    [{ max_output_tokens: 9 }, { maxTokens: 9 }],
    [
      { temperature: 0.5, top_p: 1 },
      { temperature: 0.5, topP: 1 },
    ],
    [{ reasoning: { effort: 'none' } }, { reasoning: { mode: 'off' } }],
    [{ reasoning: { effort: 'xhigh' } }, { reasoning: { mode: 'effort', effort: 'xhigh' } }],
    [{ reasoning: {} }, {}],
    [{ text: { format: { type: 'text' } } }, {}],
    [{ text: { format: { type: 'json_object' } } }, { format: { type: 'json_object' } }],
    [
      { text: { format: schemaFormat } },
      { format: { ...schemaFormat, schema: new RawJson(JSON.stringify(schema)) } },
    ],
    [{ service_tier: 'flex' }, { serviceTier: 'flex' }],
    [{ user: 'u' }, { user: 'u' }],
    [{ safety_identifier: 's' }, { user: 's' }],
    [{ metadata: { a: 'b' } }, { metadata: new Map([['a', 'b']]) }],
  ])('are carried: %j', (members, settings) => {
    const { conversation, ledger } = read(members);
    expect(conversation.settings).toEqual(settings);
    expect(Object.keys(conversation.settingsAt)).toEqual(Object.keys(settings));
    expect(ledger.dropped).toEqual([]);
  });

  test.each([
    [{ max_output_tokens: 0 }, 'max_output_tokens'],
    [{ temperature: 'hot' }, 'temperature'],
    [{ reasoning: { effort: 'huge' } }, 'reasoning.effort'],
    [{ text: { format: { type: 'yaml' } } }, 'text.format.type'],
    [{ text: { format: { type: 'json_schema', name: 'n' } } }, 'text.format.schema'],
    [{ metadata: { a: 1 } }, 'metadata.a'],
    [{ include: 'all' }, 'include'],
    [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
    [{ conversation: 'conv_1' }, 'conversation'],
    [{ prompt: { id: 'pmpt_1' } }, 'prompt'],
    [{ background: true }, 'background'],
  ])('are refused: %j', (members, param) => {
    expect(fault(members)).toEqual(['invalid_request', param]);
  });

  test.each([
    [{ include: ['message.output_text.logprobs'] }, 'include[0]'],
    [{ include: ['reasoning.encrypted_content', 'file_search_call.results'] }, 'include[1]'],
    [{ top_logprobs: 3 }, 'top_logprobs'],
    [{ max_tool_calls: 3 }, 'max_tool_calls'],
    [{ moderation: { model: 'x' } }, 'moderation'],
    [{ context_management: [{ type: 'compaction' }] }, 'context_management'],
    [{ reasoning: { mode: 'pro' } }, 'reasoning.mode'],
    [{ text: { colour: 'red' } }, 'text.colour'],
    [{ logit_bias: {} }, 'logit_bias'],
  ])('are lost by name: %j', (members, field) => {
    expect(fault(members)).toEqual(['unsupported_parameter', field]);
    expect(read(members, 'lenient').ledger.dropped).toEqual([field]);
  });

  test.each([
    [{ store: true }, ['store']],
    [{ truncation: 'auto' }, ['truncation']],
    [{ text: { verbosity: 'low' } }, ['text.verbosity']],
    [{ reasoning: { summary: 'auto' } }, ['reasoning.summary']],
    [
      { prompt_cache_key: 'k', prompt_cache_retention: '24h' },
      ['prompt_cache_key', 'prompt_cache_retention'],
    ],
    [{ client_metadata: {} }, ['client_metadata']],
    [{ stream: true, stream_options: { include_obfuscation: false } }, ['stream_options']],
    [{ user: 'u', safety_identifier: 's' }, ['user']],
  ])('are of no consequence: %j', (members, dropped) => {
    expect(read(members).ledger.dropped).toEqual(dropped);
  });

  test.each([
    [{ store: false, background: false, truncation: 'disabled', top_logprobs: 0 }],
    [{ include: ['reasoning.encrypted_content'] }],
    [{ previous_response_id: null, conversation: null, instructions: null, metadata: null }],
    [{ reasoning: { mode: 'standard', context: 'auto' } }],
  ])('ask for nothing: %j', (members) => {
    const { conversation, ledger } = read(members);
    expect(ledger.dropped).toEqual([]);
    expect(conversation.settings).toEqual({});
  });
});

describe('what the answer repeats', () => {
  test('is as it was written', () => {
    const text = '{"model":"m","input":"Hi","temperature":1.0,"metadata":{"b":"1","a":"2"}}';
    const { echo } = readText(text, 'strict').conversation;
    expect(echo?.get('temperature')?.text).toBe('1.0');
    expect(echo?.get('metadata')?.text).toBe('{"b":"1","a":"2"}');
  });

  test('has the tools that were carried, and no other', () => {
    const tools = [f, { type: 'web_search' }];
    const { echo } = read({ tools, tool_choice: { type: 'web_search' } }, 'lenient').conversation;
    expect(JSON.parse(echo?.get('tools')?.text ?? '')).toEqual([
      { type: 'function', name: 'f', parameters: null, strict: null },
    ]);
    expect(echo?.has('tool_choice')).toBe(false);
  });
});
