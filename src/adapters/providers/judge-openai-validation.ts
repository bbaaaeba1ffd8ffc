import type { KeyValidation } from '../../ports/provider.ts';
import type { CollectedAnswer } from './collect-answer.ts';
import { scrubProviderDetail } from './scrub-provider-detail.ts';

type Answer = Extract<CollectedAnswer, { kind: 'answer' }>;

/** What OpenAI's answer to `GET {base}/models` says about the key that was sent along. */
export function judgeOpenAiValidation(answer: Answer, key: Buffer): KeyValidation {
  const body = jsonOf(answer);
  const error = errorOf(body);
  if (answer.status === 200) {
    return isModelList(answer, body) ? { result: 'valid' } : { result: 'bad_base_url' };
  }
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
  if (status === 429) return error.code === 'insufficient_quota' ? 'valid_limited' : 'unreachable';
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

function isModelList(answer: Answer, body: unknown): boolean {
  // A long list is cut by the cap and cannot be parsed; that it is JSON and an object has to do.
  if (answer.isCut) {
    return /^application\/json\b/i.test(answer.contentType) && answer.body[0] === 0x7b;
  }
  return isObject(body) && Array.isArray(body['data']);
}

function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function errorOf(body: unknown): ProviderError | undefined {
  const error = isObject(body) ? body['error'] : undefined;
  if (!isObject(error) || typeof error['message'] !== 'string') return undefined;
  return { message: error['message'], code: error['code'] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
