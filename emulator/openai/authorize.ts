import type { SeenRequest } from '../server/request-log.ts';
import { incorrectApiKey, missingApiKey, missingScopes } from './api-failure.ts';

export type KeyRules = {
  /** Keys that work. Without a list every string of the usual shape does. */
  acceptedKeys?: readonly string[];
  /** Keys that are right but may not list models, as a restricted key at OpenAI. */
  restrictedKeys?: readonly string[];
};

const KEY_SHAPE = /^sk-[A-Za-z0-9_-]{16,}$/;

/** Throws the 401 that OpenAI gives. */
export function authorize(request: SeenRequest, rules: KeyRules): void {
  const key = /^Bearer +(.*)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (key === undefined || key === '') throw missingApiKey();
  if (rules.restrictedKeys?.includes(key)) {
    if (request.path.startsWith('/v1/models')) throw missingScopes('api.model.read');
    return;
  }
  const isAccepted = rules.acceptedKeys?.includes(key) ?? KEY_SHAPE.test(key);
  if (!isAccepted) throw incorrectApiKey(key);
}
