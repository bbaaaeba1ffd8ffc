import { describe, expect, test } from 'vitest';
import { MonagoError } from '../../errors.ts';
import type { Conversation } from '../conversation.ts';
import { type JsonObject, parseJsonTree } from '../json-tree.ts';
import { Ledger } from '../ledger.ts';
import { readMessagesRequest } from './read-request.ts';

const question = { role: 'user', content: 'Hello' };
const minimal = { model: 'claude-sonnet-4-5', max_tokens: 100, messages: [question] };

function tree(body: unknown): JsonObject {
  const node = parseJsonTree(typeof body === 'string' ? body : JSON.stringify(body));
  if (node.kind !== 'object') throw new TypeError('the test needs an object');
  return node;
}

function read(body: unknown, ledger = new Ledger('strict')): Conversation {
  return readMessagesRequest(tree(body), ledger);
}

function refusal(body: unknown): { code: string; param: string | undefined } {
  try {
    read(body);
  } catch (thrown) {
    if (thrown instanceof MonagoError) return { code: thrown.code, param: thrown.param };
    throw thrown;
  }
  throw new Error('it was taken');
}

describe('a request of an Anthropic client', () => {
  test('has its text, its settings and the place of each', () => {
    const conversation = read({
      ...minimal,
      system: 'Be brief.',
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      stop_sequences: ['END'],
      metadata: { user_id: 'u-1' },
      service_tier: 'standard_only',
      stream: true,
    });
    expect(conversation).toMatchObject({
      system: [{ kind: 'text', text: 'Be brief.', at: 'system' }],
      turns: [
        {
          role: 'user',
          content: [{ kind: 'text', text: 'Hello', at: 'messages[0].content' }],
          at: 'messages[0]',
        },
      ],
      settings: {
        maxTokens: 100,
        temperature: 0.5,
        topP: 0.9,
        topK: 5,
        stop: ['END'],
        user: 'u-1',
        serviceTier: 'standard_only',
      },
      isStream: true,
    });
    expect(conversation.settingsAt).toEqual({
      maxTokens: 'max_tokens',
      temperature: 'temperature',
      topP: 'top_p',
      topK: 'top_k',
      stop: 'stop_sequences',
      user: 'metadata.user_id',
      serviceTier: 'service_tier',
    });
  });

  test.each([
    ['thinking', { thinking: { type: 'disabled' } }, { mode: 'off' }],
    [
      'thinking',
      { thinking: { type: 'enabled', budget_tokens: 2048 } },
      { mode: 'budget', tokens: 2048 },
    ],
    ['thinking', { thinking: { type: 'adaptive', display: 'omitted' } }, { mode: 'adaptive' }],
    [
      'thinking',
      { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } },
      { mode: 'adaptive', effort: 'xhigh' },
    ],
    [
      'output_config.effort',
      { output_config: { effort: 'low' } },
      { mode: 'effort', effort: 'low' },
    ],
  ])('asks for reasoning by %s: %j', (at, members, reasoning) => {
    const { settings, settingsAt } = read({ ...minimal, ...members });
    expect(settings.reasoning).toEqual(reasoning);
    expect(settingsAt.reasoning).toBe(at);
  });

  test.each([
    [{ type: 'auto' }, { mode: 'auto' }, undefined],
    [{ type: 'any' }, { mode: 'required' }, undefined],
    [{ type: 'none' }, { mode: 'none' }, undefined],
    [
      { type: 'tool', name: 'add', disable_parallel_tool_use: true },
      { mode: 'tool', name: 'add' },
      false,
    ],
  ])('chooses tools by %j', (tool_choice, toolChoice, parallelToolCalls) => {
    const tools = [{ name: 'add', input_schema: { type: 'object' } }];
    const conversation = read({ ...minimal, tools, tool_choice });
    expect(conversation.toolChoice).toEqual(toolChoice);
    expect(conversation.parallelToolCalls).toBe(parallelToolCalls);
    expect(conversation.settingsAt.toolChoice).toBe('tool_choice');
  });

  test('has a schema for its answer, in either spelling', () => {
    const format = { type: 'json_schema', schema: { b: 1, a: 2 } };
    const now = read({ ...minimal, output_config: { format } });
    const before = read({ ...minimal, output_format: format });
    expect(now.settings.format).toEqual(before.settings.format);
    expect(now.settings.format).toMatchObject({ schema: { text: '{"b":1,"a":2}' }, strict: true });
    expect(now.settingsAt.format).toBe('output_config.format');
    expect(before.settingsAt.format).toBe('output_format');
  });

  test('keeps images, documents and cache marks', () => {
    const content = [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'words' },
        title: 'a.txt',
        context: 'notes',
        citations: { enabled: true },
      },
      {
        type: 'document',
        source: {
          type: 'content',
          content: [
            { type: 'text', text: 'one' },
            { type: 'text', text: 'two' },
          ],
        },
      },
      { type: 'text', text: 'Look', cache_control: { type: 'ephemeral', ttl: '1h' } },
    ];
    const [turn] = read({ ...minimal, messages: [{ role: 'user', content }] }).turns;
    expect(turn?.content).toMatchObject([
      { kind: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'AA==' } },
      { kind: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      {
        kind: 'document',
        source: { type: 'text', text: 'words' },
        name: 'a.txt',
        context: 'notes',
        citations: true,
      },
      { kind: 'document', source: { type: 'text', text: 'one\ntwo' } },
      { kind: 'text', text: 'Look', cache: { ttl: '1h' }, at: 'messages[0].content[4]' },
    ]);
  });

  test('a mark on the whole request is a mark on its last block', () => {
    const { turns } = read({ ...minimal, cache_control: { type: 'ephemeral' } });
    expect(turns[0]?.content[0]?.cache).toEqual({});
  });

  test('keeps instructions between the turns where they are, and those before with the others', () => {
    const messages = [
      { role: 'system', content: 'First.' },
      question,
      { role: 'system', content: [{ type: 'text', text: 'Later.' }] },
    ];
    const { system, turns } = read({ ...minimal, messages });
    expect(system.map(({ text }) => text)).toEqual(['First.']);
    expect(turns.map(({ role }) => role)).toEqual(['user', 'system']);
  });

  test('gotcha 08: digits and order of tool inputs are carried as they are written', () => {
    const input = '{"id":9007199254740993,"rate":1.0,"2":"b","1":"a"}';
    const { turns } = read(
      `{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":${input}}]}]}`,
    );
    expect(turns[0]?.content[0]).toMatchObject({ kind: 'tool_call', input: { text: input } });
  });

  test('gotcha 10: thinking that is signed but empty, and redacted thinking, is carried', () => {
    const content = [
      { type: 'thinking', thinking: '', signature: 'sig' },
      { type: 'redacted_thinking', data: 'abc' },
      { type: 'text', text: 'So.' },
    ];
    const messages = [question, { role: 'assistant', content }];
    expect(read({ ...minimal, messages }).turns[1]?.content).toMatchObject([
      { kind: 'reasoning', text: '', signature: 'sig' },
      { kind: 'redacted_reasoning', data: 'abc' },
      { kind: 'text', text: 'So.' },
    ]);
  });

  test('gotcha 19: the scope of a cache mark goes, and the mark stays', () => {
    const ledger = new Ledger('strict');
    const system = [
      { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', scope: 'global' } },
    ];
    expect(read({ ...minimal, system }, ledger).system[0]?.cache).toEqual({});
    expect(ledger.dropped).toEqual(['system[0].cache_control.scope']);
  });

  test('gotcha 20: the billing header of Claude Code stays behind, and its blocks apart', () => {
    const ledger = new Ledger('strict');
    const system = [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.197; cch=1f2e;' },
      { type: 'text', text: 'You are an agent.', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'Rules.' },
    ];
    const conversation = read({ ...minimal, system }, ledger);
    expect(conversation.system.map(({ text }) => text)).toEqual(['You are an agent.', 'Rules.']);
    expect(ledger.dropped).toEqual(['system[0]']);
  });

  test('what Claude Code sends is carried in strict mode', () => {
    const ledger = new Ledger('strict');
    const conversation = read(
      {
        ...minimal,
        max_tokens: 64_000,
        thinking: { type: 'adaptive' },
        context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
        output_config: { effort: 'medium' },
        metadata: { user_id: '{"device_id":"d","session_id":"s"}' },
        tools: [
          {
            name: 'Bash',
            description: 'Runs a command.',
            input_schema: {
              $schema: 'https://json-schema.org/draft/2020-12/schema',
              type: 'object',
              properties: { command: { type: 'string' } },
            },
            eager_input_streaming: true,
          },
        ],
        stream: true,
      },
      ledger,
    );
    expect(conversation.tools).toHaveLength(1);
    expect(ledger.dropped).toEqual(['tools[0].eager_input_streaming', 'context_management']);
  });
});

describe('what other providers do not have', () => {
  const withBlock = (block: unknown) => ({
    ...minimal,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }, block] }],
  });
  const cases: readonly (readonly [string, Record<string, unknown>])[] = [
    ['tools[0]', { ...minimal, tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
    ['tools[0]', { ...minimal, tools: [{ type: 'bash_20250124', name: 'bash' }] }],
    ['container', { ...minimal, container: 'c-1' }],
    [
      'mcp_servers',
      { ...minimal, mcp_servers: [{ type: 'url', name: 'm', url: 'https://m.test' }] },
    ],
    [
      'context_management',
      { ...minimal, context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } },
    ],
    ['inference_geo', { ...minimal, inference_geo: 'us' }],
    ['nobody_knows', { ...minimal, nobody_knows: 1 }],
    ['thinking', { ...minimal, thinking: { type: 'between_tools' } }],
    [
      'output_config.task_budget',
      { ...minimal, output_config: { task_budget: { type: 'tokens', total: 1 } } },
    ],
    [
      'messages[0].content[1]',
      withBlock({ type: 'image', source: { type: 'file', file_id: 'f' } }),
    ],
    [
      'messages[0].content[1]',
      withBlock({ type: 'document', source: { type: 'file', file_id: 'f' } }),
    ],
    [
      'messages[0].content[1]',
      withBlock({ type: 'search_result', source: 's', title: 't', content: [] }),
    ],
    ['messages[0].content[1]', withBlock({ type: 'container_upload', file_id: 'f' })],
    ['messages[0].content[1]', withBlock({ type: 'constructor' })],
    ['messages[0].content[1].flavour', withBlock({ type: 'text', text: 'Hi', flavour: 'sweet' })],
  ];

  test.each(cases)('%s is refused in strict mode', (param, body) => {
    expect(refusal(body)).toEqual({ code: 'unsupported_parameter', param });
  });

  test.each(cases)('%s is left out and named in lenient mode', (param, body) => {
    const ledger = new Ledger('lenient');
    const { turns, tools } = read(body, ledger);
    expect(ledger.dropped).toEqual([param]);
    expect(turns[0]?.content[0]).toMatchObject({ kind: 'text' });
    expect(tools).toEqual([]);
  });
});

describe('a request that is not valid names the field at fault', () => {
  const assistant = (block: unknown) => [question, { role: 'assistant', content: [block] }];
  test.each([
    ['max_tokens', { ...minimal, max_tokens: undefined }],
    ['max_tokens', { ...minimal, max_tokens: 0 }],
    ['messages', { ...minimal, messages: [] }],
    ['messages[0].role', { ...minimal, messages: [{ role: 'tool', content: 'x' }] }],
    ['messages[0].content', { ...minimal, messages: [{ role: 'user' }] }],
    ['temperature', { ...minimal, temperature: 1.5 }],
    ['tool_choice.name', { ...minimal, tool_choice: { type: 'tool', name: 'nothing' } }],
    ['thinking.budget_tokens', { ...minimal, thinking: { type: 'enabled' } }],
    [
      'messages[1].content[0]',
      { ...minimal, messages: assistant({ type: 'tool_result', tool_use_id: 't' }) },
    ],
    [
      'messages[1].content[0].input',
      { ...minimal, messages: assistant({ type: 'tool_use', id: 't', name: 'n', input: [] }) },
    ],
  ])('%s', (param, body) => {
    expect(refusal(body)).toEqual({ code: 'invalid_request', param });
  });
});
