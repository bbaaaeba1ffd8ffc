import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { findModel, type Model, type ModelKind } from './models.ts';

/** The JSON object of a POST and the model it names, refused in OpenAI's words. */
export function readRequestBody(body: Buffer): Fields {
  const value = parse(body);
  if (isFields(value)) return value;
  throw unparsable();
}

export function readModel(fields: Fields, kind: ModelKind): Model {
  const name = fields['model'] ?? undefined;
  if (name === undefined || name === '') {
    throw invalidRequest('you must provide a model parameter', null, null);
  }
  if (typeof name !== 'string') throw invalidRequest('invalid model ID', null, null);
  const model = findModel(name);
  if (model.kind === kind) return model;
  const endpoint = { chat: 'chat/completions', completion: 'completions', embedding: 'embeddings' };
  const message = `This model is not supported in the v1/${endpoint[kind]} endpoint.`;
  throw invalidRequest(message, 'model', null);
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
