import { describe, expect, test } from 'vitest';
import { answerMessage } from './anthropic/answer-message.ts';
import { ApiFailure } from './anthropic/api-failure.ts';
import type { ApiVersion } from './anthropic/api-version.ts';
import { readDialect } from './anthropic/read-dialect.ts';
import { sign } from './anthropic/thinking-signature.ts';
import type { Fields } from './server/json.ts';

const before: ApiVersion = '2023-06-01';
const latest: ApiVersion = '2026-10-21';
const hello: Fields = {
  model: 'claude-sonnet-4-6',
  max_tokens: 4_096,
  messages: [{ role: 'user', content: 'hello' }],
};
const tool = { name: 'look_up', input_schema: { type: 'object', properties: {} } };
const call = { type: 'tool_use', id: 'toolu_1', name: 'look_up', input: {} };
const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'found' };
const byBudget = { type: 'enabled', budget_tokens: 1_024 };
const ephemeral = { type: 'ephemeral' };

/** What the emulator says against a body; undefined when it answers. */
function refusal(body: Fields, version = before, betas: string[] = []): string | undefined {
  try {
    answerMessage({ ...hello, ...body }, { version, betas, streaming: false });
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return `${error.status} ${error.message}`;
    throw error;
  }
}

function spoken(...contents: unknown[]): Fields {
  const messages = contents.map((content, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content,
  }));
  return { messages };
}

describe('texts', () => {
  test.each<[string, Fields]>([
    ['must be non-empty', spoken('')],
    ['must be non-empty', spoken([{ type: 'text', text: '' }])],
    ['must be non-empty', { system: [{ type: 'text', text: '' }] }],
    ['must contain non-whitespace text', spoken(' \n')],
    [
      'must contain non-whitespace text',
      spoken('a', [call, { type: 'text', text: ' ' }], [result]),
    ],
    ['must have non-empty content', spoken([])],
    ['at least one message is required', { messages: [] }],
    ['non-whitespace', { stop_sequences: ['\n'] }],
  ])('%s', (message, body) => {
    expect(refusal({ tools: [tool], ...body })).toContain(message);
  });
});

describe('calls of tools and their results', () => {
  test.each<[string, Fields]>([
    ['`tool_use` ids were found without `tool_result`', spoken('a', [call], 'b')],
    [
      '`tool_use` ids were found without `tool_result`',
      spoken('a', [call], [{ type: 'text', text: 'b' }, result]),
    ],
    ['unexpected `tool_use_id`', spoken([result])],
    ['unexpected `tool_use_id`', spoken('a', 'b', [result])],
    ['a single result', spoken('a', [call], [result, result])],
    ['ids must be unique', spoken('a', [call], [result], [call], [result])],
    ['String should match pattern', spoken('a', [{ ...call, id: 'call:1' }], [result])],
    ['can only be in `assistant` messages', spoken([call])],
    ['can only be in `user` messages', spoken('a', [result], 'b')],
    ['Tool names must be unique', { tools: [tool, tool] }],
    ['not found in provided tools', { tools: [tool], tool_choice: { type: 'tool', name: 'b' } }],
    ['only be specified while providing tools', { tool_choice: { type: 'any' } }],
  ])('%s', (message, body) => {
    expect(
      refusal({
        tools: [tool],
        ...body,
        ...('tool_choice' in body && !('tools' in body) ? { tools: [] } : {}),
      }),
    ).toContain(message);
  });

  test('messages of one role in a row count as one', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
      { role: 'assistant', content: [call] },
      { role: 'assistant', content: [{ ...call, id: 'toolu_2' }] },
      { role: 'user', content: [result] },
      {
        role: 'user',
        content: [
          { ...result, tool_use_id: 'toolu_2' },
          { type: 'text', text: 'c' },
        ],
      },
    ];
    expect(refusal({ messages, tools: [tool] })).toBeUndefined();
  });
});

describe('thinking', () => {
  const thought = { type: 'thinking', thinking: 'so', signature: sign('so') };

  test('a changed thought is refused, an unchanged one is not', () => {
    const say = (block: unknown) => spoken('a', [block, { type: 'text', text: 'b' }], 'c');
    expect(refusal(say(thought))).toBeUndefined();
    expect(refusal(say({ ...thought, thinking: 'so!' }))).toBe(
      '400 messages.1.content.0: Invalid `signature` in `thinking` block',
    );
  });

  test('a tool loop begun in thought goes on from it', () => {
    const loop = (...blocks: unknown[]) => ({
      ...spoken('a', blocks, [result]),
      tools: [tool],
      thinking: byBudget,
    });
    expect(refusal(loop(thought, call))).toBeUndefined();
    expect(refusal(loop(call))).toContain('but found `tool_use`');
    expect(refusal({ ...loop(call), thinking: { type: 'adaptive' } })).toBeUndefined();
  });

  test.each<[string, Fields]>([
    ['must be greater than `thinking.budget_tokens`', { thinking: byBudget, max_tokens: 1_024 }],
    [
      'when tool_choice forces tool use',
      { thinking: byBudget, tools: [tool], tool_choice: { type: 'any' } },
    ],
    ['may only be set to 1', { thinking: byBudget, temperature: 0 }],
    ['`top_k` must be unset', { thinking: byBudget, top_k: 5 }],
    ['cannot be `thinking`', spoken('a', [thought], 'b')],
  ])('%s', (message, body) => {
    expect(refusal(body)).toContain(message);
  });
});

describe('what a model takes', () => {
  test.each<[string, string, Fields]>([
    ['claude-sonnet-5-5', 'tool_choice.type', { tools: [tool], tool_choice: { type: 'any' } }],
    [
      'claude-opus-5-5',
      'tool_choice.type',
      { tools: [tool], tool_choice: { type: 'tool', name: 'look_up' } },
    ],
    ['claude-fable-5-1', 'thinking.type.enabled', { thinking: byBudget }],
    ['claude-opus-5-5', 'thinking.type.disabled', { thinking: { type: 'disabled' } }],
    ['claude-opus-4-7', '`temperature`', { temperature: 1 }],
    ['claude-sonnet-5', '`top_p`', { top_p: 1 }],
    ['claude-sonnet-4-6', 'prefill', spoken('a', 'b')],
    ['claude-opus-4-6', "'xhigh'", { output_config: { effort: 'xhigh' } }],
    ['claude-haiku-4-5', 'effort parameter', { output_config: { effort: 'low' } }],
    ['claude-haiku-4-5', '64000', { max_tokens: 64_001 }],
    ['claude-sonnet-4-5', 'cannot both be specified', { temperature: 0.5, top_p: 0.5 }],
    [
      'claude-opus-5',
      "'max'",
      { thinking: { type: 'disabled' }, output_config: { effort: 'max' } },
    ],
  ])('%s refuses %s', (model, message, body) => {
    const said = refusal({ ...body, model });
    expect(said).toMatch(/^400 /);
    expect(said).toContain(message);
  });

  test.each<[string, Fields]>([
    ['claude-opus-4-7', { output_config: { effort: 'xhigh' }, thinking: { type: 'adaptive' } }],
    ['claude-sonnet-4-5', { ...spoken('a', 'b'), temperature: 0.5 }],
    [
      'claude-sonnet-5-5',
      { thinking: { type: 'between_tools' }, output_config: { effort: 'high' } },
    ],
    [
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      { tools: [tool], tool_choice: { type: 'any' } },
    ],
  ])('%s accepts what it can do', (model, body) => {
    expect(refusal({ ...body, model })).toBeUndefined();
  });

  test('the first model with efforts wants a beta for them, the later ones do not', () => {
    const effort = { output_config: { effort: 'low' } };
    const first = { ...effort, model: 'claude-opus-4-5' };
    expect(refusal(first)).toContain('output_config.effort: Extra inputs are not permitted');
    expect(refusal(first, before, ['effort-2025-11-24'])).toBeUndefined();
    expect(refusal(first, latest)).toBeUndefined();
    expect(refusal(effort)).toBeUndefined();
  });

  test('an unknown model is not found', () => {
    expect(refusal({ model: 'claude-9' })).toBe('404 model: claude-9');
  });
});

describe('the version 2026-10-21', () => {
  const document = {
    type: 'document',
    source: { type: 'text', media_type: 'text/plain', data: 'a' },
  };
  const citation = {
    type: 'char_location',
    cited_text: 'a',
    document_index: 0,
    document_title: null,
    start_char_index: 0,
    end_char_index: 1,
  };

  test.each<[string, Fields]>([
    ['temperature: Extra inputs are not permitted', { temperature: 1 }],
    ['top_p: Extra inputs are not permitted', { top_p: 1 }],
    ['top_k: Extra inputs are not permitted', { top_k: 1 }],
    ['`document` blocks', spoken('a', [document], 'b')],
    ['citations', spoken([{ type: 'text', text: 'a', citations: [citation] }])],
  ])('refuses %s', (message, body) => {
    expect(refusal(body, latest)).toContain(message);
    expect(refusal(body, before)).toBeUndefined();
  });

  test('takes system messages in mid-conversation, as the version before does with a beta', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'b' },
    ];
    expect(refusal({ messages }, latest)).toBeUndefined();
    expect(refusal({ messages }, before, ['mid-conversation-system-2026-04-07'])).toBeUndefined();
    expect(refusal({ messages }, before)).toContain('Unexpected role "system"');
  });

  test('takes the effort of a turn in a system message, with the opt-in that Claude Code sends', () => {
    const output_config = { effort: 'medium' };
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'system', content: 'be brief', output_config },
    ];
    expect(refusal({ messages }, before, ['per-turn-control-2026-07-01'])).toBeUndefined();
    expect(refusal({ messages }, before, ['mid-conversation-system-2026-04-07'])).toContain(
      'output_config: Extra inputs are not permitted',
    );
  });
});

describe('output schemas', () => {
  const closed = { type: 'object', additionalProperties: false };

  test.each<[string, Fields]>([
    ['minimum', { ...closed, properties: { a: { type: 'integer', minimum: 1 } } }],
    ['maxLength', { ...closed, properties: { a: { type: ['string', 'null'], maxLength: 3 } } }],
    ['pattern', { ...closed, $defs: { a: { type: 'string', pattern: '^a' } } }],
    [
      'multipleOf',
      { ...closed, properties: { a: { anyOf: [{ type: 'number', multipleOf: 2 }] } } },
    ],
    ['minItems', { ...closed, properties: { a: { type: 'array', minItems: 2, items: {} } } }],
    ['additionalProperties', { type: 'object', properties: {} }],
  ])('%s is refused at any depth', (keyword, schema) => {
    const said = refusal({ output_config: { format: { type: 'json_schema', schema } } });
    expect(said).toContain('output_config.format.schema: ');
    expect(said).toContain(keyword);
  });
});

describe('cache marks', () => {
  const marked = (ttl: string) => ({
    type: 'text',
    text: 'a',
    cache_control: { ...ephemeral, ttl },
  });

  test('no more than four, and long-lived ones first', () => {
    expect(refusal(spoken(Array(4).fill(marked('5m'))))).toBeUndefined();
    expect(refusal(spoken(Array(5).fill(marked('5m'))))).toContain('A maximum of 4 blocks');
    expect(refusal(spoken([marked('1h'), marked('5m')]))).toBeUndefined();
    expect(refusal(spoken([marked('5m'), marked('1h')]))).toContain("ttl='1h'");
  });
});

describe('headers', () => {
  test('the version is required and must be known', () => {
    expect(() => readDialect({})).toThrow('anthropic-version: header is required');
    expect(() => readDialect({ 'anthropic-version': '2024-01-01' })).toThrow('not a valid version');
  });

  test('an unknown beta is refused, known ones are read from one list', () => {
    const version = { 'anthropic-version': '2023-06-01' };
    const known = 'effort-2025-11-24, context-1m-2025-08-07';
    expect(readDialect({ ...version, 'anthropic-beta': known }).betas.size).toBe(2);
    expect(() => readDialect({ ...version, 'anthropic-beta': `${known},made-up-1` })).toThrow(
      'Unexpected value(s) `made-up-1` for the `anthropic-beta` header',
    );
  });
});
