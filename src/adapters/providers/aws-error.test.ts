import { describe, expect, test } from 'vitest';
import type { Answer } from './answer-json.ts';
import { awsErrorOf, scrubAwsDetail } from './aws-error.ts';

function answer(body: string, errorType?: string): Answer {
  return {
    kind: 'answer',
    status: 403,
    contentType: '',
    headers: errorType === undefined ? [] : [['x-amzn-errortype', errorType]],
    body: Buffer.from(body),
    isCut: false,
  };
}

describe('an error of AWS', () => {
  test.each([
    ['{"message":"no"}', 'AccessDeniedException:http://schema.example/', 'AccessDeniedException'],
    ['{"Message":"no"}', 'AccessDeniedException', 'AccessDeniedException'],
    ['{"message":"no"}', undefined, ''],
    [
      '{"__type":"com.amazon.coral#ExpiredTokenException","message":"no"}',
      undefined,
      'ExpiredTokenException',
    ],
    [
      '<ErrorResponse xmlns="x"><Error><Code>InvalidClientTokenId</Code><Message>no</Message></Error></ErrorResponse>',
      undefined,
      'InvalidClientTokenId',
    ],
  ])('is read from %s', (body, errorType, code) => {
    expect(awsErrorOf(answer(body, errorType))).toEqual({ code, message: 'no' });
  });

  test('has its entities resolved once', () => {
    const body =
      '<ErrorResponse><Error><Code>X</Code><Message>&amp;lt; &quot;a&quot; &bogus;</Message></Error></ErrorResponse>';
    expect(awsErrorOf(answer(body))?.message).toBe('&lt; "a" &bogus;');
  });

  test.each(['', '<html><Code>X</Code></html>', '{}', '[]', '{"message":{}}', '"no"'])(
    'is not in %j',
    (body) => {
      expect(awsErrorOf(answer(body))).toBeUndefined();
    },
  );
});

describe('what is shown of it', () => {
  const sent = Buffer.from('AKIAEXAMPLEUSER00001');

  test.each([
    ['User: arn:aws:iam::123456789012:user/someone is not authorized', /arn|1234|someone/],
    ['User: arn:aws-cn:sts::123456789012:assumed-role/r/s, no', /arn|1234|assumed/],
    ['account 123456789012 is closed', /1234/],
    ['id AROAEXAMPLEROLE000001:session', /AROA/],
    ['key akiaexampleUSER00001 unknown', /example/i],
  ])('names nobody in %j', (message, nobody) => {
    const shown = scrubAwsDetail(message, sent);
    expect(shown).not.toMatch(nobody);
    expect(shown).toContain('•••');
  });

  test('keeps the words', () => {
    const message = 'The security token included in the request is invalid.';
    expect(scrubAwsDetail(message, sent)).toBe(message);
  });
});
