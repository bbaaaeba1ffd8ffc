import { describe, expect, test } from 'vitest';
import type { Provider } from '../../domain/credential/credential.ts';
import { judgeUpstreamError, statusForClient } from './judge-upstream-error.ts';

interface Case {
  readonly provider: Provider;
  readonly status: number;
  readonly body: unknown;
  readonly exception?: string;
}

function judge({ provider, status, body, exception }: Case) {
  const headers = exception === undefined ? [] : [['x-amzn-errortype', exception] as const];
  return judgeUpstreamError(provider, { status, headers }, Buffer.from(JSON.stringify(body)));
}

const openAi = (code: string | null, message = 'm') => ({ error: { message, type: 't', code } });
const anthropic = (type: string, message = 'm') => ({ type: 'error', error: { type, message } });
const aws = (message = 'm') => ({ message });

describe('a key that the provider refuses is 424, whatever the provider answers', () => {
  test.each<Case>([
    { provider: 'openai', status: 401, body: openAi('invalid_api_key') },
    { provider: 'anthropic', status: 401, body: anthropic('authentication_error') },
    { provider: 'bedrock', status: 403, body: aws(), exception: 'UnrecognizedClientException' },
    {
      provider: 'bedrock',
      status: 403,
      body: aws(),
      exception: 'InvalidSignatureException:http://x/',
    },
    { provider: 'bedrock', status: 403, body: aws(), exception: 'ExpiredTokenException' },
    {
      provider: 'bedrock',
      status: 403,
      body: { __type: 'com.amazon#MissingAuthenticationTokenException', message: 'm' },
    },
    {
      provider: 'bedrock',
      status: 403,
      body: { Message: 'Authentication failed: Please make sure your API Key is valid.' },
      exception: 'AccessDeniedException',
    },
  ])('%j', (given) => {
    expect(judge(given)).toMatchObject({ isRejected: true, shown: { status: 424 } });
  });
});

describe('any other error keeps its meaning', () => {
  test.each<[status: number, given: Case]>([
    [
      403,
      { provider: 'openai', status: 401, body: openAi(null, 'Missing scopes: model.request.') },
    ],
    [402, { provider: 'openai', status: 429, body: openAi('insufficient_quota') }],
    [429, { provider: 'openai', status: 429, body: openAi('rate_limit_exceeded') }],
    [404, { provider: 'openai', status: 404, body: openAi('model_not_found') }],
    [
      402,
      {
        provider: 'anthropic',
        status: 400,
        body: anthropic(
          'invalid_request_error',
          'Your credit balance is too low to access the API.',
        ),
      },
    ],
    [403, { provider: 'anthropic', status: 403, body: anthropic('permission_error') }],
    [529, { provider: 'anthropic', status: 529, body: anthropic('overloaded_error') }],
    [
      403,
      {
        provider: 'bedrock',
        status: 403,
        body: aws('User is not authorized'),
        exception: 'AccessDeniedException',
      },
    ],
    [
      402,
      {
        provider: 'bedrock',
        status: 403,
        body: aws('needs a subscription for the service'),
        exception: 'OptInRequired',
      },
    ],
    [
      429,
      { provider: 'bedrock', status: 400, body: aws(), exception: 'ServiceQuotaExceededException' },
    ],
    [503, { provider: 'bedrock', status: 429, body: aws(), exception: 'ModelNotReadyException' }],
    [504, { provider: 'bedrock', status: 408, body: aws(), exception: 'ModelTimeoutException' }],
    [502, { provider: 'bedrock', status: 424, body: aws(), exception: 'ModelErrorException' }],
    [
      404,
      {
        provider: 'bedrock',
        status: 400,
        body: aws('The provided model identifier is invalid.'),
        exception: 'ValidationException',
      },
    ],
    [500, { provider: 'openai', status: 500, body: '<html>' }],
  ])('%i: %j', (status, given) => {
    expect(judge(given)).toMatchObject({ isRejected: false, shown: { status } });
  });

  test('and says that it is of no use to come again where it is not', () => {
    const { isFinal } = judge({
      provider: 'openai',
      status: 429,
      body: openAi('insufficient_quota'),
    });
    expect(isFinal).toBe(true);
  });

  test("and its provider's words, as far as there are any", () => {
    const { shown } = judge({
      provider: 'anthropic',
      status: 400,
      body: anthropic('x', 'max_tokens: Field required'),
    });
    expect(shown).toMatchObject({ message: 'max_tokens: Field required' });
    const html = judge({ provider: 'openai', status: 502, body: '<html>' });
    expect(html.shown).toMatchObject({ status: 502, message: 'The provider answered 502.' });
  });
});

test("an overload has Anthropic's own status for its clients alone", () => {
  expect([statusForClient(529, true), statusForClient(503, true)]).toEqual([529, 529]);
  expect([statusForClient(529, false), statusForClient(503, false)]).toEqual([503, 503]);
});
