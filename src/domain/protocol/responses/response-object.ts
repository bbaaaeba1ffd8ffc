import type { AnswerFrame, StopReason, TokenUsage } from '../answer.ts';
import { type Emittable, RawJson } from '../json-text.ts';
import { incompleteReason } from './output-item.ts';

/** How far a response has come. */
export interface Progress {
  /** Undefined: it has not stopped. */
  readonly stop?: StopReason;
  /** Why it never will. */
  readonly error?: Emittable;
  readonly output: readonly Emittable[];
  readonly usage?: TokenUsage | undefined;
}

/** The response object, of which most repeats the request. */
export function describeResponse(frame: AnswerFrame, progress: Progress): Emittable {
  const reason = progress.stop && incompleteReason(progress.stop);
  const echo = (name: string, otherwise: Emittable): Emittable =>
    frame.echo?.get(name) ?? otherwise;
  return {
    id: `resp_${frame.id}`,
    object: 'response',
    created_at: frame.createdAt,
    status: statusOf(progress),
    background: false,
    error: progress.error ?? null,
    incomplete_details: reason ? { reason } : null,
    instructions: echo('instructions', null),
    max_output_tokens: echo('max_output_tokens', null),
    model: frame.model,
    output: progress.output,
    parallel_tool_calls: echo('parallel_tool_calls', true),
    previous_response_id: null,
    reasoning: echo('reasoning', { effort: null, summary: null }),
    store: false,
    temperature: echo('temperature', null),
    text: echo('text', { format: { type: 'text' } }),
    tool_choice: echo('tool_choice', 'auto'),
    tools: echo('tools', []),
    top_p: echo('top_p', null),
    truncation: echo('truncation', 'disabled'),
    usage: progress.usage && describeUsage(progress.usage),
    metadata: echo('metadata', emptyObject),
  };
}

const emptyObject = new RawJson('{}');

export function statusOf({ stop, error }: Progress): string {
  if (error !== undefined) return 'failed';
  if (stop === undefined) return 'in_progress';
  return incompleteReason(stop) === undefined ? 'completed' : 'incomplete';
}

/** Clients insist on every count: those that the provider did not tell are 0. */
function describeUsage(usage: TokenUsage): Emittable {
  const { input, output, cached = 0, cacheWrite = 0, reasoning = 0 } = usage;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}
