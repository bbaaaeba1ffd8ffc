import { jsonReply, type Reply } from '../server/reply.ts';
import { modelNotFound } from './api-failure.ts';
import { namedFault } from './named-faults.ts';
import { edgeHeaders } from './provider-headers.ts';

export type ModelKind = 'chat' | 'completion' | 'embedding';

export type Model = {
  id: string;
  /** The name that answers carry: aliases resolve to a dated snapshot. */
  snapshot: string;
  kind: ModelKind;
  created: number;
  isReasoning: boolean;
  /** Length of a vector, for embedding models. */
  dimensions: number;
};

const plain = { isReasoning: false, dimensions: 0 };
const chat = { ...plain, kind: 'chat' } as const;
const reasoning = { ...chat, isReasoning: true } as const;
const completion = { ...plain, kind: 'completion' } as const;
const embedding = { ...plain, kind: 'embedding' } as const;

const catalogue: readonly Model[] = [
  { ...chat, id: 'gpt-3.5-turbo', snapshot: 'gpt-3.5-turbo-0125', created: 1_677_610_602 },
  { ...chat, id: 'gpt-4o', snapshot: 'gpt-4o-2024-08-06', created: 1_715_367_049 },
  { ...chat, id: 'gpt-4o-mini', snapshot: 'gpt-4o-mini-2024-07-18', created: 1_721_172_741 },
  { ...chat, id: 'gpt-4.1', snapshot: 'gpt-4.1-2025-04-14', created: 1_744_316_542 },
  { ...chat, id: 'gpt-4.1-mini', snapshot: 'gpt-4.1-mini-2025-04-14', created: 1_744_318_173 },
  { ...chat, id: 'gpt-4.1-nano', snapshot: 'gpt-4.1-nano-2025-04-14', created: 1_744_321_707 },
  { ...reasoning, id: 'gpt-5', snapshot: 'gpt-5-2025-08-07', created: 1_754_425_777 },
  { ...reasoning, id: 'gpt-5-mini', snapshot: 'gpt-5-mini-2025-08-07', created: 1_754_425_928 },
  { ...reasoning, id: 'gpt-5-nano', snapshot: 'gpt-5-nano-2025-08-07', created: 1_754_426_384 },
  { ...reasoning, id: 'o3', snapshot: 'o3-2025-04-16', created: 1_744_225_308 },
  { ...reasoning, id: 'o4-mini', snapshot: 'o4-mini-2025-04-16', created: 1_744_225_351 },
  { ...completion, id: 'babbage-002', snapshot: 'babbage:2023-07-21-v2', created: 1_692_634_615 },
  { ...completion, id: 'davinci-002', snapshot: 'davinci:2023-07-21-v2', created: 1_692_634_301 },
  {
    ...completion,
    id: 'gpt-3.5-turbo-instruct',
    snapshot: 'gpt-3.5-turbo-instruct:20230824-v2',
    created: 1_692_901_427,
  },
  {
    ...embedding,
    id: 'text-embedding-3-small',
    snapshot: 'text-embedding-3-small',
    created: 1_705_948_997,
    dimensions: 1536,
  },
  {
    ...embedding,
    id: 'text-embedding-3-large',
    snapshot: 'text-embedding-3-large',
    created: 1_705_953_180,
    dimensions: 3072,
  },
];

/** By id or by snapshot; a model whose name asks for a fault is an ordinary chat model otherwise. */
export function findModel(name: string): Model {
  const known = catalogue.find((model) => model.id === name || model.snapshot === name);
  if (known !== undefined) return known;
  if (namedFault(name) !== undefined) return { ...chat, id: name, snapshot: name, created: 0 };
  throw modelNotFound(name);
}

export function listModels(): Reply {
  return modelsReply({ object: 'list', data: catalogue.map(describe) });
}

export function retrieveModel(id: string): Reply {
  return modelsReply(describe(findModel(id)));
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
