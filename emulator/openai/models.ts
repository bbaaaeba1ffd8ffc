import { jsonReply, type Reply } from '../server/reply.ts';
import { modelNotFound } from './api-failure.ts';
import { catalogue, type Model, ordinaryModel } from './model-catalogue.ts';
import { namedFault } from './named-faults.ts';
import { edgeHeaders } from './provider-headers.ts';

const DATED = /^(.+?)-\d{4}-\d{2}-\d{2}$/;

/** By id, by snapshot or by any other dated snapshot; a name that asks for a fault is an ordinary chat model. */
export function findModel(name: string): Model | undefined {
  const known = catalogue.find((model) => model.id === name || model.snapshot === name);
  if (known !== undefined) return known;
  const family = DATED.exec(name)?.[1];
  const dated = catalogue.find((model) => model.id === family);
  if (dated !== undefined) return { ...dated, snapshot: name };
  if (namedFault(name) === undefined) return undefined;
  return { ...ordinaryModel, id: name, snapshot: name, created: 0 };
}

export function listModels(): Reply {
  return modelsReply({ object: 'list', data: catalogue.map(describe) });
}

export function retrieveModel(id: string): Reply {
  const model = findModel(id);
  if (model === undefined) throw modelNotFound(id);
  return modelsReply(describe(model));
}

function describe(model: Model) {
  const owner = model.kind === 'completion' ? 'system' : 'openai';
  return { id: model.id, object: 'model', created: model.created, owned_by: owner };
}

function modelsReply(value: unknown): Reply {
  const headers = {
    ...edgeHeaders('application/json'),
    'openai-organization': 'emulated-organization',
    'openai-processing-ms': '24',
    'openai-project': 'proj_emulated0000000000000',
    'openai-version': '2020-10-01',
  };
  return jsonReply(200, value, { headers, indent: 2, chunked: true });
}
