import { newIdentifier } from '../server/identifier.ts';
import { directedText, readDirection } from './directions.ts';
import { sampleOf } from './schema-sample.ts';
import { tokenize } from './tokens.ts';
import type { Turn } from './turn.ts';

const ECHO_CHARACTERS_MAX = 2_000;
const REASONING_TOKENS = 64;
const TOOL_CALL_TOKENS = 8;
const PARALLEL_CALLS_MAX = 2;
// As the provider does: prompts from 1024 tokens on are cached, in steps of 128.
const CACHE_TOKENS_MIN = 1_024;
const CACHE_TOKENS_STEP = 128;
const REFUSAL = "I'm sorry, I can't help with that.";

export type ToolCall = { id: string; name: string; argumentPieces: string[] };

export type Choice = {
  /** The content, or the refusal, in the pieces in which a stream delivers it. */
  pieces: string[];
  isRefusal: boolean;
  toolCalls: ToolCall[];
  finishReason: 'stop' | 'length' | 'tool_calls' | 'content_filter';
};

export type Answer = {
  choices: Choice[];
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  reasoningTokens: number;
};

/** The same request always gets the same text: what the last message said, said back. */
export function answerTurn(turn: Turn): Answer {
  const reasoningTokens = turn.reasons ? Math.min(REASONING_TOKENS, turn.tokensMax) : 0;
  const tokensLeft = turn.tokensMax - reasoningTokens;
  const choices = Array.from({ length: turn.choices }, (_, index) =>
    answerOnce(turn, index, tokensLeft),
  );
  const visible = choices.reduce((sum, choice) => sum + countTokens(choice), 0);
  return {
    choices,
    promptTokens: turn.promptTokens,
    cachedTokens: cachedPart(turn.promptTokens),
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

function answerOnce(turn: Turn, index: number, tokensLeft: number): Choice {
  const direction = readDirection(turn.said);
  const limits = { stop: turn.stop, tokensMax: tokensLeft };
  if (direction === 'refuse') {
    return { ...limitText(REFUSAL, limits), isRefusal: true, toolCalls: [] };
  }
  const toolCalls = callTools(turn);
  if (toolCalls.length > 0 && tokensLeft > 0) {
    const isForced = turn.toolChoice.mode === 'function';
    const finishReason = isForced ? 'stop' : 'tool_calls';
    return { pieces: [], isRefusal: false, toolCalls, finishReason };
  }
  const text = limitText(replyText(turn, index), limits);
  const plain = { ...text, isRefusal: false, toolCalls: [] };
  if (direction !== 'filter') return plain;
  const half = text.pieces.slice(0, Math.ceil(text.pieces.length / 2));
  return { ...plain, pieces: half, finishReason: 'content_filter' };
}

function callTools({ toolChoice, tools, answersTool, parallelTools }: Turn): ToolCall[] {
  if (toolChoice.mode === 'none' || (toolChoice.mode === 'auto' && answersTool)) return [];
  const eligible = tools.filter((tool) =>
    toolChoice.mode === 'function' ? tool.name === toolChoice.name : true,
  );
  return eligible.slice(0, parallelTools ? PARALLEL_CALLS_MAX : 1).map((tool) => ({
    id: newIdentifier('call_', 24),
    name: tool.name,
    argumentPieces: tokenize(JSON.stringify(sampleOf(tool.parameters) ?? {})),
  }));
}

function replyText(turn: Turn, index: number): string {
  const said = turn.said.slice(0, ECHO_CHARACTERS_MAX);
  const echo = directedText(said) ?? `You said: ${said}`;
  const text = `${echo}${index > 0 ? ` (choice ${index + 1})` : ''}`;
  switch (turn.format.type) {
    case 'text':
      return text;
    case 'json_object':
      return JSON.stringify({ answer: text });
    case 'json_schema':
      return JSON.stringify(sampleOf(turn.format.schema) ?? {});
  }
}

function countTokens(choice: Choice): number {
  const tools = choice.toolCalls.map((call) => call.argumentPieces.length + TOOL_CALL_TOKENS);
  return tools.reduce((sum, count) => sum + count, choice.pieces.length);
}

function cachedPart(promptTokens: number): number {
  if (promptTokens < CACHE_TOKENS_MIN) return 0;
  return Math.floor((promptTokens - 1) / CACHE_TOKENS_STEP) * CACHE_TOKENS_STEP;
}
