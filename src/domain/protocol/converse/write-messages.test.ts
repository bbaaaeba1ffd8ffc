import { describe, expect, test } from 'vitest';
import {
  assistant,
  at,
  type Case,
  call,
  fault,
  mistral,
  result,
  text,
  tool,
  user,
  write,
} from '../../../../tests/support/converse-requests.ts';
import type { Block } from '../conversation.ts';
import { RawJson } from '../json-text.ts';

describe('the messages of a request to Bedrock', () => {
  test('roles alternate', () => {
    const turns = [
      user(text('a')),
      user(text('b')),
      assistant(text('c')),
      assistant(text('d')),
      user(text('e')),
    ];
    expect(write({ turns }).body.messages).toEqual([
      { role: 'user', content: [{ text: 'a' }, { text: 'b' }] },
      { role: 'assistant', content: [{ text: 'c' }, { text: 'd' }] },
      { role: 'user', content: [{ text: 'e' }] },
    ]);
  });

  test('the assistant cannot begin, and nothing cannot be said', () => {
    expect(fault({ turns: [assistant(text('a')), user(text('b'))] })).toMatchObject({
      code: 'invalid_request',
      param: at,
    });
    expect(fault({ turns: [] })).toMatchObject({ code: 'invalid_request', param: 'messages' });
  });

  test('gotcha 08: inputs of tools and schemas go as they are written', () => {
    const input = '{"z":9007199254740993,"a":1.0}';
    const schema = '{"type":"object","properties":{"z":{"maximum":9007199254740993},"a":{}}}';
    const turns = [user(text('x')), assistant(call('t1', 'f', input)), user(result('t1', 'y'))];
    const written = write({ turns, tools: [{ ...tool('f'), parameters: new RawJson(schema) }] });
    expect(written.text).toContain(`"input":${input}`);
    expect(written.text).toContain(`"inputSchema":{"json":${schema}}`);
  });

  test('gotcha 09 and 10: reasoning leads and goes back unchanged, signatures alone and redacted ones too', () => {
    const said = assistant(
      { kind: 'reasoning', text: ' hm ', signature: 's', at },
      { kind: 'reasoning', text: '', signature: 's2', at },
      { kind: 'redacted_reasoning', data: 'AAEC', at },
      call('t1'),
    );
    const { body } = write({
      turns: [user(text('x')), said, user(result('t1', 'y'))],
      tools: [tool('f')],
    });
    expect(body.messages[1].content.slice(0, 3)).toEqual([
      { reasoningContent: { reasoningText: { text: ' hm ', signature: 's' } } },
      { reasoningContent: { reasoningText: { text: '', signature: 's2' } } },
      { reasoningContent: { redactedContent: 'AAEC' } },
    ]);
  });

  test('reasoning without a signature, which Claude did not think, is left out', () => {
    const said = assistant({ kind: 'reasoning', text: 'hm', at: 'thought' }, text('a'));
    const { body, ledger } = write({ turns: [user(text('x')), said, user(text('y'))] });
    expect(body.messages[1].content).toEqual([{ text: 'a' }]);
    expect(ledger.dropped).toEqual(['thought']);
  });

  test('gotcha 13: texts of nothing but white space are left out, and with them empty messages', () => {
    const turns = [user(text('a')), assistant(text(' \n')), user(text(''), text('b'))];
    const { body } = write({ turns, more: { system: [{ kind: 'text', text: ' ', at }] } });
    expect(body).toEqual({ messages: [{ role: 'user', content: [{ text: 'a' }, { text: 'b' }] }] });
  });

  test('gotcha 13: an empty result of a tool still says that there is one', () => {
    const turns = [user(text('x')), assistant(call('t1')), user(result('t1', ''))];
    const { body } = write({ turns, tools: [tool('f')] });
    expect(body.messages[2].content[0].toolResult.content).toEqual([{ text: '(no output)' }]);
  });

  test('gotcha 14: ids and names that Bedrock refuses are cleaned, alike in call and result', () => {
    const id = 'call/1:ü';
    const turns = [user(text('x')), assistant(call(id, 'my.tool')), user(result(id, 'y'))];
    const { body, names } = write({ turns, tools: [tool('my.tool')] });
    const { toolUseId, name } = body.messages[1].content[0].toolUse;
    expect(toolUseId).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(body.messages[2].content[0].toolResult.toolUseId).toBe(toolUseId);
    expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(body.toolConfig.tools[0].toolSpec.name).toBe(name);
    expect(names.get(name)).toBe('my.tool');
  });

  test('gotcha 14: Mistral gets ids of nine letters and digits', () => {
    const ids = ['tooluse_bpe71yCfRu2b5i-nKGDr5g', 'tooluse_bpe71yCfRu2b5i-nKGDr5h', 'abcdef123'];
    const turns = [
      user(text('x')),
      assistant(...ids.map((id) => call(id))),
      user(...ids.map((id) => result(id, 'y'))),
    ];
    const { body } = write({ turns, tools: [tool('f')], abilities: mistral });
    const given = body.messages[1].content.map(
      (block: { toolUse: { toolUseId: string } }) => block.toolUse.toolUseId,
    );
    expect(new Set(given).size).toBe(3);
    for (const id of given) expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(given[2]).toBe('abcdef123');
    expect(
      body.messages[2].content.map(
        (block: { toolResult: { toolUseId: string } }) => block.toolResult.toolUseId,
      ),
    ).toEqual(given);
  });

  test('gotcha 16: a result told twice goes once, of two that differ none is lost', () => {
    const turns = [
      user(text('x')),
      assistant(call('a'), call('b')),
      user(result('a', '1')),
      user(result('a', '1'), result('b', '2'), text('z')),
      user(result('b', '3')),
    ];
    const { body, ledger } = write({ turns, tools: [tool('f')] });
    expect(body.messages[2].content).toEqual([
      { toolResult: { toolUseId: 'a', content: [{ text: '1' }] } },
      { toolResult: { toolUseId: 'b', content: [{ text: '2' }, { text: '3' }] } },
      { text: 'z' },
    ]);
    expect(ledger.dropped).toEqual(['result']);
  });

  test('gotcha 17: cache points stand after what they close, with their time, and never in a result', () => {
    const cache = { ttl: '1h' as const };
    const inner: Block = {
      kind: 'tool_result',
      callId: 't1',
      content: [{ kind: 'text', text: 'y', cache, at }],
      at,
    };
    const point = { cachePoint: { type: 'default', ttl: '1h' } };
    const turns = [
      user({ kind: 'text', text: 'x', cache: {}, at }),
      assistant(call('t1')),
      user(inner),
    ];
    const given: Case = {
      turns,
      tools: [{ ...tool('f'), cache }],
      more: { system: [{ kind: 'text', text: 's', cache, at }] },
    };
    const { body } = write(given);
    expect(body.system).toEqual([{ text: 's' }, point]);
    expect(body.messages[0].content).toEqual([{ text: 'x' }, { cachePoint: { type: 'default' } }]);
    expect(body.messages[2].content).toEqual([
      { toolResult: { toolUseId: 't1', content: [{ text: 'y' }] } },
      point,
    ]);
    expect(body.toolConfig.tools[1]).toEqual(point);
    const other = write({ ...given, abilities: mistral });
    expect(other.text).not.toContain('cachePoint');
    expect(other.ledger.dropped).toEqual(['cache_control']);
  });

  test('gotcha 20: the billing line of Claude Code is not an instruction', () => {
    const line = { kind: 'text' as const, text: 'x-anthropic-billing-header: a', at: 'system[0]' };
    const { body, ledger } = write({ more: { system: [line, { kind: 'text', text: 's', at }] } });
    expect(body.system).toEqual([{ text: 's' }]);
    expect(ledger.dropped).toEqual(['system[0]']);
  });
});
