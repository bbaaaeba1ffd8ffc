import { jsonReply, type Reply } from '../server/reply.ts';
import { invalidRequest, notFound } from './api-failure.ts';
import { edgeHeaders } from './provider-headers.ts';

type Model = { id: string; name: string; createdAt: string };

const catalogue: readonly Model[] = [
  { id: 'claude-opus-4-7', name: 'Claude Opus 4.7', createdAt: '2026-04-14T00:00:00Z' },
  { id: 'claude-sonnet-4-6', name: 'Claude Sonnet 4.6', createdAt: '2026-02-17T00:00:00Z' },
  { id: 'claude-haiku-4-5-20251001', name: 'Claude Haiku 4.5', createdAt: '2025-10-15T00:00:00Z' },
];
const LIMIT_MAX = 1000;

export function isModel(id: string): boolean {
  return catalogue.some((model) => model.id === id);
}

/** One page, newest first. */
export function listModels(query: URLSearchParams): Reply {
  const limit = Number(query.get('limit') ?? '20');
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    throw invalidRequest(`limit: must be a number from 1 to ${LIMIT_MAX}`);
  }
  const after = catalogue.findIndex(({ id }) => id === query.get('after_id'));
  const rest = catalogue.slice(after + 1);
  const data = rest.slice(0, limit).map(described);
  return reply({
    data,
    has_more: rest.length > limit,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}

export function retrieveModel(id: string): Reply {
  const model = catalogue.find((candidate) => candidate.id === id);
  if (model === undefined) throw notFound(`model: ${id}`);
  return reply(described(model));
}

function described({ id, name, createdAt }: Model) {
  return {
    type: 'model',
    id,
    display_name: name,
    created_at: createdAt,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
  };
}

function reply(value: unknown): Reply {
  return jsonReply(200, value, { headers: edgeHeaders('application/json'), indent: 0 });
}
