import type { Response } from 'openai/resources/responses/responses';
import { isFields } from '../server/json.ts';
import type { Answer } from './answer.ts';
import { finishedItem, type OutputItem } from './response-output.ts';
import type { ResponseRequest } from './response-request.ts';

export type ResponseIdentity = { id: string; createdAt: number };

/** How far a response has come: open ones have no output, no usage and no end. */
export type Progress =
  | { status: 'queued' | 'in_progress' }
  | { status: 'failed'; error: { code: 'server_error'; message: string } }
  | { status: 'completed' | 'incomplete'; answer: Answer; items: readonly OutputItem[] };

/** The end that an answer comes to, and why when it is not a whole one. */
export function endOf(answer: Answer, items: readonly OutputItem[]): Progress {
  const reason = answer.choices[0]?.finishReason;
  const isWhole = reason === 'stop' || reason === 'tool_calls';
  return { status: isWhole ? 'completed' : 'incomplete', answer, items };
}

/** What the types say of the members that are not the request's own words; `usage` is null until the end, though they say absent. */
type Described = Pick<
  Response,
  | 'id'
  | 'object'
  | 'created_at'
  | 'status'
  | 'background'
  | 'completed_at'
  | 'error'
  | 'incomplete_details'
  | 'instructions'
  | 'max_output_tokens'
  | 'model'
  | 'output'
  | 'parallel_tool_calls'
  | 'previous_response_id'
  | 'prompt_cache_key'
  | 'safety_identifier'
  | 'temperature'
  | 'top_logprobs'
  | 'top_p'
>;

/** The response object: mostly the request, said back. */
export function describeResponse(
  request: ResponseRequest,
  { id, createdAt }: ResponseIdentity,
  progress: Progress,
) {
  const { fields } = request;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  const number = (name: string) => (typeof fields[name] === 'number' ? fields[name] : null);
  return {
    id,
    object: 'response' as const,
    created_at: createdAt,
    status: progress.status,
    background: request.background,
    completed_at: progress.status === 'completed' ? Math.floor(Date.now() / 1000) : null,
    error: progress.status === 'failed' ? progress.error : null,
    frequency_penalty: 0,
    incomplete_details: incompleteDetails(progress),
    instructions: text('instructions'),
    max_output_tokens: number('max_output_tokens'),
    max_tool_calls: number('max_tool_calls'),
    model: request.model.snapshot,
    output: 'items' in progress ? progress.items.map((item) => finishedItem(item, request)) : [],
    parallel_tool_calls: request.parallelTools,
    presence_penalty: 0,
    previous_response_id: request.previousId,
    prompt_cache_key: text('prompt_cache_key'),
    prompt_cache_retention: text('prompt_cache_retention'),
    reasoning: echoReasoning(request),
    safety_identifier: text('safety_identifier'),
    service_tier: echoTier(fields['service_tier'], progress),
    store: request.store,
    temperature: number('temperature') ?? 1,
    text: echoText(request),
    tool_choice: request.echoedChoice,
    tools: request.echoedTools,
    top_logprobs: number('top_logprobs') ?? 0,
    top_p: number('top_p') ?? 1,
    truncation: text('truncation') ?? 'disabled',
    usage: 'answer' in progress ? describeUsage(progress.answer) : null,
    ...(text('user') === null ? {} : { user: text('user') }),
    metadata: isFields(fields['metadata']) ? fields['metadata'] : {},
  } satisfies Described & Record<string, unknown>;
}

function incompleteDetails(progress: Progress): Response['incomplete_details'] {
  if (progress.status !== 'incomplete' || !('answer' in progress)) return null;
  const isFiltered = progress.answer.choices[0]?.finishReason === 'content_filter';
  return { reason: isFiltered ? 'content_filter' : 'max_output_tokens' };
}

function echoReasoning({ model, effort, fields }: ResponseRequest) {
  const asked = isFields(fields['reasoning']) ? fields['reasoning'] : {};
  return { effort: model.isReasoning ? effort : null, summary: asked['summary'] ?? null };
}

function echoText({ fields }: ResponseRequest) {
  const asked = isFields(fields['text']) ? fields['text'] : {};
  return { format: asked['format'] ?? { type: 'text' }, verbosity: asked['verbosity'] ?? 'medium' };
}

// The tier that was used is only known at the end.
function echoTier(asked: unknown, progress: Progress): unknown {
  const tier = asked ?? 'auto';
  return tier === 'auto' && 'answer' in progress ? 'default' : tier;
}

function describeUsage(answer: Answer) {
  return {
    input_tokens: answer.promptTokens,
    input_tokens_details: { cached_tokens: answer.cachedTokens, cache_write_tokens: 0 },
    output_tokens: answer.completionTokens,
    output_tokens_details: { reasoning_tokens: answer.reasoningTokens },
    total_tokens: answer.promptTokens + answer.completionTokens,
  } satisfies Response['usage'];
}
