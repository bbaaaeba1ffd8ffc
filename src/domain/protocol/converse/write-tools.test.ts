import { describe, expect, test } from 'vitest';
import {
  type Case,
  fault,
  history,
  mistral,
  newest,
  tool,
  write,
} from '../../../../tests/support/converse-requests.ts';
import { RawJson } from '../json-text.ts';

describe('the tools of a request to Bedrock', () => {
  test('a tool without parameters takes an object, and a blank description is left out', () => {
    const tools = [
      { ...tool('a'), description: ' ' },
      { ...tool('b'), description: 'd', parameters: new RawJson('{"properties":{}}') },
    ];
    expect(write({ tools }).body.toolConfig).toEqual({
      tools: [
        { toolSpec: { name: 'a', inputSchema: { json: { type: 'object', properties: {} } } } },
        {
          toolSpec: {
            name: 'b',
            description: 'd',
            inputSchema: { json: { properties: {}, type: 'object' } },
          },
        },
      ],
    });
  });

  test.each([
    [{ mode: 'auto' } as const, undefined],
    [{ mode: 'required' } as const, { any: {} }],
    [{ mode: 'tool', name: 'f' } as const, { tool: { name: 'f' } }],
  ])('the choice %j', (toolChoice, expected) => {
    expect(write({ tools: [tool('f')], more: { toolChoice } }).body.toolConfig.toolChoice).toEqual(
      expected,
    );
  });

  test('a tool that cannot be forced by its name is forced by being the only one', () => {
    const abilities = { ...mistral, namedTool: false };
    const tools = [tool('f'), tool('g')];
    const more = { toolChoice: { mode: 'tool', name: 'g' } as const };
    const { toolConfig } = write({ tools, more, abilities }).body;
    expect(toolConfig.toolChoice).toEqual({ any: {} });
    expect(toolConfig.tools).toMatchObject([{ toolSpec: { name: 'g' } }]);
    expect(toolConfig.tools).toHaveLength(1);
  });

  test('one call at a time is said in the words of Claude, and said once', () => {
    const more = { toolChoice: { mode: 'required' } as const, parallelToolCalls: false };
    const { body } = write({ tools: [tool('f')], more });
    expect(body.toolConfig).not.toHaveProperty('toolChoice');
    expect(body.additionalModelRequestFields.tool_choice).toEqual({
      type: 'any',
      disable_parallel_tool_use: true,
    });
    expect(fault({ tools: [tool('f')], more, abilities: mistral }).code).toBe(
      'unsupported_parameter',
    );
  });

  test('a forced call that the model does not take is left to it in lenient mode', () => {
    const given: Case = {
      tools: [tool('f')],
      more: { toolChoice: { mode: 'required' } },
      abilities: newest,
    };
    expect(fault(given)).toMatchObject({ code: 'unsupported_parameter', param: 'toolChoice' });
    const { body, ledger } = write({ ...given, mode: 'lenient' });
    expect(body.toolConfig).not.toHaveProperty('toolChoice');
    expect(ledger.changed).toEqual(['toolChoice']);
  });

  test('the choice none leaves the tools out', () => {
    const { body } = write({ tools: [tool('f')], more: { toolChoice: { mode: 'none' } } });
    expect(body).not.toHaveProperty('toolConfig');
  });

  test('gotcha 15: a history with tools keeps them, and Claude is told not to call any', () => {
    const none = { toolChoice: { mode: 'none' } as const };
    const kept = write({ turns: history, tools: [tool('f'), tool('g')], more: none }).body;
    expect(kept.toolConfig.tools).toHaveLength(2);
    expect(kept.additionalModelRequestFields.tool_choice).toEqual({ type: 'none' });
    const made = write({ turns: history }).body;
    expect(made.toolConfig.tools[0].toolSpec.name).toBe('f');
    expect(made.additionalModelRequestFields.tool_choice).toEqual({ type: 'none' });
  });

  test('gotcha 15: for other models that is a change, and told as one', () => {
    expect(fault({ turns: history, abilities: mistral })).toMatchObject({ param: 'call' });
    const { body, ledger } = write({ turns: history, abilities: mistral, mode: 'lenient' });
    expect(body.toolConfig.tools).toHaveLength(1);
    expect(ledger.changed).toEqual(['call']);
  });
});
