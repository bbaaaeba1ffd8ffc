import { newIdentifier } from '../server/identifier.ts';
import type { ChatRequest } from './chat-request.ts';
import { sampleOf } from './schema-sample.ts';
import { tokenize } from './tokens.ts';

const ECHO_CHARACTERS_MAX = 2_000;
const REASONING_TOKENS = 64;
const MESSAGE_OVERHEAD_TOKENS = 4;

export type ToolCall = { id: string; name: string; argumentPieces: string[] };

export type Choice = {
  /** The content in the pieces in which a stream delivers it. */
  pieces: string[];
  toolCalls: ToolCall[];
  finishReason: 'stop' | 'length' | 'tool_calls';
};

export type Answer = {
  choices: Choice[];
  promptTokens: number;
  completionTokens: number;
  reasoningTokens: number;
};

/** The same request always gets the same text: what the last message said, said back. */
export function answerChat(request: ChatRequest): Answer {
  const reasoningTokens = request.reasons ? Math.min(REASONING_TOKENS, request.tokensMax) : 0;
  const tokensLeft = request.tokensMax - reasoningTokens;
  const choices = Array.from({ length: request.choices }, (_, index) =>
    answerOnce(request, index, tokensLeft),
  );
  const visible = choices.reduce((sum, choice) => sum + countTokens(choice), 0);
  const prompt = request.messages.map((message) => tokenize(message.text).length);
  return {
    choices,
    promptTokens: prompt.reduce((sum, count) => sum + count + MESSAGE_OVERHEAD_TOKENS, 0),
    completionTokens: visible + reasoningTokens * choices.length,
    reasoningTokens: reasoningTokens * choices.length,
  };
}

/** The reply text to `said`, cut at the first stop sequence and at the token limit. */
export function limitText(
  text: string,
  limits: { stop: string[]; tokensMax: number },
): { pieces: string[]; finishReason: 'stop' | 'length' } {
  const ends = limits.stop.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  const pieces = tokenize(text.slice(0, Math.min(...ends, text.length)));
  if (pieces.length <= limits.tokensMax) return { pieces, finishReason: 'stop' };
  return { pieces: pieces.slice(0, limits.tokensMax), finishReason: 'length' };
}

/** The usage object, the same in a reply and in the last chunk of a stream. */
export function describeUsage(answer: Answer) {
  return {
    prompt_tokens: answer.promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: answer.promptTokens + answer.completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: answer.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function answerOnce(request: ChatRequest, index: number, tokensLeft: number): Choice {
  const toolCalls = callTools(request);
  if (toolCalls.length > 0 && tokensLeft > 0) {
    const isForced = request.toolChoice.mode === 'function';
    return { pieces: [], toolCalls, finishReason: isForced ? 'stop' : 'tool_calls' };
  }
  const limits = { stop: request.stop, tokensMax: tokensLeft };
  return { ...limitText(replyText(request, index), limits), toolCalls: [] };
}

function callTools(request: ChatRequest): ToolCall[] {
  const { toolChoice, tools } = request;
  const isAnswered = request.messages.at(-1)?.role === 'tool';
  if (toolChoice.mode === 'none' || (toolChoice.mode === 'auto' && isAnswered)) return [];
  const eligible = tools.filter((tool) =>
    toolChoice.mode === 'function' ? tool.name === toolChoice.name : true,
  );
  return eligible.slice(0, request.parallelTools ? 2 : 1).map((tool) => ({
    id: newIdentifier('call_', 24),
    name: tool.name,
    argumentPieces: tokenize(JSON.stringify(sampleOf(tool.parameters) ?? {})),
  }));
}

function replyText(request: ChatRequest, index: number): string {
  const said = request.messages.at(-1)?.text.slice(0, ECHO_CHARACTERS_MAX) ?? '';
  const text = `You said: ${said}${index > 0 ? ` (choice ${index + 1})` : ''}`;
  switch (request.format.type) {
    case 'text':
      return text;
    case 'json_object':
      return JSON.stringify({ answer: text });
    case 'json_schema':
      return JSON.stringify(sampleOf(request.format.schema) ?? {});
  }
}

function countTokens(choice: Choice): number {
  const tools = choice.toolCalls.map((call) => call.argumentPieces.length + 8);
  return tools.reduce((sum, count) => sum + count, choice.pieces.length);
}
