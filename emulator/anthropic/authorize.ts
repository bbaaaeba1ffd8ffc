import type { SeenRequest } from '../server/request-log.ts';
import {
  creditBalanceTooLow,
  invalidApiKey,
  missingApiKey,
  permissionDenied,
} from './api-failure.ts';

export type KeyRules = {
  /** Keys that work. Without a list every string of the usual shape does. */
  acceptedKeys?: readonly string[];
  /** Keys that are right but may not list models. */
  limitedKeys?: readonly string[];
  /** Keys whose account is empty. */
  unpaidKeys?: readonly string[];
};

const KEY_SHAPE = /^sk-ant-api\d\d-[\w-]{16,}$/;

/** Throws the refusal that Anthropic gives. Where both headers are there, `x-api-key` counts. */
export function authorize(request: SeenRequest, rules: KeyRules): void {
  const header = request.headers['x-api-key'];
  const bearer = /^Bearer +(.*)$/i.exec(request.headers.authorization ?? '')?.[1];
  const key = typeof header === 'string' ? header : bearer;
  if (key === undefined || key === '') throw missingApiKey();
  if (rules.unpaidKeys?.includes(key)) throw creditBalanceTooLow();
  if (rules.limitedKeys?.includes(key)) {
    if (request.path.startsWith('/v1/models')) throw permissionDenied();
    return;
  }
  if (!(rules.acceptedKeys?.includes(key) ?? KEY_SHAPE.test(key))) throw invalidApiKey();
}
