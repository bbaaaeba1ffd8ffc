import type { Provider } from '../../src/domain/credential/credential.ts';

/** An error as a provider tells it, and the status that clients get for it. */
export interface ProviderError {
  readonly what: string;
  readonly provider: Provider;
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** For clients of OpenAI's and Bedrock's formats, and for those of Anthropic's where theirs is another. */
  readonly expected: number;
  readonly onMessages?: number;
}

const openAi = (message: string, code: string | null, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
});
const anthropic = (type: string, message: string) => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_011CTest',
});

export const providerErrors: readonly ProviderError[] = [
  {
    what: 'a request it does not take',
    provider: 'openai',
    status: 400,
    body: openAi('Bad.', null),
    expected: 400,
  },
  {
    what: 'a refused key',
    provider: 'openai',
    status: 401,
    body: openAi('Incorrect API key provided: sk-x***y.', 'invalid_api_key'),
    expected: 424,
  },
  {
    what: 'missing scopes',
    provider: 'openai',
    status: 401,
    body: openAi(
      'You have insufficient permissions for this operation. Missing scopes: model.request.',
      null,
    ),
    expected: 403,
  },
  {
    what: 'an empty account',
    provider: 'openai',
    status: 429,
    body: openAi('You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota'),
    expected: 402,
  },
  {
    what: 'an unknown model',
    provider: 'openai',
    status: 404,
    body: openAi('The model does not exist.', 'model_not_found'),
    expected: 404,
  },
  {
    what: 'too large a request',
    provider: 'openai',
    status: 413,
    body: openAi('Too large.', null),
    expected: 413,
  },
  {
    what: 'a rate limit',
    provider: 'openai',
    status: 429,
    headers: {
      'retry-after': '7',
      'retry-after-ms': '6800',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    body: openAi('Rate limit reached.', 'rate_limit_exceeded', 'requests'),
    expected: 429,
  },
  {
    what: 'a server error',
    provider: 'openai',
    status: 500,
    body: openAi('Sorry.', null, 'server_error'),
    expected: 500,
  },
  {
    what: 'an overload',
    provider: 'openai',
    status: 503,
    body: openAi('Overloaded.', null, 'server_error'),
    expected: 503,
    onMessages: 529,
  },
  {
    what: 'a time-out',
    provider: 'openai',
    status: 504,
    body: openAi('Timed out.', null, 'server_error'),
    expected: 504,
  },

  {
    what: 'a request it does not take',
    provider: 'anthropic',
    status: 400,
    body: anthropic('invalid_request_error', 'messages: at least one message is required'),
    expected: 400,
  },
  {
    what: 'a refused key',
    provider: 'anthropic',
    status: 401,
    body: anthropic('authentication_error', 'invalid x-api-key'),
    expected: 424,
  },
  {
    what: 'missing rights',
    provider: 'anthropic',
    status: 403,
    body: anthropic('permission_error', 'No.'),
    expected: 403,
  },
  {
    what: 'a low balance',
    provider: 'anthropic',
    status: 400,
    body: anthropic(
      'invalid_request_error',
      'Your credit balance is too low to access the Anthropic API.',
    ),
    expected: 402,
  },
  {
    what: 'a billing error',
    provider: 'anthropic',
    status: 402,
    body: anthropic('billing_error', 'Billing.'),
    expected: 402,
  },
  {
    what: 'an unknown model',
    provider: 'anthropic',
    status: 404,
    body: anthropic('not_found_error', 'model: claude-x'),
    expected: 404,
  },
  {
    what: 'too large a request',
    provider: 'anthropic',
    status: 413,
    body: anthropic('request_too_large', 'Too large.'),
    expected: 413,
  },
  {
    what: 'a rate limit',
    provider: 'anthropic',
    status: 429,
    headers: {
      'retry-after': '11',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-unified-status': 'rejected',
      'x-should-retry': 'true',
    },
    body: anthropic('rate_limit_error', 'Rate.'),
    expected: 429,
  },
  {
    what: 'a server error',
    provider: 'anthropic',
    status: 500,
    body: anthropic('api_error', 'Internal.'),
    expected: 500,
  },
  {
    what: 'an overload',
    provider: 'anthropic',
    status: 529,
    headers: { 'retry-after': '3' },
    body: anthropic('overloaded_error', 'Overloaded'),
    expected: 503,
    onMessages: 529,
  },
  {
    what: 'a time-out',
    provider: 'anthropic',
    status: 504,
    body: anthropic('timeout_error', 'Timed out.'),
    expected: 504,
  },
];
