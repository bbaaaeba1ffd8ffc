import type { KeyValidation } from '../../ports/provider.ts';
import { type Answer, isObjectWithList } from './answer-json.ts';
import { type AwsError, awsErrorOf, scrubAwsDetail } from './aws-error.ts';

type Refusal = Exclude<KeyValidation['result'], 'valid' | 'timeout'>;

const wrongKeyCodes: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const billingCodes: ReadonlySet<string> = new Set([
  'OptInRequired',
  'SubscriptionRequiredException',
]);

/**
 * What the answer to STS GetCallerIdentity says about an access key; undefined when the key is genuine. Every genuine
 * key may ask, whatever its permissions. `sent` is the part of the secret that the service was shown.
 */
export function judgeCallerIdentity(answer: Answer, sent: Buffer): KeyValidation | undefined {
  if (answer.status !== 200) return judgeRefusal(answer, sent, accessKeyRefusal);
  const isIdentity = answer.body.includes('<GetCallerIdentityResult>');
  return isIdentity ? undefined : { result: 'bad_base_url' };
}

/** What the answer to `GET /foundation-models` says about an access key that STS has recognised. */
export function judgeAccessKey(answer: Answer, sent: Buffer): KeyValidation {
  return judgeModelList(answer, sent, accessKeyRefusal);
}

/** What the answer to `GET /foundation-models` says about an API key; `isElsewhere` when it was made for another region. */
export function judgeApiKey(answer: Answer, sent: Buffer, isElsewhere: boolean): KeyValidation {
  return judgeModelList(answer, sent, (error) => apiKeyRefusal(error, isElsewhere));
}

type Judge = (error: AwsError) => Refusal;

function judgeModelList(answer: Answer, sent: Buffer, judge: Judge): KeyValidation {
  if (answer.status !== 200) return judgeRefusal(answer, sent, judge);
  return { result: isObjectWithList(answer, 'modelSummaries') ? 'valid' : 'bad_base_url' };
}

function judgeRefusal(answer: Answer, sent: Buffer, judge: Judge): KeyValidation {
  const error = awsErrorOf(answer);
  // Without the error shape it was not AWS that answered, unless something in front of it failed.
  if (error === undefined) return { result: answer.status >= 500 ? 'unreachable' : 'bad_base_url' };
  const result = isPassing(answer, error) ? 'unreachable' : judge(error);
  const providerDetail = scrubAwsDetail(error.message, sent);
  return providerDetail === '' ? { result } : { result, providerDetail };
}

// Neither throttling nor a clock that is wrong here says anything about the key.
function isPassing({ status }: Answer, { code, message }: AwsError): boolean {
  return (
    status >= 500 ||
    status === 429 ||
    /Throttl|TooManyRequests|RequestExpired/.test(code) ||
    /signature (?:expired|not yet current)/i.test(message)
  );
}

function accessKeyRefusal(error: AwsError): Refusal {
  // Whose key it is was told before; that it may not list models is all there is to it.
  if (isAccessDenied(error)) return isUnpaid(error) ? 'billing' : 'valid_limited';
  return anyRefusal(error);
}

function apiKeyRefusal(error: AwsError, isElsewhere: boolean): Refusal {
  const isNamed = /not authorized to perform/i.test(error.message);
  // The service denies access to wrong keys too; only where it names an action has it recognised the key.
  if (isAccessDenied(error) && isNamed && !isUnpaid(error)) {
    // Without this permission no call with any API key is answered.
    return error.message.includes('CallWithBearerToken') ? 'invalid' : 'valid_limited';
  }
  const refusal = isRefusedKey(error) ? 'invalid' : anyRefusal(error);
  return refusal === 'invalid' && isElsewhere ? 'region_mismatch' : refusal;
}

function isRefusedKey(error: AwsError): boolean {
  return (
    (isAccessDenied(error) && !isUnpaid(error)) || /authentication failed/i.test(error.message)
  );
}

function anyRefusal(error: AwsError): Refusal {
  if (isUnpaid(error)) return 'billing';
  if (wrongKeyCodes.has(error.code)) {
    return /\bregion\b/i.test(error.message) ? 'region_mismatch' : 'invalid';
  }
  return 'bad_base_url';
}

function isAccessDenied({ code }: AwsError): boolean {
  return code === 'AccessDeniedException' || code === 'AccessDenied';
}

function isUnpaid({ code, message }: AwsError): boolean {
  return billingCodes.has(code) || message.includes('INVALID_PAYMENT_INSTRUMENT');
}
