import type { Fault } from '../server/fault.ts';
import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { padded, standInReply } from '../server/stand-in-reply.ts';
import type { Account } from './account.ts';
import {
  ApiFailure,
  failureReply,
  incorrectApiKey,
  insufficientQuota,
  missingScopes,
  overloaded,
  rateLimited,
  serverError,
} from './api-failure.ts';
import { authorize } from './authorize.ts';
import { edgeHeaders } from './provider-headers.ts';
import { route } from './router.ts';
import type { ScriptedFailure } from './scripted-failure.ts';

const DEFAULT_RETRY_AFTER_SECONDS = 1;

/** What is to be sent: the endpoint's answer, unless the fault puts another in its place. */
export function chooseReply(
  request: SeenRequest,
  fault: Fault<ScriptedFailure>,
  account: Account,
): Reply {
  const standIn = standInReply(fault, edgeHeaders);
  if (standIn !== undefined) return standIn;
  try {
    if (fault.failure !== undefined) throw scriptedFailure(fault.failure, request);
    authorize(request, account.keys);
    return padded(route(request, account), fault.paddingBytes ?? 0);
  } catch (error) {
    if (error instanceof ApiFailure) return failureReply(error);
    throw error;
  }
}

function scriptedFailure(failure: ScriptedFailure, request: SeenRequest): ApiFailure {
  if (failure === 'insufficient-quota') return insufficientQuota();
  if (failure === 'missing-scopes') return missingScopes('model.request');
  switch (failure.status) {
    case 401:
      return incorrectApiKey(request.headers.authorization?.replace(/^Bearer +/i, '') ?? '');
    case 429:
      return rateLimited(
        'the requested model',
        failure.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS,
      );
    case 500:
      return serverError();
    case 503:
      return overloaded();
  }
}
