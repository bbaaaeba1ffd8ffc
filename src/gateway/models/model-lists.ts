import type { OfferedModel } from './offered-models.ts';

/** A page of Anthropic's list of models. */
export interface Page {
  readonly limit: number;
  readonly afterId: string | undefined;
  readonly beforeId: string | undefined;
}

/** OpenAI's list: everything at once. */
export function openAiList(models: readonly OfferedModel[]): object {
  return { object: 'list', data: models.map(openAiModel) };
}

export function openAiModel({ id, releasedAt, ownedBy }: OfferedModel): object {
  return { id, object: 'model', created: releasedAt ?? 0, owned_by: ownedBy };
}

/** Anthropic's list, a page at a time. */
export function anthropicList(models: readonly OfferedModel[], page: Page): object {
  const after = page.afterId === undefined ? -1 : indexOf(models, page.afterId);
  const before = page.beforeId === undefined ? models.length : indexOf(models, page.beforeId);
  const isBackward = page.beforeId !== undefined;
  const range = models.slice(after + 1, Math.max(before, 0));
  const shown = isBackward ? range.slice(-page.limit) : range.slice(0, page.limit);
  return {
    data: shown.map(anthropicModel),
    has_more: shown.length < range.length,
    first_id: shown[0]?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
  };
}

function indexOf(models: readonly OfferedModel[], id: string): number {
  return models.findIndex((model) => model.id === id);
}

export function anthropicModel(model: OfferedModel): object {
  const { id, name, releasedAt, contextWindow, maxOutputTokens } = model;
  return {
    type: 'model',
    id,
    display_name: name,
    created_at: new Date((releasedAt ?? 0) * 1_000).toISOString().replace('.000Z', 'Z'),
    max_input_tokens: contextWindow ?? null,
    max_tokens: maxOutputTokens ?? null,
    capabilities: null,
    lifecycle: 'active',
    line: /\b(haiku|sonnet|opus|fable|mythos)\b/.exec(id)?.[1] ?? null,
    deprecated_at: null,
    retires_at: null,
  };
}
