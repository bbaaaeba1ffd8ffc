import type { Fields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import type { Model } from './model-catalogue.ts';
import { type NumberRule, readNumber } from './parameters.ts';

const known = new Set([
  'messages',
  'model',
  'audio',
  'frequency_penalty',
  'function_call',
  'functions',
  'logit_bias',
  'logprobs',
  'max_completion_tokens',
  'max_tokens',
  'metadata',
  'modalities',
  'moderation',
  'n',
  'parallel_tool_calls',
  'prediction',
  'presence_penalty',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'reasoning_effort',
  'response_format',
  'safety_identifier',
  'seed',
  'service_tier',
  'stop',
  'store',
  'stream',
  'stream_options',
  'temperature',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'user',
  'verbosity',
  'web_search_options',
]);

const checkedOnly: readonly NumberRule[] = [
  { name: 'temperature', min: 0, max: 2, integer: false },
  { name: 'top_p', min: 0, max: 1, integer: false },
  { name: 'presence_penalty', min: -2, max: 2, integer: false },
  { name: 'frequency_penalty', min: -2, max: 2, integer: false },
  { name: 'top_logprobs', min: 0, max: 20, integer: true },
];

export function checkNumbers(fields: Fields): void {
  for (const rule of checkedOnly) readNumber(fields, rule);
}

/** The two generations of models tell of a foreign member in different words. */
export function refuseUnknownParameters(fields: Fields, model: Model): void {
  const foreign = Object.keys(fields).find((name) => !isKnown(name, fields, model));
  if (foreign === undefined) return;
  if (model.isReasoning) {
    throw invalidRequest(`Unknown parameter: '${foreign}'.`, foreign, 'unknown_parameter');
  }
  throw unrecognized(foreign);
}

/** The words of the older models, and of many servers that imitate them. */
export function unrecognized(name: string) {
  return invalidRequest(`Unrecognized request argument supplied: ${name}`, null, null);
}

// To a model that does not reason, the effort is as foreign as any other word.
function isKnown(name: string, fields: Fields, model: Model): boolean {
  if (name === 'reasoning_effort' && !model.isReasoning) return (fields[name] ?? null) === null;
  return known.has(name);
}

/** What a reasoning model no longer takes, unless it was told not to reason. */
export function refuseLegacyParameters(fields: Fields, isReasoningNow: boolean): void {
  if ((fields['max_tokens'] ?? undefined) !== undefined) {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    throw invalidRequest(message, 'max_tokens', 'unsupported_parameter');
  }
  if (!isReasoningNow) return;
  const temperature = fields['temperature'];
  if (typeof temperature === 'number' && temperature !== 1) {
    const message = `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`;
    throw invalidRequest(message, 'temperature', 'unsupported_value');
  }
  for (const name of ['logprobs', 'top_logprobs', 'logit_bias']) {
    const value = fields[name] ?? false;
    if (value === false) continue;
    const message = `Unsupported parameter: '${name}' is not supported with this model.`;
    throw invalidRequest(message, name, 'unsupported_parameter');
  }
}

/** From 5.4 on, tools and reasoning meet in the Responses API only. */
export function refuseReasonedTools(model: Model): void {
  const isRecent = model.effort !== 'none';
  const advice = isRecent
    ? "To use function tools, use /v1/responses or set reasoning_effort to 'none'."
    : 'Please use /v1/responses instead.';
  const message = `Function tools with reasoning_effort are not supported for ${model.id} in /v1/chat/completions. ${advice}`;
  throw invalidRequest(message, 'reasoning_effort', null);
}
