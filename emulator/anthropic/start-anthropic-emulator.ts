import type { Fault } from '../server/fault.ts';
import {
  type ListenOptions,
  type ProviderServer,
  startProviderServer,
} from '../server/provider-server.ts';
import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { padded, standInReply } from '../server/stand-in-reply.ts';
import {
  ApiFailure,
  billingError,
  creditBalanceTooLow,
  echoedApiKey,
  failureReply,
  methodNotAllowed,
  notAllowed,
  notFound,
  overloaded,
  permissionDenied,
  rateLimited,
  requestTooLarge,
  serverError,
} from './api-failure.ts';
import { authorize, type KeyRules } from './authorize.ts';
import { createMessage } from './messages.ts';
import { listModels, retrieveModel } from './models.ts';
import { edgeHeaders } from './provider-headers.ts';

/** Errors of Anthropic's that a test can ask for. */
type ScriptedFailure =
  | 'permission-error'
  | 'not-allowed'
  | 'credit-balance'
  | 'billing-error'
  | 'echoed-key'
  | 'rate-limit'
  | 'server-error'
  | 'overloaded';

/** The API's base URL is `url`, without the version. */
export type AnthropicEmulator = ProviderServer<ScriptedFailure>;

/** A provider on loopback that answers as Anthropic's API does, and fails as scripted. */
export function startAnthropicEmulator(
  options: KeyRules & ListenOptions = {},
): Promise<AnthropicEmulator> {
  return startProviderServer<ScriptedFailure>(
    {
      answer: (request, fault) => answer(request, fault, options),
      requestedFault: () => ({}),
      bodyTooLarge: () => failureReply(requestTooLarge()),
    },
    options,
  );
}

function answer(request: SeenRequest, fault: Fault<ScriptedFailure>, rules: KeyRules): Reply {
  const standIn = standInReply(fault, edgeHeaders);
  if (standIn !== undefined) return standIn;
  try {
    if (fault.failure !== undefined) throw scriptedFailure(fault.failure, request);
    authorize(request, rules);
    return padded(route(request), fault.paddingBytes ?? 0);
  } catch (error) {
    if (error instanceof ApiFailure) return failureReply(error);
    throw error;
  }
}

function scriptedFailure(failure: ScriptedFailure, request: SeenRequest): ApiFailure {
  switch (failure) {
    case 'permission-error':
      return permissionDenied();
    case 'not-allowed':
      return notAllowed();
    case 'credit-balance':
      return creditBalanceTooLow();
    case 'billing-error':
      return billingError();
    case 'echoed-key':
      return echoedApiKey(String(request.headers['x-api-key']));
    case 'rate-limit':
      return rateLimited();
    case 'server-error':
      return serverError();
    case 'overloaded':
      return overloaded();
  }
}

function route({ method, path, body }: SeenRequest): Reply {
  const { pathname, searchParams } = new URL(path, 'http://emulator.invalid');
  const model = /^\/v1\/models\/([^/]+)$/.exec(pathname)?.[1];
  if (pathname !== '/v1/models' && pathname !== '/v1/messages' && model === undefined) {
    throw notFound('Not found');
  }
  if (method !== (pathname === '/v1/messages' ? 'POST' : 'GET')) throw methodNotAllowed();
  if (pathname === '/v1/messages') return createMessage(body);
  return model === undefined ? listModels(searchParams) : retrieveModel(decodeURIComponent(model));
}
