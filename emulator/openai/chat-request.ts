import type { Fields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { type ChatMessage, readMessages } from './chat-messages.ts';
import {
  type ResponseFormat,
  readResponseFormat,
  readToolChoice,
  readTools,
  type Tool,
  type ToolChoice,
} from './chat-tools.ts';
import type { Model } from './models.ts';
import {
  type NumberRule,
  readBoolean,
  readNumber,
  readStop,
  readStream,
  type StreamRequest,
} from './parameters.ts';
import { readModel, readRequestBody } from './request-body.ts';

const TOKENS_MAX = 1_000_000;

const checkedOnly: readonly NumberRule[] = [
  { name: 'temperature', min: 0, max: 2, integer: false },
  { name: 'top_p', min: 0, max: 1, integer: false },
  { name: 'presence_penalty', min: -2, max: 2, integer: false },
  { name: 'frequency_penalty', min: -2, max: 2, integer: false },
];

export type ChatRequest = StreamRequest & {
  model: Model;
  messages: ChatMessage[];
  choices: number;
  stop: string[];
  tokensMax: number;
  reasons: boolean;
  tools: Tool[];
  toolChoice: ToolChoice;
  parallelTools: boolean;
  format: ResponseFormat;
};

/** The parts of a chat request that change the answer, checked in the order the API checks them. */
export function readChatRequest(body: Buffer): ChatRequest {
  const fields = readRequestBody(body);
  const model = readModel(fields, 'chat');
  if (model.isReasoning) refuseLegacyParameters(fields);
  const messages = readMessages(fields);
  for (const rule of checkedOnly) readNumber(fields, rule);
  const tools = readTools(fields);
  return {
    ...readStream(fields),
    model,
    messages,
    choices: readNumber(fields, { name: 'n', min: 1, max: 128, integer: true }) ?? 1,
    stop: readStop(fields),
    tokensMax: readTokensMax(fields),
    reasons: model.isReasoning && !['none', 'minimal'].includes(String(fields['reasoning_effort'])),
    tools,
    toolChoice: readToolChoice(fields, tools),
    parallelTools: readBoolean(fields, 'parallel_tool_calls') ?? true,
    format: requireWordJson(readResponseFormat(fields), messages),
  };
}

function readTokensMax(fields: Fields): number {
  const limits = ['max_completion_tokens', 'max_tokens'].map((name) =>
    readNumber(fields, { name, min: 1, max: TOKENS_MAX, integer: true }),
  );
  return limits[0] ?? limits[1] ?? TOKENS_MAX;
}

function refuseLegacyParameters(fields: Fields): void {
  if ((fields['max_tokens'] ?? undefined) !== undefined) {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    throw invalidRequest(message, 'max_tokens', 'unsupported_parameter');
  }
  const temperature = fields['temperature'];
  if (typeof temperature === 'number' && temperature !== 1) {
    const message = `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`;
    throw invalidRequest(message, 'temperature', 'unsupported_value');
  }
}

function requireWordJson(format: ResponseFormat, messages: ChatMessage[]): ResponseFormat {
  if (format.type !== 'json_object') return format;
  if (messages.some((message) => /json/i.test(message.text))) return format;
  const message =
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
  throw invalidRequest(message, 'messages', null);
}
