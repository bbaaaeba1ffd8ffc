import { RawJson } from '../json-text.ts';
import type { JsonNode, JsonObject } from '../json-tree.ts';
import { invalidRequest, RequestFields } from '../request-fields.ts';
import type { RequestReader } from '../translator.ts';
import { readInput } from './read-input.ts';
import { readSettings } from './read-settings.ts';
import { readTools } from './read-tools.ts';

/** Reads a request to OpenAI's `POST /v1/responses` for a provider that stores no answers. */
export const readResponsesRequest: RequestReader = (body, ledger) => {
  const request = new RequestFields(body, '', ledger);
  request.requiredString('model');
  refuseState(request);
  const { system, turns, tools: additional } = readInput(request);
  const tools = readTools(request, additional);
  const { settings, settingsAt } = readSettings(request);
  const isStream = request.boolean('stream') ?? false;
  readIncluded(request);
  readStore(request);
  for (const name of withoutConsequence) request.drop(name);
  loseUnlessDefault(request);
  request.close();
  const { toolChoice, parallelToolCalls } = tools.section;
  return {
    system,
    turns,
    ...tools.section,
    settings,
    settingsAt: {
      ...settingsAt,
      ...(toolChoice && { toolChoice: 'tool_choice' }),
      ...(parallelToolCalls !== undefined && { parallelToolCalls: 'parallel_tool_calls' }),
    },
    isStream,
    includeUsage: false,
    echo: new Map([...repeated(body), ...tools.echo]),
  };
};

/** What only a provider can do that has kept earlier answers, or keeps this one until it is asked for. */
const ofState = ['previous_response_id', 'conversation', 'prompt'] as const;

function refuseState(request: RequestFields): void {
  for (const name of ofState) {
    if (request.take(name) === undefined) continue;
    throw invalidRequest(
      name,
      'refers to what OpenAI has stored, which the provider of this model cannot look up: give the whole conversation as `input`',
    );
  }
  if (request.boolean('background') !== true) return;
  throw invalidRequest(
    'background',
    'must be false: the provider of this model only answers at once',
  );
}

/** Reasoning always comes with what it takes to give it back. */
function readIncluded(request: RequestFields): void {
  for (const [index, word] of (request.array('include')?.items ?? []).entries()) {
    if (word.kind !== 'string') throw invalidRequest(`include[${index}]`, 'must be a string');
    if (word.value === 'reasoning.encrypted_content') continue;
    request.ledger.lose(`include[${index}]`, 'asks for something that only OpenAI has');
  }
}

/** Storing is what OpenAI does unless told otherwise, so that a client that says it hardly relies on it. */
function readStore(request: RequestFields): void {
  if (request.boolean('store') === true) request.ledger.drop('store');
}

const withoutConsequence = [
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'client_metadata',
  'stream_options',
] as const;

/** What only OpenAI does, and the value that asks for nothing. Without one: its presence asks for something. */
const openAiOnly: readonly (readonly [name: string, usual?: string])[] = [
  ['truncation', '"disabled"'],
  ['top_logprobs', '0'],
  ['max_tool_calls'],
  ['context_management', '[]'],
  ['moderation'],
];

function loseUnlessDefault(request: RequestFields): void {
  for (const [name, usual] of openAiOnly) {
    const node = request.take(name);
    if (node === undefined || canonical(node) === usual) continue;
    if (name === 'truncation') request.ledger.drop(name);
    else request.ledger.lose(name, 'asks for something that only OpenAI does');
  }
}

/** `0.0` is `0`, and white space does not count. */
function canonical(node: JsonNode): string {
  return JSON.stringify(JSON.parse(node.raw));
}

/** Members that an answer repeats just as they were written. */
const repeatedNames = [
  'instructions',
  'metadata',
  'max_output_tokens',
  'temperature',
  'top_p',
  'reasoning',
  'text',
  'truncation',
] as const;

function repeated({ members }: JsonObject): [name: string, value: RawJson][] {
  return repeatedNames.flatMap((name) => {
    const node = members.get(name);
    return node && node.raw !== 'null' ? [[name, new RawJson(node.raw)]] : [];
  });
}
