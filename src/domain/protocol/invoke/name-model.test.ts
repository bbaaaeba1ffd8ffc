import { describe, expect, test } from 'vitest';
import { nameModel, nameModelIn } from './name-model.ts';

const alias = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

describe('the name of the model in an answer of Claude at Bedrock', () => {
  test('is the one that was asked for; nothing else changes', () => {
    const text = (model: string) => `{"model" : "${model}", "id":"msg_1","usage":{"n":1.0}}`;
    expect(nameModel(text('claude-sonnet-4-5-20250929'), alias)).toBe(text(alias));
  });

  test('is the same in the first event of a stream', () => {
    const data = (model: string) =>
      `{"type":"message_start", "message":{"content":[],"model":"${model}","id":"é"}}`;
    expect(
      nameModelIn({ event: 'message_start', data: data('claude-sonnet-4-5-20250929') }, alias),
    ).toEqual({ event: 'message_start', data: data(alias) });
  });

  test.each(['', '[]', '<html>', '{"model":'])('is not looked for in %j', (text) => {
    expect(() => nameModel(text, alias)).toThrow(SyntaxError);
  });

  test.each([
    { event: 'message_delta', data: '{"type":"message_delta","message":{"model":"a"}}' },
    { event: 'message_start', data: '{"type":"message_start","message":null}' },
    { event: 'message_start', data: '{"type":"message_start"}' },
  ])('is left alone in $event with $data', (event) => {
    expect(nameModelIn(event, alias)).toEqual(event);
  });
});
