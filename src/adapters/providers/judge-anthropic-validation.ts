import type { KeyValidation } from '../../ports/provider.ts';
import { type Answer, isObject, isObjectWithList, jsonOf } from './answer-json.ts';
import { scrubProviderDetail } from './scrub-provider-detail.ts';

/** What Anthropic's answer to `GET {base}/v1/models` says about the key that was sent along. */
export function judgeAnthropicValidation(answer: Answer, key: Buffer): KeyValidation {
  if (answer.status === 200) {
    return { result: isObjectWithList(answer, 'data') ? 'valid' : 'bad_base_url' };
  }
  const error = errorOf(jsonOf(answer));
  // Without the error shape it was not this provider that answered, unless a gateway in front of it failed.
  if (error === undefined) return { result: answer.status >= 500 ? 'unreachable' : 'bad_base_url' };
  const result = refusal(answer.status, error);
  const providerDetail = scrubProviderDetail(error.message, key);
  return providerDetail === '' ? { result } : { result, providerDetail };
}

interface ProviderError {
  readonly type: string;
  readonly message: string;
}

function refusal(
  status: number,
  error: ProviderError,
): Exclude<KeyValidation['result'], 'timeout' | 'valid'> {
  if (status === 401) return 'invalid';
  // A workspace may keep a genuine key from the list of models. Every other 403 is about who may use Anthropic at all.
  if (status === 403) return error.type === 'permission_error' ? 'valid_limited' : 'invalid';
  if (isUnpaid(status, error)) return 'billing';
  return status === 429 || status >= 500 ? 'unreachable' : 'bad_base_url';
}

// An empty account is told by its own status, or as an invalid request by nothing but the words.
function isUnpaid(status: number, { type, message }: ProviderError): boolean {
  return (
    status === 402 ||
    type === 'billing_error' ||
    (status === 400 && /credit balance/i.test(message))
  );
}

function errorOf(body: unknown): ProviderError | undefined {
  const error = isObject(body) && body['type'] === 'error' ? body['error'] : undefined;
  if (!isObject(error)) return undefined;
  const { type, message } = error;
  return typeof type === 'string' && typeof message === 'string' ? { type, message } : undefined;
}
