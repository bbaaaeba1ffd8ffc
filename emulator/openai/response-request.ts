import { type Fields, isFields, isStringArray } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { readEffort, spendsReasoning } from './effort.ts';
import type { Effort, Model } from './model-catalogue.ts';
import { invalidType, invalidValue, readBoolean, readNumber } from './parameters.ts';
import { readRequestBody, readResponsesModel } from './request-body.ts';
import { type ResponseInput, readInput } from './response-input.ts';
import { refuseForeignParameters, refuseUnsupported } from './response-parameters.ts';
import type { ResponseStore } from './response-store.ts';
import {
  type ResponseToolUse,
  readResponseTools,
  requireToolsForChoice,
} from './response-tools.ts';
import { readTextFormat } from './text-format.ts';
import { tokenize } from './tokens.ts';
import type { TextFormat, Turn } from './turn.ts';

const TOKENS_MAX = 1_000_000;
const SUMMARIES = ['auto', 'concise', 'detailed'];

export type ResponseRequest = Turn &
  ResponseInput &
  ResponseToolUse & {
    model: Model;
    /** Everything as it was sent, for the response to repeat. */
    fields: Fields;
    effort: Effort;
    summarises: boolean;
    sealsReasoning: boolean;
    /** How many alternatives to give for each token; undefined when none are asked for. */
    logprobs: number | undefined;
    stream: boolean;
    includeObfuscation: boolean;
    store: boolean;
    background: boolean;
  };

/** A request of the Responses API, refused in its words. */
export function readResponseRequest(body: Buffer, store: ResponseStore): ResponseRequest {
  const fields = readRequestBody(body);
  const model = readResponsesModel(fields);
  refuseForeignParameters(fields);
  const reasoning = readObject(fields, 'reasoning');
  const effort = readEffort(reasoning['effort'], 'reasoning.effort', model);
  refuseUnsupported(fields, { model, reasoning, effort });
  const input = readInput(fields, store);
  requireToolsForChoice(fields);
  const include = readInclude(fields, model);
  return {
    ...input,
    ...readResponseTools(fields),
    ...readDelivery(fields),
    model,
    fields,
    effort,
    promptTokens: input.promptTokens + instructionTokens(fields),
    choices: 1,
    stop: [],
    tokensMax: readTokensMax(fields),
    reasons: spendsReasoning(effort),
    format: requireWordJson(readTextFormat(readObject(fields, 'text')), input, fields),
    summarises: readSummary(reasoning),
    sealsReasoning: include.includes('reasoning.encrypted_content'),
    logprobs: include.includes('message.output_text.logprobs')
      ? (readNumber(fields, { name: 'top_logprobs', min: 0, max: 20, integer: true }) ?? 0)
      : undefined,
  };
}

function readDelivery(fields: Fields) {
  const stream = readBoolean(fields, 'stream') ?? false;
  const options = readObject(fields, 'stream_options');
  const store = readBoolean(fields, 'store') ?? true;
  const background = readBoolean(fields, 'background') ?? false;
  if (background && !store) {
    throw invalidRequest("Background mode requires 'store' to be true.", 'background', null);
  }
  const includeObfuscation = readBoolean(options, 'include_obfuscation') ?? true;
  return { stream, includeObfuscation, store, background };
}

function readObject(fields: Fields, name: string): Fields {
  const value = fields[name] ?? {};
  if (!isFields(value)) throw invalidType(name, 'an object', value);
  return value;
}

function readTokensMax(fields: Fields): number {
  const rule = { name: 'max_output_tokens', min: 16, max: TOKENS_MAX, integer: true };
  return readNumber(fields, rule) ?? TOKENS_MAX;
}

function readSummary(reasoning: Fields): boolean {
  const summary = reasoning['summary'] ?? reasoning['generate_summary'] ?? undefined;
  if (summary === undefined) return false;
  if (SUMMARIES.includes(String(summary))) return true;
  throw invalidValue('reasoning.summary', String(summary), SUMMARIES);
}

const INCLUDABLE = [
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
];

function readInclude(fields: Fields, model: Model): string[] {
  const include = fields['include'] ?? [];
  if (!isStringArray(include)) throw invalidType('include', 'an array of strings', include);
  const foreign = include.findIndex((name) => !INCLUDABLE.includes(name));
  if (foreign >= 0) throw invalidValue(`include[${foreign}]`, include[foreign] ?? '', INCLUDABLE);
  if (include.includes('reasoning.encrypted_content') && !model.isReasoning) {
    throw invalidRequest('Encrypted content is not supported with this model.', 'include', null);
  }
  return include;
}

function instructionTokens(fields: Fields): number {
  const instructions = fields['instructions'] ?? undefined;
  const tools = fields['tools'] ?? undefined;
  const text = `${typeof instructions === 'string' ? instructions : ''}${tools === undefined ? '' : JSON.stringify(tools)}`;
  return tokenize(text).length;
}

function requireWordJson(format: TextFormat, input: ResponseInput, fields: Fields): TextFormat {
  if (format.type !== 'json_object') return format;
  if (/json/i.test(`${JSON.stringify(input.input)}${String(fields['instructions'])}`)) {
    return format;
  }
  const message =
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.";
  throw invalidRequest(message, 'input', null);
}
