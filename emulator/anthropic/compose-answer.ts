import type { StopReason } from '@anthropic-ai/sdk/resources/messages';
import { sampleOf } from '../openai/schema-sample.ts';
import { tokenize } from '../openai/tokens.ts';
import { newIdentifier } from '../server/identifier.ts';
import { isFields, isStringArray } from '../server/json.ts';
import { type Turn, textOf } from './conversation.ts';
import type { ClientTool, MessageRequest } from './message-request.ts';
import { memberOf, thinks } from './model-rules.ts';
import { sign } from './thinking-signature.ts';

const ECHO_CHARACTERS_MAX = 2_000;
const REDACTED_TOKENS = 32;
const TOOL_CALL_TOKENS = 8;
const THOUGHT =
  'The user said something and wants to hear it back, so the last words are repeated.';

/** A block of the answer in the pieces in which a stream delivers it. */
export type Part =
  | { type: 'thinking'; pieces: string[]; signature: string; tokens: number }
  | { type: 'redacted_thinking'; data: string; tokens: number }
  | { type: 'text'; pieces: string[]; tokens: number }
  | {
      type: 'tool_use' | 'server_tool_use';
      id: string;
      name: string;
      input: unknown;
      pieces: string[];
      tokens: number;
    };

export type Answer = { parts: Part[]; stopReason: StopReason; stopSequence: string | null };

/** The same request always gets the same words: what was said last, said back, or the tools that were offered, called. */
export function composeAnswer(request: MessageRequest): Answer {
  const said = lastWords(request.turns);
  const isAsked = request.turns.at(-1)?.role !== 'assistant';
  if (isAsked && said.includes('PLEASE_REFUSE')) return ended([], 'refusal');
  const thoughts = think(request, said);
  if (isAsked && said.includes('PLEASE_PAUSE')) {
    const search = toolCall('server_tool_use', 'web_search', { query: said.slice(0, 64) });
    return ended([...thoughts, textPart('One moment.'), search], 'pause_turn');
  }
  const limit = Number(request.fields['max_tokens']);
  const calls = chooseTools(request).map(({ name, schema }) =>
    toolCall('tool_use', name, sampleOf(schema) ?? {}),
  );
  if (calls.length === 0) return speak(request, thoughts, replyText(request, said));
  const preface = isForced(request) ? [] : [textPart('Let me look that up.')];
  const parts = [...thoughts, ...preface, ...calls];
  return countTokens(parts) <= limit
    ? ended(parts, 'tool_use')
    : ended(cut([...thoughts, ...preface], limit), 'max_tokens');
}

export function countTokens(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.tokens, 0);
}

function speak(request: MessageRequest, thoughts: Part[], text: string): Answer {
  const { stop_sequences: listed, max_tokens: limit } = request.fields;
  const stops = isStringArray(listed) ? listed : [];
  const found = stops
    .map((stop) => ({ stop, at: text.indexOf(stop) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at)[0];
  const spoken = text.slice(0, found?.at);
  const parts = spoken === '' ? thoughts : [...thoughts, textPart(spoken)];
  if (countTokens(parts) > Number(limit)) return ended(cut(parts, Number(limit)), 'max_tokens');
  if (found === undefined) return ended(parts, 'end_turn');
  return { parts, stopReason: 'stop_sequence', stopSequence: found.stop };
}

// With the limit inside a thought the provider sends the thought alone.
function cut(parts: readonly Part[], tokensMax: number): Part[] {
  const kept: Part[] = [];
  let left = tokensMax;
  for (const part of parts) {
    if (left <= 0) break;
    if (part.type === 'text') kept.push(textPart(part.pieces.slice(0, left).join('')));
    else kept.push({ ...part, tokens: Math.min(part.tokens, left) });
    left -= part.tokens;
  }
  return kept;
}

function think({ model, fields, turns }: MessageRequest, said: string): Part[] {
  const { type, display } = memberOf(fields, 'thinking');
  const isAfterTool = turns.at(-1)?.blocks.some((block) => block.type === 'tool_result') ?? false;
  if (!thinks(fields) || (type === 'between_tools' && !isAfterTool)) return [];
  if (said.includes('REDACT_THINKING')) {
    return [{ type: 'redacted_thinking', data: sign(''), tokens: REDACTED_TOKENS }];
  }
  const shows =
    display === undefined || display === null ? model.showsThinking : display !== 'omitted';
  const pieces = shows ? tokenize(THOUGHT) : [];
  const signature = sign(pieces.join(''));
  return [{ type: 'thinking', pieces, signature, tokens: tokenize(THOUGHT).length }];
}

function chooseTools({ fields, tools, turns }: MessageRequest): ClientTool[] {
  const choice = memberOf(fields, 'tool_choice');
  const type = choice['type'] ?? 'auto';
  const isAnswered = turns.at(-1)?.blocks.some((block) => block.type === 'tool_result') ?? false;
  if (type === 'none' || (type === 'auto' && isAnswered)) return [];
  const eligible = tools.filter(({ name }) => type !== 'tool' || name === choice['name']);
  return eligible.slice(0, choice['disable_parallel_tool_use'] === true ? 1 : 2);
}

function isForced({ fields }: MessageRequest): boolean {
  const { type } = memberOf(fields, 'tool_choice');
  return type === 'any' || type === 'tool';
}

function replyText({ outputSchema }: MessageRequest, said: string): string {
  if (isFields(outputSchema)) return JSON.stringify(sampleOf(outputSchema));
  return `Echo: ${said.slice(0, ECHO_CHARACTERS_MAX)}`;
}

function lastWords(turns: readonly Turn[]): string {
  return textOf(turns.findLast(({ role }) => role === 'user')?.blocks ?? []);
}

function textPart(text: string): Part {
  const pieces = tokenize(text);
  return { type: 'text', pieces, tokens: pieces.length };
}

function toolCall(type: 'tool_use' | 'server_tool_use', name: string, input: unknown): Part {
  const id = newIdentifier(type === 'tool_use' ? 'toolu_01' : 'srvtoolu_01', 22);
  const pieces =
    isFields(input) && Object.keys(input).length === 0 ? [] : tokenize(JSON.stringify(input));
  return { type, id, name, input, pieces, tokens: pieces.length + TOOL_CALL_TOKENS };
}

function ended(parts: Part[], stopReason: StopReason): Answer {
  return { parts, stopReason, stopSequence: null };
}
