import type { Block, Conversation, TextBlock, ToolResultBlock, Turn } from '../conversation.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import { keepBlocks } from './keep-blocks.ts';
import { invalid } from './request-object.ts';
import type { RequestWriting } from './request-writing.ts';
import { writeBlock } from './write-block.ts';

/**
 * The messages of a request: roles alternate, the user begins, and the results of tool calls stand together before
 * whatever else the user says.
 * @throws MonagoError `invalid_request` for a conversation that has no message, or that the assistant begins
 */
export function writeMessages(conversation: Conversation, use: RequestWriting): Emittable[] {
  const placed = withoutPrefill(conversation.turns, use).map((turn) => placeSystem(turn, use));
  const kept = placed
    .map((turn) => ({ ...turn, content: keepBlocks(turn, use) }))
    .filter(({ content }) => content.length > 0);
  const turns = mergeRoles(kept);
  const [first] = turns;
  if (first === undefined) throw invalid('messages', 'has to hold a message that is not empty');
  if (first.role !== 'user') throw invalid(first.at, 'has to be of the user: it is the first');
  return turns.map((turn) => writeTurn(turn, use));
}

function withoutPrefill(
  turns: readonly Turn[],
  { target, ledger }: RequestWriting,
): readonly Turn[] {
  const last = turns.at(-1);
  if (last?.role !== 'assistant' || target.abilities.prefill) return turns;
  ledger.lose(last.at, `begins the answer, which ${target.model} does not continue`);
  return turns.slice(0, -1);
}

function placeSystem(turn: Turn, { target, ledger }: RequestWriting): Turn {
  if (turn.role !== 'system' || target.abilities.systemMidConversation) return turn;
  ledger.alter(turn.at, `gives instructions between messages, which ${target.model} does not take`);
  const content = turn.content.map((block) =>
    block.kind === 'text' ? { ...block, text: `<system>\n${block.text}\n</system>` } : block,
  );
  return { ...turn, role: 'user', content };
}

function mergeRoles(turns: readonly Turn[]): Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (last?.role !== turn.role) merged.push(turn);
    else merged.splice(-1, 1, { ...last, content: [...last.content, ...turn.content] });
  }
  return merged;
}

function writeTurn(turn: Turn, use: RequestWriting): Emittable {
  const blocks = turn.role === 'user' ? resultsFirst(turn.content, use) : turn.content;
  const content = besideDocuments(blocks, use).flatMap((block) => writeBlock(block, use));
  return { role: turn.role, content };
}

function resultsFirst(blocks: readonly Block[], use: RequestWriting): Block[] {
  const results = new Map<string, ToolResultBlock>();
  const rest: Block[] = [];
  for (const block of blocks) {
    if (block.kind !== 'tool_result') rest.push(block);
    else results.set(block.callId, joinResults(results.get(block.callId), block, use));
  }
  return [...results.values(), ...rest];
}

// A call takes one result. A client that tells one twice is not heard twice; of two that differ none is lost.
function joinResults(
  first: ToolResultBlock | undefined,
  second: ToolResultBlock,
  { ledger }: RequestWriting,
): ToolResultBlock {
  if (first === undefined) return second;
  if (said(first) === said(second)) {
    ledger.drop(second.at);
    return first;
  }
  return { ...first, ...second, at: first.at, content: [...first.content, ...second.content] };
}

function said({ content, isError }: ToolResultBlock): string {
  const parts = content.map((block) =>
    block.kind === 'text' ? block.text : emitJson({ ...block.source }),
  );
  return emitJson([isError ?? false, ...parts]);
}

/** Converse refuses a message that has documents and no text. */
function besideDocuments(blocks: readonly Block[], { ledger }: RequestWriting): readonly Block[] {
  const document = blocks.find((block) => block.kind === 'document');
  if (document === undefined || blocks.some((block) => block.kind === 'text')) return blocks;
  ledger.alter(document.at, 'is a document without a text beside it, which Bedrock asks for');
  const text: TextBlock = { kind: 'text', text: 'See the attached document.', at: document.at };
  return [...blocks, text];
}
