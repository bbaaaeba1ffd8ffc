import type { ModelCapabilities, ModelInfo } from '@anthropic-ai/sdk/resources/models';
import { invalidRequest, notFound } from './api-failure.ts';
import { catalogue, findModel, type Model } from './model-catalogue.ts';

const LIMIT_DEFAULT = 20;
const LIMIT_MAX = 1000;

/** `GET /v1/models`: one page, newest first. */
export function listModels(query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    throw invalidRequest(`limit: must be a number from 1 to ${LIMIT_MAX}`);
  }
  const stages = query.getAll('lifecycle').concat(query.getAll('lifecycle[]'));
  const offered = catalogue.filter(({ lifecycle }) =>
    stages.length === 0 ? lifecycle !== 'retired' : stages.includes(lifecycle),
  );
  const { page, hasMore } = pageOf(offered, limit, query);
  return {
    data: page.map(described),
    has_more: hasMore,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
  };
}

/** `GET /v1/models/{id}`, for the short name too. */
export function retrieveModel(id: string): ModelInfo {
  const model = id.startsWith('claude-') ? findModel(id) : undefined;
  if (model === undefined) throw notFound(`model: ${id}`);
  return described(model);
}

function pageOf(models: readonly Model[], limit: number, query: URLSearchParams) {
  const before = models.findIndex(({ id }) => id === query.get('before_id'));
  if (before >= 0) {
    const start = Math.max(0, before - limit);
    return { page: models.slice(start, before), hasMore: start > 0 };
  }
  const start = models.findIndex(({ id }) => id === query.get('after_id')) + 1;
  return { page: models.slice(start, start + limit), hasMore: models.length > start + limit };
}

function described(model: Model): ModelInfo {
  return {
    type: 'model',
    id: model.id,
    display_name: model.name,
    created_at: model.createdAt,
    line: model.line,
    lifecycle: model.lifecycle,
    deprecated_at: model.deprecatedAt ?? null,
    retires_at: model.retiresAt ?? null,
    max_input_tokens: model.inputTokensMax,
    max_tokens: model.outputTokensMax,
    capabilities: capabilitiesOf(model),
  };
}

function capabilitiesOf(model: Model): ModelCapabilities {
  const canEdit = supported(model.lifecycle !== 'retired');
  const isAdaptive = model.thinking.includes('adaptive');
  return {
    batch: supported(true),
    citations: supported(true),
    code_execution: canEdit,
    context_management: {
      supported: canEdit.supported,
      clear_thinking_20251015: canEdit,
      clear_tool_uses_20250919: canEdit,
      compact_20260112: supported(isAdaptive),
    },
    effort: {
      supported: model.efforts.length > 0,
      low: supported(model.efforts.includes('low')),
      medium: supported(model.efforts.includes('medium')),
      high: supported(model.efforts.includes('high')),
      xhigh: supported(model.efforts.includes('xhigh')),
      max: supported(model.efforts.includes('max')),
    },
    image_input: supported(true),
    pdf_input: supported(true),
    server_tools: { supported: true, code_execution: canEdit, web_search: supported(true) },
    structured_outputs: supported(model.structuredOutput),
    thinking: {
      supported: isAdaptive || model.thinking.includes('enabled'),
      types: {
        adaptive: supported(isAdaptive),
        between_tools: supported(model.thinking.includes('between_tools')),
        disabled: supported(model.thinking.includes('disabled')),
        enabled: supported(model.thinking.includes('enabled')),
      },
    },
  };
}

function supported(is: boolean) {
  return { supported: is };
}
