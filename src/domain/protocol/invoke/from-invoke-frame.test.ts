import { describe, expect, test } from 'vitest';
import { fromInvokeFrame } from './from-invoke-frame.ts';

function chunk(text: string) {
  const bytes = Buffer.from(text).toString('base64');
  return { event: 'chunk', data: JSON.stringify({ bytes, p: 'abcdefgh' }) };
}

describe('a frame of InvokeModelWithResponseStream', () => {
  test('holds an event of Anthropic, which comes out as it is', () => {
    const text = '{"type":"content_block_delta","index":0, "delta":{"text":"é ﷽ 1.0"}}';
    expect(fromInvokeFrame(chunk(text))).toEqual({ event: 'content_block_delta', data: text });
  });

  test('loses the measurements of Bedrock', () => {
    const metrics = '"amazon-bedrock-invocationMetrics":{"inputTokenCount":3}';
    expect(fromInvokeFrame(chunk(`{"type":"message_stop",${metrics}}`))).toEqual({
      event: 'message_stop',
      data: '{"type":"message_stop"}',
    });
  });

  test('gotcha 30: an exception becomes an error event and is not passed over', () => {
    const data = '{"message":"Too many requests"}';
    expect(fromInvokeFrame({ event: 'throttlingException', data, isException: true })).toEqual({
      event: 'error',
      data: '{"type":"error","error":{"type":"rate_limit_error","message":"Too many requests"}}',
      isException: true,
    });
  });

  test('is passed over where nobody has heard of it', () => {
    expect(fromInvokeFrame({ event: 'novelty', data: '{}' })).toBeUndefined();
  });

  test.each(['{', '{}', '[]'])('with %s inside is an error', (text) => {
    expect(() => fromInvokeFrame(chunk(text))).toThrow(SyntaxError);
  });
});
