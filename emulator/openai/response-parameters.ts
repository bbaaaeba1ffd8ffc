import type { Fields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import type { Effort, Model } from './model-catalogue.ts';
import { readNumber } from './parameters.ts';

const known = new Set([
  'background',
  'client_metadata',
  'context_management',
  'conversation',
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'model',
  'moderation',
  'parallel_tool_calls',
  'previous_response_id',
  'prompt',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'service_tier',
  'store',
  'stream',
  'stream_options',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'truncation',
  'user',
  // Of the counting endpoint only.
  'personality',
]);

export function refuseForeignParameters(fields: Fields): void {
  const foreign = Object.keys(fields).find((name) => !known.has(name));
  if (foreign === undefined) return;
  throw invalidRequest(`Unknown parameter: '${foreign}'.`, foreign, 'unknown_parameter');
}

/** Sampling for models that reason, and reasoning for those that do not. */
export function refuseUnsupported(
  fields: Fields,
  { model, reasoning, effort }: { model: Model; reasoning: Fields; effort: Effort },
): void {
  readNumber(fields, { name: 'temperature', min: 0, max: 2, integer: false });
  readNumber(fields, { name: 'top_p', min: 0, max: 1, integer: false });
  if (effort !== 'none') {
    const sampling = ['temperature', 'top_p'].find((name) => (fields[name] ?? 1) !== 1);
    if (sampling !== undefined) throw unsupported(sampling, null);
  }
  if (model.isReasoning) return;
  const foreign = ['effort', 'summary'].find((name) => (reasoning[name] ?? null) !== null);
  if (foreign !== undefined) throw unsupported(`reasoning.${foreign}`, 'unsupported_parameter');
}

function unsupported(name: string, code: string | null) {
  const message = `Unsupported parameter: '${name}' is not supported with this model.`;
  return invalidRequest(message, name, code);
}
