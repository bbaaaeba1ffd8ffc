import type { Turn } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import { invalidRequest } from '../request-fields.ts';
import { ToolCallPairs } from './tool-call-pairs.ts';
import { writeBlocks } from './write-blocks.ts';
import type { Writing } from './writing.ts';

/**
 * The messages of a request.
 * @param turns as they were arranged for Anthropic
 * @throws MonagoError `invalid_request` for tool calls without results and the like, and for an answer that the model
 * would have to continue, where it cannot
 */
export function writeTurns(turns: readonly Turn[], isThinking: boolean, use: Writing): Emittable[] {
  const pairs = new ToolCallPairs();
  const messages = turns.map((turn) => {
    if (turn.role === 'assistant') pairs.settle();
    const content = writeBlocks(turn.content, pairs, use);
    if (content.length > 0) return { role: turn.role, content };
    throw invalidRequest(turn.at, 'must have content that is not empty');
  });
  pairs.settle();
  const last = turns.at(-1);
  if (last === undefined) throw invalidRequest('messages', 'must have a message of a user');
  if (last.role === 'assistant' && (isThinking || !use.abilities.prefill)) {
    const why = isThinking
      ? 'which no model continues that thinks'
      : 'which this model does not continue';
    throw invalidRequest(last.at, `is the beginning of an answer, ${why}: end with a user message`);
  }
  return messages;
}
