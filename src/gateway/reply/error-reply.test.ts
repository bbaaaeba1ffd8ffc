import { describe, expect, test } from 'vitest';
import { MonagoError } from '../../domain/errors.ts';
import { ownErrorBody } from './error-reply.ts';

describe("an error of Monago's own", () => {
  const error = new MonagoError('unsupported_parameter', {
    message: '`logit_bias` is not known.',
    param: 'logit_bias',
  });
  const told = (shape: 'openai' | 'anthropic' | 'bedrock', from = error) =>
    JSON.parse(ownErrorBody(shape, from, 'req_1').toString('utf8'));

  test('is in the words of the API that the client speaks', () => {
    const { message } = error;
    expect(told('openai')).toEqual({
      error: {
        message,
        type: 'invalid_request_error',
        param: 'logit_bias',
        code: 'unsupported_parameter',
      },
    });
    expect(told('anthropic')).toEqual({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message,
        details: { error_code: 'unsupported_parameter' },
      },
      request_id: 'req_1',
    });
    expect(told('bedrock')).toEqual({ message, code: 'unsupported_parameter' });
  });

  test.each(['openai', 'anthropic', 'bedrock'] as const)(
    'does not repeat a key that the caller put into a name: %s',
    (shape) => {
      const key = 'sk-ant-api03-mI7xQ2vB9nT4kL8pW3zR6yD1';
      const named = new MonagoError('invalid_request', {
        message: `\`messages[0].${key}\` is of the type "${key}".`,
        param: `messages[0].${key}`,
      });
      const text = ownErrorBody(shape, named, 'req_1').toString('utf8');
      expect(text).not.toContain(key.slice(13, 21));
      expect(text).toContain('messages[0].');
    },
  );
});
