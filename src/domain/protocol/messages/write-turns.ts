import { invalidRequest } from '../chat/request-fields.ts';
import type { Block, Conversation, Turn } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import { ToolCallPairs } from './tool-call-pairs.ts';
import { writeBlocks } from './write-blocks.ts';
import type { Writing } from './writing.ts';

/**
 * The messages of a request: turns of one role that follow each other become one, with the results of tools first.
 * @throws MonagoError `invalid_request` for tool calls without results and the like, and for an answer that the model
 * would have to continue, where it cannot
 */
export function writeTurns(conversation: Conversation, use: Writing): Emittable[] {
  const turns = merged(conversation.turns.map((turn) => withoutSystem(turn, use)));
  const pairs = new ToolCallPairs();
  const messages = turns.flatMap((turn, index) => {
    if (turn.role === 'assistant') pairs.settle();
    const content = writeBlocks(ordered(turn, index === turns.length - 1, use), pairs, use);
    if (content.length > 0) return [{ role: turn.role, content }];
    if (turn.role === 'assistant') return [];
    throw invalidRequest(turn.at, 'must have content that is not empty');
  });
  pairs.settle();
  if (messages.length === 0) throw invalidRequest('messages', 'must have a message of a user');
  refusePrefill(turns, messages, use);
  return messages;
}

/** Instructions between the turns become the user's words, where the model knows no others. */
function withoutSystem(turn: Turn, use: Writing): Turn {
  if (turn.role !== 'system' || use.abilities.systemMidConversation) return turn;
  use.ledger.alter(
    turn.at,
    'gives instructions in mid-conversation, which this model does not take',
  );
  return { ...turn, role: 'user' };
}

function merged(turns: readonly Turn[]): Turn[] {
  const result: Turn[] = [];
  let waiting: Turn[] = [];
  for (const turn of turns) {
    if (turn.role !== 'user') {
      result.push(...waiting);
      waiting = [];
    }
    // Nothing may stand between tool calls and their results.
    if (turn.role === 'system' && hasToolCall(result.at(-1))) waiting.push(turn);
    else addTurn(result, turn);
  }
  return [...result, ...waiting];
}

function addTurn(turns: Turn[], turn: Turn): void {
  const last = turns.at(-1);
  if (last?.role !== turn.role) turns.push(turn);
  else turns.splice(-1, 1, { ...last, content: [...last.content, ...turn.content] });
}

function hasToolCall(turn: Turn | undefined): boolean {
  return turn?.role === 'assistant' && turn.content.some(({ kind }) => kind === 'tool_call');
}

function ordered(turn: Turn, isLast: boolean, use: Writing): readonly Block[] {
  if (turn.role === 'assistant') {
    const content = withoutTrailingThoughts(turn.content, use);
    return isLast ? withoutTrailingSpace(content) : content;
  }
  const results = turn.content.filter(({ kind }) => kind === 'tool_result');
  return [...results, ...turn.content.filter(({ kind }) => kind !== 'tool_result')];
}

// An answer must not end in thought: what was thought last led to nothing.
function withoutTrailingThoughts(content: readonly Block[], use: Writing): readonly Block[] {
  const end = content.findLastIndex((block) => isSaid(block)) + 1;
  for (const block of content.slice(end)) {
    if (block.kind !== 'text') use.ledger.drop(block.at);
  }
  return content.slice(0, end);
}

function isSaid(block: Block): boolean {
  if (block.kind === 'text') return block.text.trim() !== '';
  return block.kind !== 'reasoning' && block.kind !== 'redacted_reasoning';
}

// The beginning of an answer must not end in white space.
function withoutTrailingSpace(content: readonly Block[]): readonly Block[] {
  const last = content.at(-1);
  if (last?.kind !== 'text') return content;
  return [...content.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}

function refusePrefill(
  turns: readonly Turn[],
  messages: readonly { readonly role: string }[],
  use: Writing,
): void {
  if (messages.at(-1)?.role !== 'assistant' || use.abilities.prefill) return;
  throw invalidRequest(
    turns.findLast((turn) => turn.role === 'assistant')?.at ?? 'messages',
    'is the beginning of an answer, which this model does not continue: end with a user message',
  );
}
