import { describe, expect, test } from 'vitest';
import { RawJson } from '../json-text.ts';
import { readChatAnswer } from './read-answer.ts';

type Json = Readonly<Record<string, unknown>>;

function read(message: Json, members: Json = {}) {
  const choice = { index: 0, message, finish_reason: 'stop', ...members };
  return readChatAnswer(JSON.stringify({ id: 'c1', model: 'gpt-5', choices: [choice] }));
}

function readUsage(usage: Json | null) {
  const choice = { message: { content: 'x' }, finish_reason: 'stop' };
  return readChatAnswer(JSON.stringify({ choices: [choice], usage })).usage;
}

const call = (args: unknown) => ({
  tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: args } }],
});

describe('a chat answer', () => {
  test('is text, without all the members that are null', () => {
    const message = { role: 'assistant', content: 'Hi', refusal: null, annotations: [{}] };
    expect(read(message)).toEqual({
      model: 'gpt-5',
      content: [{ kind: 'text', text: 'Hi' }],
      stop: 'end',
    });
  });

  test('may be a list of parts', () => {
    const content = [
      { type: 'text', text: 'He' },
      { type: 'text', text: 'llo' },
    ];
    expect(read({ content }).content).toEqual([{ kind: 'text', text: 'Hello' }]);
  });

  test.each(['reasoning_content', 'reasoning'])('has reasoning in %s', (name) => {
    expect(read({ [name]: 'Hm', content: 'Yes' }).content).toEqual([
      { kind: 'reasoning', text: 'Hm' },
      { kind: 'text', text: 'Yes' },
    ]);
  });

  test.each([
    ['{"z":9007199254740993,"a":1.0}', '{"z":9007199254740993,"a":1.0}'],
    ['', '{}'],
    ['null', '{}'],
    [{ x: 1 }, '{"x":1}'],
    [undefined, '{}'],
  ])('gotcha 08: keeps the arguments of a call: %j', (args, text) => {
    const answer = read(call(args), { finish_reason: 'tool_calls' });
    expect(answer.content).toEqual([
      { kind: 'tool_call', id: 'a', name: 'f', input: new RawJson(text) },
    ]);
    expect(answer.stop).toBe('tool_calls');
  });

  test('leaves out a call that the limit cut in two', () => {
    const answer = read({ content: 'So', ...call('{"x":') }, { finish_reason: 'length' });
    expect(answer.content).toEqual([{ kind: 'text', text: 'So' }]);
    expect(answer.stop).toBe('length');
  });

  test('is none if a call has arguments that are no object', () => {
    expect(() => read(call('{"x":'), { finish_reason: 'tool_calls' })).toThrow(SyntaxError);
  });

  test('says that a forced call stopped for the call, though OpenAI says stop', () => {
    expect(read(call('{}')).stop).toBe('tool_calls');
  });

  test('may be a function call of the form before tools', () => {
    const message = { content: null, function_call: { name: 'f', arguments: '{"x":1}' } };
    expect(read(message, { finish_reason: 'function_call' })).toMatchObject({
      content: [{ kind: 'tool_call', id: 'call_c1', name: 'f', input: { text: '{"x":1}' } }],
      stop: 'tool_calls',
    });
  });

  test('may be a refusal, which ends it like a filter', () => {
    expect(read({ content: null, refusal: 'No' })).toMatchObject({
      content: [{ kind: 'refusal', text: 'No' }],
      stop: 'content_filter',
    });
  });

  test.each([
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['a reason of tomorrow', 'unknown'],
    [null, 'unknown'],
  ])('stops for %s: %s', (finish_reason, stop) => {
    expect(read({ content: 'x' }, { finish_reason }).stop).toBe(stop);
  });

  test.each(['{}', '{"choices":[]}', '{"error":{"message":"boom"}}', '[]', 'boom', ''])(
    'is not %s',
    (body) => {
      expect(() => readChatAnswer(body)).toThrow(SyntaxError);
    },
  );
});

describe('the usage of a chat answer', () => {
  test.each([
    [
      'is told in detail',
      {
        prompt_tokens: 100,
        completion_tokens: 50,
        total_tokens: 150,
        prompt_tokens_details: { cached_tokens: 80, cache_write_tokens: 10, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 30 },
      },
      { input: 100, output: 50, cached: 80, cacheWrite: 10, reasoning: 30 },
    ],
    [
      'is told without detail',
      { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
      { input: 1, output: 2 },
    ],
    [
      'counts reasoning that a server counts beside the completion',
      {
        prompt_tokens: 12,
        completion_tokens: 2,
        total_tokens: 354,
        completion_tokens_details: { reasoning_tokens: 340 },
      },
      { input: 12, output: 342, reasoning: 340 },
    ],
    ['is not told', null, undefined],
  ])('%s', (_, usage, read) => {
    expect(readUsage(usage)).toEqual(read);
  });
});
