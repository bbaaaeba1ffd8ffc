import type { JsonNode } from '../json-tree.ts';
import { invalidRequest, RequestFields } from '../request-fields.ts';
import type { RequestReader } from '../translator.ts';
import { readMessages } from './read-messages.ts';
import { readSettings } from './read-settings.ts';
import { readTools } from './read-tools.ts';

/** Reads a request to OpenAI's `POST /v1/chat/completions`. */
export const readChatRequest: RequestReader = (body, ledger) => {
  const request = new RequestFields(body, '', ledger);
  checkShape(request, body.members);
  request.requiredString('model');
  const messages = readMessages(request);
  const tools = readTools(request);
  const settings = readSettings(request);
  const stream = readStream(request);
  for (const name of withoutConsequence) request.drop(name);
  loseUnlessDefault(request);
  request.close();
  const { toolChoice, parallelToolCalls, legacyFunctions } = tools;
  return {
    ...messages,
    ...tools,
    ...stream,
    settings: settings.settings,
    settingsAt: {
      ...settings.settingsAt,
      ...(toolChoice && { toolChoice: legacyFunctions ? 'function_call' : 'tool_choice' }),
      ...(parallelToolCalls !== undefined && {
        parallelToolCalls: legacyFunctions ? 'functions' : 'parallel_tool_calls',
      }),
    },
  };
};

/** Some editors send a body of the Responses API here, and would not understand why `messages` is asked for. */
function checkShape(request: RequestFields, members: ReadonlyMap<string, JsonNode>): void {
  if (members.has('messages') || !members.has('input')) return;
  throw invalidRequest(
    request.place('input'),
    'belongs to the Responses API: send this body to /v1/responses, or give the conversation as `messages`',
  );
}

function readStream(request: RequestFields): {
  readonly isStream: boolean;
  readonly includeUsage: boolean;
} {
  const isStream = request.boolean('stream') ?? false;
  const options = request.object('stream_options');
  if (options && !isStream) {
    throw invalidRequest('stream_options', 'is only allowed when `stream` is true');
  }
  const includeUsage = options?.boolean('include_usage') ?? false;
  options?.drop('include_obfuscation');
  options?.close();
  return { isStream, includeUsage };
}

const withoutConsequence = [
  'seed',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'verbosity',
] as const;

/** What only OpenAI does, and the values that ask for nothing. Without any: its presence asks for something. */
const openAiOnly: readonly (readonly [name: string, ...defaults: readonly string[]])[] = [
  ['n', '1'],
  ['logprobs', 'false'],
  ['top_logprobs', '0'],
  ['logit_bias', '{}'],
  ['presence_penalty', '0'],
  ['frequency_penalty', '0'],
  ['store', 'false'],
  ['modalities', '["text"]'],
  ['audio'],
  ['moderation'],
  ['prediction'],
  ['web_search_options'],
];

function loseUnlessDefault(request: RequestFields): void {
  for (const [name, ...defaults] of openAiOnly) {
    const node = request.take(name);
    if (node === undefined || defaults.includes(canonical(node))) continue;
    request.ledger.lose(name, 'asks for something that only OpenAI does');
  }
}

/** `0.0` is `0`, and white space does not count. */
function canonical(node: JsonNode): string {
  return JSON.stringify(JSON.parse(node.raw));
}
