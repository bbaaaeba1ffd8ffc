import { describe, expect, test } from 'vitest';
import { readModel, readUsage } from './read-usage.ts';

const usage = (text: string) => readUsage(Buffer.from(text));

describe('the usage', () => {
  test('is read from a unary answer, however it is spaced', () => {
    expect(
      usage(
        '{"id":"x","usage" : {"prompt_tokens": 12,\n"completion_tokens":34,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":6}}}',
      ),
    ).toEqual({ input: 12, output: 34, cached: 5, reasoning: 6 });
  });

  test('is read from the last event that tells it', () => {
    const stream =
      'data: {"usage":null}\n\ndata: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\ndata: {"usage":null}\n\n';
    expect(usage(stream)).toEqual({ input: 1, output: 2 });
  });

  test('is not taken from what the model wrote', () => {
    const text = JSON.stringify({ content: '{"usage":{"prompt_tokens":9,"completion_tokens":9}}' });
    expect(usage(text)).toBeUndefined();
  });

  test.each([
    '{"usage":{"type":"duration","seconds":7}}',
    '{"usage":{"prompt_tokens":-1}}',
    '{"usage":{"prompt_tokens":1.5}}',
    '{"usage":{"prompt_tokens":"9"}}',
    '{"usage":{"prompt_tokens":1',
    '{"usage":[1]}',
    '',
  ])('is unknown in %s', (text) => {
    expect(usage(text)).toBeUndefined();
  });
});

test('the model is the one that the answer names', () => {
  const first = Buffer.from('{"id":"x","model":"gpt-4o-mini-2024-07-18","choices":[]}');
  expect(readModel(first, first)).toBe('gpt-4o-mini-2024-07-18');
  expect(readModel(Buffer.from('{"data":['), Buffer.from('],"model": "m"}'))).toBe('m');
  expect(readModel(Buffer.from('{}'), Buffer.from('{}'))).toBeUndefined();
});
