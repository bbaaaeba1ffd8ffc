import { describe, expect, test } from 'vitest';
import {
  adaptive,
  asking,
  budgeted,
  refusal,
  tool,
  write,
} from '../../../../tests/support/messages-requests.ts';
import type { Conversation } from '../conversation.ts';
import { RawJson } from '../json-text.ts';

describe('tools for Anthropic', () => {
  const withTools = (more: Partial<Conversation>) => asking({}, { tools: [tool], ...more });

  test('a tool without parameters gets a schema, and an empty description goes', () => {
    const { body } = write(withTools({ tools: [{ ...tool, description: '' }] }));
    expect(body['tools']).toEqual([
      { name: 'add', input_schema: { type: 'object', properties: {} } },
    ]);
  });

  test('a strict tool has the schema that Claude can keep', () => {
    const parameters = new RawJson('{"type":"object","properties":{"a":{"minimum":1}}}');
    const conversation = withTools({ tools: [{ ...tool, strict: true, parameters }] });
    const { body, changed } = write(conversation);
    expect(body['tools']).toEqual([
      {
        name: 'add',
        input_schema: { type: 'object', properties: { a: {} }, additionalProperties: false },
        strict: true,
      },
    ]);
    expect(changed).toEqual(['tools[0]']);
  });

  test.each([
    [{ mode: 'auto' }, undefined, { type: 'auto' }],
    [{ mode: 'none' }, undefined, { type: 'none' }],
    [{ mode: 'required' }, false, { type: 'any', disable_parallel_tool_use: true }],
    [{ mode: 'tool', name: 'add' }, true, { type: 'tool', name: 'add' }],
    [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
    [undefined, true, undefined],
  ] as const)('the choice %j with parallel calls %s is %j', (toolChoice, parallel, written) => {
    const { body } = write(
      withTools({
        ...(toolChoice && { toolChoice }),
        ...(parallel !== undefined && { parallelToolCalls: parallel }),
      }),
    );
    expect(body['tool_choice']).toEqual(written);
  });

  test('gotcha 11: a forced tool is refused while the model thinks, or where it never is taken', () => {
    const forced = withTools({ toolChoice: { mode: 'required' } });
    const thinking = {
      ...forced,
      settings: { reasoning: { mode: 'effort', effort: 'low' } },
    } as const;
    const expected = { code: 'unsupported_parameter', param: 'tool_choice' };
    expect(refusal(thinking)).toEqual(expected);
    expect(refusal(forced, adaptive)).toEqual(expected);
    expect(write(thinking).body).toMatchObject({ thinking: { type: 'enabled' } });
    expect(write(thinking).body['tool_choice']).toBeUndefined();
  });
});

describe('settings for Anthropic', () => {
  test.each([
    [{}, 64_000, []],
    [{ maxTokens: 10 }, 10, []],
    [{ maxTokens: 100_000 }, 64_000, ['maxTokens']],
  ])('the limit of %j is %i', (settings, max_tokens, changed) => {
    const written = write(asking(settings));
    expect(written.body['max_tokens']).toBe(max_tokens);
    expect(written.changed).toEqual(changed);
  });

  test.each([
    [budgeted, { mode: 'effort', effort: 'low' }, { type: 'enabled', budget_tokens: 1024 }],
    [budgeted, { mode: 'effort', effort: 'medium' }, { type: 'enabled', budget_tokens: 4096 }],
    [budgeted, { mode: 'effort', effort: 'high' }, { type: 'enabled', budget_tokens: 16_384 }],
    [budgeted, { mode: 'budget', tokens: 2000 }, { type: 'enabled', budget_tokens: 2000 }],
    [budgeted, { mode: 'off' }, { type: 'disabled' }],
    [adaptive, { mode: 'adaptive' }, { type: 'adaptive' }],
  ] as const)('%#: reasoning is asked for without loss', (abilities, reasoning, thinking) => {
    const { body, changed, dropped } = write(asking({ reasoning }), abilities);
    expect(body['thinking']).toEqual(thinking);
    expect([...changed, ...dropped]).toEqual([]);
  });

  test('a budget leaves room for the answer, whatever the limit', () => {
    const reasoning = { mode: 'effort', effort: 'high' } as const;
    const small = write(asking({ reasoning, maxTokens: 3000 })).body;
    expect(small).toMatchObject({ max_tokens: 3000, thinking: { budget_tokens: 1500 } });
    expect(refusal(asking({ reasoning, maxTokens: 1000 }))).toMatchObject({ param: 'reasoning' });
  });

  test('an effort that the model does not have becomes the nearest, in lenient mode', () => {
    const conversation = asking({ reasoning: { mode: 'effort', effort: 'minimal' } });
    expect(refusal(conversation, adaptive)).toMatchObject({ code: 'unsupported_parameter' });
    const { body, changed } = write(conversation, adaptive);
    expect(body).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'low' },
    });
    expect(changed).toEqual(['reasoning']);
  });

  test('thinking that cannot be switched off is not switched off in silence', () => {
    const conversation = asking({ reasoning: { mode: 'off' } });
    expect(refusal(conversation, adaptive)).toMatchObject({ param: 'reasoning' });
    expect(write(conversation, adaptive).body['thinking']).toBeUndefined();
  });

  test.each([
    [budgeted, { temperature: 0.5, topK: 3 }, { temperature: 0.5, top_k: 3 }, []],
    [budgeted, { topP: 0.9 }, { top_p: 0.9 }, []],
    [budgeted, { temperature: 1, topP: 0.9 }, { top_p: 0.9 }, []],
    [budgeted, { temperature: 0.2, topP: 1 }, { temperature: 0.2 }, []],
    [budgeted, { temperature: 0.2, topP: 0.9 }, { temperature: 0.2 }, ['topP']],
    [budgeted, { temperature: 1.5 }, { temperature: 1 }, ['temperature']],
    [adaptive, { temperature: 1, topP: 1 }, {}, []],
    [adaptive, { temperature: 0.2 }, {}, ['temperature']],
    [adaptive, { topP: 0.9 }, {}, ['topP']],
  ])('%#: sampling by %j', (...[abilities, settings, members, lost]) => {
    const { body, changed, dropped } = write(asking(settings), abilities);
    const { temperature, top_p, top_k } = body;
    expect(JSON.parse(JSON.stringify({ temperature, top_p, top_k }))).toEqual(members);
    expect([...changed, ...dropped]).toEqual(lost);
    const conversation = asking(settings);
    if (lost.length > 0) {
      expect(refusal(conversation, abilities)).toMatchObject({ param: lost[0] });
    }
  });

  test('gotcha 06: a schema for the answer keeps its order, and says what Claude cannot keep', () => {
    const schema = new RawJson('{"type":"object","properties":{"b":{"minLength":1},"a":{}}}');
    const format = { type: 'json_schema', name: 'x', schema } as const;
    expect(refusal(asking({ format }))).toEqual({ code: 'unsupported_parameter', param: 'format' });
    const { text: json, changed } = write(asking({ format }));
    expect(json).toContain(
      '"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"b":{},"a":{}},"additionalProperties":false}}}',
    );
    expect(changed).toEqual(['format']);
  });

  test('JSON without a schema is asked for in words, which the ledger says', () => {
    const { body, changed } = write(asking({ format: { type: 'json_object' } }));
    expect(body['system']).toHaveLength(1);
    expect(body['output_config']).toBeUndefined();
    expect(changed).toEqual(['format']);
  });

  test('stop sequences, service tier, user and stream are carried', () => {
    const settings = { stop: ['END', '\n'], serviceTier: 'default', user: 'u-1' };
    const { body, dropped } = write(asking(settings, { isStream: true }));
    expect(body).toMatchObject({
      stop_sequences: ['END'],
      service_tier: 'standard_only',
      metadata: { user_id: 'u-1' },
      stream: true,
    });
    expect(dropped).toEqual(['stop']);
  });
});
