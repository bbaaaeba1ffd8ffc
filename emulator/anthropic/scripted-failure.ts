import type { SeenRequest } from '../server/request-log.ts';
import {
  type ApiFailure,
  billingError,
  creditBalanceTooLow,
  echoedApiKey,
  gatewayTimeout,
  invalidApiKey,
  notAllowed,
  notFound,
  overloaded,
  permissionDenied,
  rateLimited,
  requestTooLarge,
  serverError,
  spendLimitReached,
} from './api-failure.ts';

const failures = {
  'invalid-key': invalidApiKey,
  'permission-error': permissionDenied,
  'not-allowed': notAllowed,
  'not-found': () => notFound('Not found'),
  'credit-balance': creditBalanceTooLow,
  'billing-error': billingError,
  'request-too-large': requestTooLarge,
  'rate-limit': () => rateLimited(),
  'spend-limit': spendLimitReached,
  'server-error': serverError,
  timeout: gatewayTimeout,
  overloaded,
} as const satisfies Record<string, () => ApiFailure>;

/** Errors of Anthropic's that a test can ask for. */
export type ScriptedFailure =
  | keyof typeof failures
  | 'echoed-key'
  | { status: 429; retryAfterSeconds: number };

export function scriptedFailure(failure: ScriptedFailure, request: SeenRequest): ApiFailure {
  if (failure === 'echoed-key') return echoedApiKey(String(request.headers['x-api-key']));
  if (typeof failure === 'object') return rateLimited(failure.retryAfterSeconds);
  return failures[failure]();
}
