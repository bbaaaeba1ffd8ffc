import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { type AccountRules, defaultRegion } from './account.ts';
import { authorize, type BedrockAction } from './authorize.ts';
import { unknownOperation, validation } from './aws-failure.ts';
import { callerIdentity } from './caller-identity.ts';
import { converse, converseStream } from './converse/converse.ts';
import { countTokens } from './count-tokens.ts';
import type { Engine } from './engine.ts';
import { invoke, invokeStream } from './invoke/invoke.ts';
import type { BedrockModel } from './model/bedrock-model.ts';
import { findModel } from './model/find-model.ts';
import { listFoundationModels, listInferenceProfiles } from './model/list-models.ts';
import { withoutFault } from './requested-fault.ts';

type Operation = {
  action: BedrockAction;
  answer(model: BedrockModel, request: SeenRequest, engine: Engine): Reply;
};

const operations: Readonly<Record<string, Operation>> = {
  converse: {
    action: 'InvokeModel',
    answer: (model, { body }, engine) => converse(model, body, engine),
  },
  'converse-stream': {
    action: 'InvokeModelWithResponseStream',
    answer: (model, { body }, engine) => converseStream(model, body, engine),
  },
  invoke: { action: 'InvokeModel', answer: invoke },
  'invoke-with-response-stream': {
    action: 'InvokeModelWithResponseStream',
    answer: invokeStream,
  },
  'count-tokens': {
    action: 'CountTokens',
    answer: (model, { body }, engine) => countTokens(model, body, engine),
  },
};

/** The answer of the service and operation that the path names. */
export async function route(
  request: SeenRequest,
  rules: AccountRules,
  engine: Engine,
): Promise<Reply> {
  const { method } = request;
  const [path = ''] = request.path.split('?', 1);
  if (method === 'POST' && path === '/') return callerIdentity(request, rules);
  if (method === 'GET') return list(request, rules);
  const [, modelId, name = ''] = /^\/model\/([^/]+)\/([a-z-]+)$/.exec(path) ?? [];
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (method !== 'POST' || modelId === undefined || operation === undefined) {
    throw unknownOperation();
  }
  await authorize(request, operation.action, rules);
  const model = findModel(withoutFault(decoded(modelId)), rules);
  return operation.answer(model, request, engine);
}

async function list(request: SeenRequest, rules: AccountRules): Promise<Reply> {
  const [path, query] = request.path.split('?', 2);
  const region = rules.region ?? defaultRegion;
  switch (path) {
    case '/foundation-models':
      await authorize(request, 'ListFoundationModels', rules);
      return listFoundationModels(region);
    case '/inference-profiles':
      await authorize(request, 'ListInferenceProfiles', rules);
      return listInferenceProfiles(region, new URLSearchParams(query));
    default:
      throw unknownOperation();
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw validation('The provided model identifier is invalid.');
  }
}
