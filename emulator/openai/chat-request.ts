import type { Fields } from '../server/json.ts';
import { isStringArray } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { type ChatMessage, readMessages } from './chat-messages.ts';
import {
  checkNumbers,
  refuseLegacyParameters,
  refuseReasonedTools,
  refuseUnknownParameters,
  unrecognized,
} from './chat-parameters.ts';
import { readToolUse } from './chat-tools.ts';
import { readEffort, spendsReasoning } from './effort.ts';
import type { Model } from './model-catalogue.ts';
import { readBoolean, readNumber, readStop, readStream, type StreamRequest } from './parameters.ts';
import { readModel, readRequestBody } from './request-body.ts';
import { readResponseFormat } from './text-format.ts';
import type { TextFormat, Turn } from './turn.ts';

const TOKENS_MAX = 1_000_000;

/** How this server departs from OpenAI's own. */
export type ChatRules = {
  /** False for one that imitates OpenAI but knows no `stream_options`. */
  acceptsStreamOptions: boolean;
};

export type ChatRequest = Turn &
  StreamRequest & {
    model: Model;
    /** Asked with `functions`: answered with `function_call`. */
    isLegacy: boolean;
    /** How many alternatives to give for each token; undefined when none are asked for. */
    logprobs: number | undefined;
    speaks: boolean;
  };

/** The parts of a chat request that change the answer, checked in the order the API checks them. */
export function readChatRequest(body: Buffer, rules: ChatRules): ChatRequest {
  const fields = readRequestBody(body);
  const model = readModel(fields, 'chat');
  if (!rules.acceptsStreamOptions && 'stream_options' in fields) {
    throw unrecognized('stream_options');
  }
  const effort = readEffort(fields['reasoning_effort'], 'reasoning_effort', model);
  if (model.isReasoning) refuseLegacyParameters(fields, effort !== 'none');
  const messages = readMessages(fields);
  refuseUnknownParameters(fields, model);
  checkNumbers(fields);
  const toolUse = readToolUse(fields);
  if (model.refusesReasonedTools && toolUse.tools.length > 0 && effort !== 'none') {
    refuseReasonedTools(model);
  }
  return {
    ...readStream(fields),
    ...toolUse,
    ...describeMessages(messages),
    model,
    choices: readNumber(fields, { name: 'n', min: 1, max: 128, integer: true }) ?? 1,
    stop: readStop(fields),
    tokensMax: readTokensMax(fields),
    reasons: spendsReasoning(effort),
    format: requireWordJson(readResponseFormat(fields), messages),
    logprobs: readLogprobs(fields),
    speaks: readSpeech(fields, model, messages),
  };
}

function describeMessages(
  messages: ChatMessage[],
): Pick<Turn, 'said' | 'answersTool' | 'promptTokens'> {
  const last = messages.at(-1);
  return {
    said: last?.text ?? '',
    answersTool: last?.role === 'tool' || last?.role === 'function',
    promptTokens: messages.reduce((sum, message) => sum + message.tokens, 0),
  };
}

function readTokensMax(fields: Fields): number {
  const limits = ['max_completion_tokens', 'max_tokens'].map((name) =>
    readNumber(fields, { name, min: 1, max: TOKENS_MAX, integer: true }),
  );
  return limits[0] ?? limits[1] ?? TOKENS_MAX;
}

function readLogprobs(fields: Fields): number | undefined {
  const isAsked = readBoolean(fields, 'logprobs') ?? false;
  const alternatives = fields['top_logprobs'] ?? undefined;
  if (!isAsked && alternatives !== undefined) {
    const message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.";
    throw invalidRequest(message, 'top_logprobs', null);
  }
  return isAsked ? Number(alternatives ?? 0) : undefined;
}

function readSpeech(fields: Fields, model: Model, messages: ChatMessage[]): boolean {
  const modalities = fields['modalities'] ?? [];
  const speaks = isStringArray(modalities) && modalities.includes('audio');
  const hears = messages.some((message) => message.hasAudio);
  if (model.hearsAudio && !speaks && !hears) {
    const message =
      'This model requires that either input content or output modality contain audio.';
    throw invalidRequest(message, 'model', 'invalid_value');
  }
  if (!model.hearsAudio && hears) {
    const message = 'Invalid content type. input_audio is only supported by certain models.';
    throw invalidRequest(message, 'messages', null);
  }
  if (!model.hearsAudio && speaks) {
    const message = "Invalid value: 'audio'. This model does not support audio output.";
    throw invalidRequest(message, 'modalities', 'invalid_value');
  }
  return speaks;
}

function requireWordJson(format: TextFormat, messages: ChatMessage[]): TextFormat {
  if (format.type !== 'json_object') return format;
  if (messages.some((message) => /json/i.test(message.text))) return format;
  const message =
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
  throw invalidRequest(message, 'messages', null);
}
