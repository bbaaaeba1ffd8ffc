import { type Fields, isFields, listOf } from '../../../domain/protocol/segments/segment.ts';
import type { EventNotes } from './stream/event-shape.ts';

/** What is known of an answer besides its texts. */
export interface AnswerState {
  readonly model: string;
  readonly finishReason: string;
  readonly outputTokens: number;
  readonly toolCalls: readonly string[];
}

export const nothingYet: AnswerState = {
  model: '',
  finishReason: '',
  outputTokens: 0,
  toolCalls: [],
};

/** What is known once an event of a stream has come too. */
export function noted(state: AnswerState, notes: EventNotes): AnswerState {
  const tools = (notes.tools ?? []).filter((name) => !state.toolCalls.includes(name));
  return {
    model: notes.model ?? state.model,
    finishReason: notes.finishReason ?? state.finishReason,
    outputTokens: notes.outputTokens || state.outputTokens,
    toolCalls: tools.length === 0 ? state.toolCalls : [...state.toolCalls, ...tools],
  };
}

/** What an answer says of itself, in any of the formats. */
export function stateOf(answer: Fields): AnswerState {
  const usage = isFields(answer['usage']) ? answer['usage'] : {};
  const tokens = usage['completion_tokens'] ?? usage['output_tokens'] ?? usage['outputTokens'];
  const [choice] = listOf(answer['choices']);
  const reason =
    (isFields(choice) ? choice['finish_reason'] : undefined) ??
    answer['stop_reason'] ??
    answer['stopReason'] ??
    answer['status'];
  return {
    model: typeof answer['model'] === 'string' ? answer['model'] : '',
    finishReason: typeof reason === 'string' ? reason : '',
    outputTokens: typeof tokens === 'number' ? tokens : 0,
    toolCalls: toolCallsIn(answer),
  };
}

function toolCallsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toolCallsIn);
  if (!isFields(value)) return [];
  const own = calledBy(value);
  const inner = ['choices', 'message', 'tool_calls', 'content', 'output'];
  const others = inner.flatMap((name) => toolCallsIn(value[name]));
  return own === undefined ? others : [own, ...others];
}

/** The name of the tool that a part of an answer calls. */
function calledBy(part: Fields): string | undefined {
  const type = typeof part['type'] === 'string' ? part['type'] : '';
  const isCall = /(?:_use|_call)$/.test(type) || type === 'function' || type === 'custom';
  for (const inner of [
    part['function'],
    part['function_call'],
    part['custom'],
    part['toolUse'],
    isCall ? part : undefined,
  ]) {
    const name = isFields(inner) ? inner['name'] : undefined;
    if (typeof name === 'string') return name;
  }
  return isCall ? type : undefined;
}
