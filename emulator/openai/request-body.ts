import { type Fields, isFields } from '../server/json.ts';
import {
  invalidRequest,
  modelNotFound,
  onlyInResponses,
  responsesModelNotFound,
} from './api-failure.ts';
import type { Model } from './model-catalogue.ts';
import { findModel } from './models.ts';
import { missingParameter } from './parameters.ts';

/** The JSON object of a POST and the model it names, refused in OpenAI's words. */
export function readRequestBody(body: Buffer): Fields {
  const value = parse(body);
  if (isFields(value)) return value;
  throw unparsable();
}

const endpoints = { chat: 'chat/completions', completion: 'completions', embedding: 'embeddings' };

export function readModel(fields: Fields, kind: keyof typeof endpoints): Model {
  const name = fields['model'] ?? undefined;
  if (name === undefined || name === '') {
    throw invalidRequest('you must provide a model parameter', null, null);
  }
  if (typeof name !== 'string') throw invalidRequest('invalid model ID', null, null);
  const model = findModel(name);
  if (model === undefined) throw modelNotFound(name);
  if (model.kind === kind) return model;
  if (kind === 'chat' && model.kind === 'responses') throw onlyInResponses();
  const message = `This model is not supported in the v1/${endpoints[kind]} endpoint.`;
  throw invalidRequest(message, 'model', null);
}

/** The Responses API says 400 where the older endpoints say 404. */
export function readResponsesModel(fields: Fields): Model {
  const name = fields['model'] ?? undefined;
  if (name === undefined || name === '') throw missingParameter('model');
  const model = findModel(String(name));
  if (model?.kind === 'chat' || model?.kind === 'responses') return model;
  throw responsesModelNotFound(String(name));
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw unparsable();
  }
}

function unparsable() {
  return invalidRequest('We could not parse the JSON body of your request.', null, null);
}
