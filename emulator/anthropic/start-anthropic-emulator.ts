import type { Fault } from '../server/fault.ts';
import {
  type ListenOptions,
  type ProviderServer,
  startProviderServer,
} from '../server/provider-server.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { padded, standInReply } from '../server/stand-in-reply.ts';
import {
  ApiFailure,
  failureReply,
  methodNotAllowed,
  notFound,
  requestTooLarge,
} from './api-failure.ts';
import { authorize, type KeyRules } from './authorize.ts';
import { listModels, retrieveModel } from './list-models.ts';
import { countTokens, createMessage, type Engine } from './messages.ts';
import { createPromptCache } from './prompt-cache.ts';
import { createEngineHeaders, edgeHeaders } from './provider-headers.ts';
import { readDialect } from './read-dialect.ts';
import { requestedFault } from './requested-fault.ts';
import { type ScriptedFailure, scriptedFailure } from './scripted-failure.ts';

/** The API's base URL is `url`, without the version. */
export type AnthropicEmulator = ProviderServer<ScriptedFailure>;

/** A provider on loopback that answers as Anthropic's API does, and fails as scripted. */
export function startAnthropicEmulator(
  options: KeyRules & ListenOptions = {},
): Promise<AnthropicEmulator> {
  const engine = { promptCache: createPromptCache(), headers: createEngineHeaders() };
  return startProviderServer<ScriptedFailure>(
    {
      answer: (request, fault) => answer(request, fault, { ...engine, rules: options }),
      requestedFault,
      bodyTooLarge: () => failureReply(requestTooLarge()),
    },
    options,
  );
}

function answer(
  request: SeenRequest,
  fault: Fault<ScriptedFailure>,
  emulator: Engine & { rules: KeyRules },
): Reply {
  const standIn = standInReply(fault, edgeHeaders);
  if (standIn !== undefined) return standIn;
  try {
    if (fault.failure !== undefined) throw scriptedFailure(fault.failure, request);
    authorize(request, emulator.rules);
    return padded(route(request, emulator), fault.paddingBytes ?? 0);
  } catch (error) {
    if (error instanceof ApiFailure) return failureReply(error);
    throw error;
  }
}

type Endpoint = {
  method: string;
  path: RegExp;
  answer: (request: SeenRequest, url: URL, engine: Engine) => Reply;
};

const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: /^\/v1\/messages$/,
    answer: (request, url, engine) => createMessage(callOf(request, url), engine),
  },
  {
    method: 'POST',
    path: /^\/v1\/messages\/count_tokens$/,
    answer: (request, url, engine) => countTokens(callOf(request, url), engine),
  },
  {
    method: 'GET',
    path: /^\/v1\/models$/,
    answer: (request, url) => {
      readDialect(request.headers);
      return modelsReply(listModels(url.searchParams));
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/models\/[^/]+$/,
    answer: (request, url) => {
      readDialect(request.headers);
      return modelsReply(retrieveModel(lastSegment(url)));
    },
  },
];

function route(request: SeenRequest, engine: Engine): Reply {
  const url = new URL(request.path, 'http://emulator.invalid');
  const candidates = endpoints.filter(({ path }) => path.test(url.pathname));
  if (candidates.length === 0) throw notFound('Not found');
  const endpoint = candidates.find(({ method }) => method === request.method);
  if (endpoint === undefined) throw methodNotAllowed();
  return endpoint.answer(request, url, engine);
}

function callOf({ body, headers }: SeenRequest, url: URL) {
  const dialect = readDialect(headers);
  return {
    body,
    dialect,
    isBeta: dialect.betas.size > 0 || url.searchParams.get('beta') === 'true',
  };
}

function modelsReply(value: unknown): Reply {
  return jsonReply(200, value, { headers: edgeHeaders('application/json'), indent: 0 });
}

function lastSegment({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1));
  } catch {
    throw notFound('Not found');
  }
}
