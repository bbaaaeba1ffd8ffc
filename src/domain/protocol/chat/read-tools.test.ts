import { describe, expect, test } from 'vitest';
import { fault, read, readText, weather } from '../../../../tests/support/read-chat.ts';
import { RawJson } from '../json-text.ts';

describe('tools', () => {
  const time = { type: 'function', function: { name: 'time' } };

  test('keep their schema as written', () => {
    const schema = '{"type":"object","properties":{"z":{"maximum":9007199254740993},"a":{}}}';
    const text = `{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function",
      "function":{"name":"f","description":"d","strict":true,"parameters":${schema}}}]}`;
    expect(readText(text, 'strict').conversation.tools).toEqual([
      {
        name: 'f',
        description: 'd',
        strict: true,
        parameters: new RawJson(schema),
        at: 'tools[0]',
      },
    ]);
  });

  test.each([
    ['auto', { mode: 'auto' }],
    ['none', { mode: 'none' }],
    ['required', { mode: 'required' }],
    [weather, { mode: 'tool', name: 'weather' }],
  ])('are chosen: %j', (tool_choice, toolChoice) => {
    const { conversation } = read({ tools: [weather], tool_choice });
    expect(conversation.toolChoice).toEqual(toolChoice);
    expect(conversation.settingsAt.toolChoice).toBe('tool_choice');
  });

  test('are only those that are allowed', () => {
    const allowed_tools = { mode: 'required', tools: [weather] };
    const tool_choice = { type: 'allowed_tools', allowed_tools };
    const { conversation } = read({ tools: [time, weather], tool_choice });
    expect(conversation.tools.map(({ name }) => name)).toEqual(['weather']);
    expect(conversation.toolChoice).toEqual({ mode: 'required' });
  });

  test('may be called one at a time', () => {
    const { conversation } = read({ tools: [weather], parallel_tool_calls: false });
    expect(conversation.parallelToolCalls).toBe(false);
    expect(conversation.settingsAt.parallelToolCalls).toBe('parallel_tool_calls');
  });

  test('that nobody else has are lost', () => {
    const custom = { type: 'custom', custom: { name: 'shell' } };
    expect(fault({ tools: [weather, custom] })).toEqual(['unsupported_parameter', 'tools[1]']);
    expect(read({ tools: [weather, custom] }, 'lenient').conversation.tools).toHaveLength(1);
  });

  test.each([
    [{ tool_choice: 'required' }, 'tool_choice'],
    [{ tools: [time], tool_choice: weather }, 'tool_choice'],
    [{ tools: [time], tool_choice: 'perhaps' }, 'tool_choice'],
    [{ tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name'],
    [
      { tools: [{ type: 'function', function: { name: 'f', parameters: [] } }] },
      'tools[0].function.parameters',
    ],
  ])('are invalid: %j', (members, field) => {
    expect(fault(members)).toEqual(['invalid_request', field]);
  });
});
