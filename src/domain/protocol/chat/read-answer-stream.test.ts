import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import type { AnswerEvent, ModelAnswer } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import { ChatAnswerStreamReader } from './read-answer-stream.ts';

type Json = Readonly<Record<string, unknown>>;

function read(...chunks: readonly (Json | string)[]): AnswerEvent[] {
  const reader = new ChatAnswerStreamReader();
  return chunks.flatMap((chunk) =>
    reader.push({ event: '', data: typeof chunk === 'string' ? chunk : JSON.stringify(chunk) }),
  );
}

function delta(delta: Json, finish_reason: string | null = null): Json {
  return { id: 'c1', model: 'gpt-5', choices: [{ index: 0, delta, finish_reason }] };
}

function piece(index: number, args: string, begin: Json = {}): Json {
  const { name, ...rest } = begin;
  return { index, ...rest, function: { arguments: args, ...(name ? { name } : {}) } };
}

function answerTo(...chunks: readonly Json[]): ModelAnswer {
  return collectAnswer(read(...chunks, '[DONE]'));
}

const usage = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };

describe('a chat stream', () => {
  test('is start, blocks, stop, usage and end', () => {
    expect(
      read(
        delta({ role: 'assistant', content: '', refusal: null }),
        delta({ content: 'Hel' }),
        delta({ content: 'lo' }),
        delta({}, 'stop'),
        { choices: [], usage },
        '[DONE]',
      ),
    ).toEqual([
      { type: 'start', model: 'gpt-5' },
      { type: 'block_start', block: { kind: 'text' } },
      { type: 'delta', text: 'Hel' },
      { type: 'delta', text: 'lo' },
      { type: 'block_stop' },
      { type: 'stop', reason: 'end' },
      { type: 'usage', usage: { input: 10, output: 4 } },
      { type: 'end' },
    ]);
  });

  test('passes on the pieces of the first tool call as they come', () => {
    const events = read(
      delta({ tool_calls: [piece(0, '', { id: 'a', type: 'function', name: 'f' })] }),
      delta({ tool_calls: [piece(0, '{"n":')] }),
    );
    expect(events.slice(1)).toEqual([
      { type: 'block_start', block: { kind: 'tool_call', id: 'a', name: 'f' } },
      { type: 'delta', text: '{"n":' },
    ]);
  });

  test('gotcha 01: interleaved tool calls come out one after the other', () => {
    const answer = answerTo(
      delta({ content: 'Let me see.' }),
      delta({ tool_calls: [piece(0, '', { id: 'a', name: 'f' })] }),
      delta({ tool_calls: [piece(1, '{"y"', { id: 'b', name: 'g' }), piece(0, '{"x":1')] }),
      delta({ tool_calls: [piece(1, ':2}'), piece(0, '}')] }),
      delta({}, 'tool_calls'),
    );
    expect(answer).toEqual({
      model: 'gpt-5',
      content: [
        { kind: 'text', text: 'Let me see.' },
        { kind: 'tool_call', id: 'a', name: 'f', input: new RawJson('{"x":1}') },
        { kind: 'tool_call', id: 'b', name: 'g', input: new RawJson('{"y":2}') },
      ],
      stop: 'tool_calls',
    });
  });

  test.each([
    ['all with index 0', [0, 0]],
    ['without an index', [undefined, undefined]],
    ['counted from 1', [1, 2]],
  ])('gotcha 01: tool calls %s are told apart', (_, [first, second]) => {
    const begin = (index: number | undefined, id: string) => ({
      ...(index !== undefined && { index }),
      id,
      function: { name: id, arguments: '' },
    });
    const more = (index: number | undefined, text: string) => ({
      ...(index !== undefined && { index }),
      function: { arguments: text },
    });
    const { content } = answerTo(
      delta({ tool_calls: [begin(first, 'a')] }),
      delta({ tool_calls: [more(first, '{"of":"a"}')] }),
      delta({ tool_calls: [begin(second, 'b')] }),
      delta({ tool_calls: [more(second, '{"of":"b"}')] }),
      delta({}, 'tool_calls'),
    );
    expect(content).toEqual([
      { kind: 'tool_call', id: 'a', name: 'a', input: new RawJson('{"of":"a"}') },
      { kind: 'tool_call', id: 'b', name: 'b', input: new RawJson('{"of":"b"}') },
    ]);
  });

  test('keeps text that comes between tool calls behind them', () => {
    const { content } = answerTo(
      delta({ tool_calls: [piece(0, '{}', { id: 'a', name: 'f' })] }),
      delta({ content: 'and ' }),
      delta({ content: 'then' }),
      delta({ tool_calls: [piece(1, '{}', { id: 'b', name: 'g' })] }),
      delta({}, 'tool_calls'),
    );
    expect(content.map((block) => block.kind)).toEqual(['tool_call', 'text', 'tool_call']);
    expect(content[1]).toEqual({ kind: 'text', text: 'and then' });
  });

  test.each(['reasoning_content', 'reasoning'])('reads %s as reasoning', (name) => {
    const { content } = answerTo(
      delta({ [name]: 'Hm' }),
      delta({ [name]: 'm.' }),
      delta({ content: 'Yes' }, 'stop'),
    );
    expect(content).toEqual([
      { kind: 'reasoning', text: 'Hmm.' },
      { kind: 'text', text: 'Yes' },
    ]);
  });

  test('gotcha 10: keeps signed, signature-only and redacted thinking apart and in order', () => {
    const block = (thinking: string, signature: string) => ({
      thinking_blocks: [{ type: 'thinking', thinking, signature }],
    });
    const { content } = answerTo(
      delta({ reasoning_content: 'A' }),
      delta(block('A', 's1')),
      delta(block('', 's2')),
      delta({ thinking_blocks: [{ type: 'redacted_thinking', data: 'xx' }] }),
      delta({ reasoning_content: 'B' }),
      delta(block('B', 's3')),
      delta({ content: 'Done' }, 'stop'),
    );
    expect(content).toEqual([
      { kind: 'reasoning', text: 'A', signature: 's1' },
      { kind: 'reasoning', text: '', signature: 's2' },
      { kind: 'redacted_reasoning', data: 'xx' },
      { kind: 'reasoning', text: 'B', signature: 's3' },
      { kind: 'text', text: 'Done' },
    ]);
  });

  test('takes thinking that is sent twice, piece by piece, once', () => {
    const echoed = (text: string, signature: string | null) =>
      delta({
        reasoning_content: text,
        thinking_blocks: [{ type: 'thinking', thinking: text, signature }],
      });
    const { content } = answerTo(
      echoed('Hm', null),
      echoed('m.', ''),
      delta({ thinking_blocks: [{ type: 'thinking', thinking: '', signature: 's' }] }),
      delta({ content: 'Yes' }, 'stop'),
    );
    expect(content).toEqual([
      { kind: 'reasoning', text: 'Hmm.', signature: 's' },
      { kind: 'text', text: 'Yes' },
    ]);
  });

  test('reads a refusal, which ends the answer like a filter', () => {
    const answer = answerTo(delta({ refusal: 'I ' }), delta({ refusal: 'cannot.' }, 'stop'));
    expect(answer.content).toEqual([{ kind: 'refusal', text: 'I cannot.' }]);
    expect(answer.stop).toBe('content_filter');
  });

  test('reads a function call of the form before tools', () => {
    const answer = answerTo(
      delta({ function_call: { name: 'f', arguments: '' } }),
      delta({ function_call: { arguments: '{"a":' } }),
      delta({ function_call: { arguments: '1}' } }),
      delta({}, 'function_call'),
    );
    expect(answer.content).toEqual([
      { kind: 'tool_call', id: 'call_c1', name: 'f', input: new RawJson('{"a":1}') },
    ]);
    expect(answer.stop).toBe('tool_calls');
  });

  test('says that a forced call stopped for the call, though OpenAI says stop', () => {
    const call = piece(0, '{}', { id: 'a', name: 'f' });
    expect(answerTo(delta({ tool_calls: [call] }), delta({}, 'stop')).stop).toBe('tool_calls');
  });

  test.each([
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['a reason of tomorrow', 'unknown'],
  ])('reads the finish reason %s as %s', (finish, stop) => {
    expect(answerTo(delta({ content: 'x' }, finish)).stop).toBe(stop);
  });

  test('takes the last usage, wherever it stands', () => {
    const running = { ...delta({ content: 'a' }), usage: { ...usage, completion_tokens: 1 } };
    const last = { ...delta({}, 'stop'), usage };
    expect(answerTo(running, last).usage).toEqual({ input: 10, output: 4 });
    expect(answerTo(running, delta({}, 'stop'), { choices: [], usage }).usage?.output).toBe(4);
  });

  test('gotcha 25: is not whole without [DONE]', () => {
    const events = read(delta({ content: 'Half' }), delta({}, 'stop'));
    expect(events.map(({ type }) => type)).not.toContain('end');
  });

  test.each([
    [{ type: 'server_error', message: 'boom' }, 'server_error'],
    [{ code: 'rate_limit_exceeded', message: 'boom' }, 'rate_limited'],
    [{ code: 429, message: 'boom' }, 'rate_limited'],
    [{ type: 'overloaded_error', message: 'boom' }, 'overloaded'],
    [{ type: 'invalid_request_error', message: 'boom' }, 'invalid_request'],
    ['boom', 'server_error'],
  ])('gives up at an error in mid-stream: %j', (error, kind) => {
    const events = read(
      delta({ content: 'Half' }),
      { error },
      delta({ content: 'more' }),
      '[DONE]',
    );
    expect(events.at(-1)).toEqual({ type: 'fault', fault: { kind, message: 'boom' } });
  });

  test('gives up at a chunk that is not JSON', () => {
    expect(read('{"choices":[').at(-1)?.type).toBe('fault');
  });

  test('passes over chunks and members that it has not heard of', () => {
    const strange = { prompt_filter_results: [{}], choices: [], model: '', id: '' };
    const answer = answerTo(strange, { novelty: 1 }, delta({ content: 'x', novelty: [1] }, 'stop'));
    expect(answer).toEqual({ model: 'gpt-5', content: [{ kind: 'text', text: 'x' }], stop: 'end' });
  });
});
