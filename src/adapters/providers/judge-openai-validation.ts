import type { KeyValidation } from '../../ports/provider.ts';
import { type Answer, isObject, isObjectWithList, jsonOf } from './answer-json.ts';
import { scrubProviderDetail } from './scrub-provider-detail.ts';

/** What OpenAI's answer to `GET {base}/models` says about the key that was sent along. */
export function judgeOpenAiValidation(answer: Answer, key: Buffer): KeyValidation {
  if (answer.status === 200) {
    return { result: isObjectWithList(answer, 'data') ? 'valid' : 'bad_base_url' };
  }
  const error = errorOf(jsonOf(answer));
  // Without the error shape it was not this provider that answered, unless a gateway in front of it failed.
  if (error === undefined) return { result: answer.status >= 500 ? 'unreachable' : 'bad_base_url' };
  const providerDetail = scrubProviderDetail(error.message, key);
  const result = refusal(answer.status, error);
  return providerDetail === '' ? { result } : { result, providerDetail };
}

function refusal(
  status: number,
  error: ProviderError,
): Exclude<KeyValidation['result'], 'timeout' | 'valid'> {
  if (status === 401) return lacksScopeOnly(error) ? 'valid_limited' : 'invalid';
  if (status === 403) return 'invalid';
  // Only a genuine key can have used up its quota.
  if (status === 429) return error.code === 'insufficient_quota' ? 'billing' : 'unreachable';
  return status >= 500 ? 'unreachable' : 'bad_base_url';
}

interface ProviderError {
  readonly message: string;
  readonly code: unknown;
}

// A restricted key that may not list models is genuine; OpenAI answers 401 all the same and leaves the code empty.
function lacksScopeOnly(error: ProviderError): boolean {
  return error.code !== 'invalid_api_key' && error.message.includes('Missing scopes:');
}

function errorOf(body: unknown): ProviderError | undefined {
  const error = isObject(body) ? body['error'] : undefined;
  if (!isObject(error) || typeof error['message'] !== 'string') return undefined;
  return { message: error['message'], code: error['code'] };
}
