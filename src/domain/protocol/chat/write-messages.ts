import type {
  Block,
  Conversation,
  TextBlock,
  ToolCallBlock,
  ToolResultBlock,
  Turn,
} from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { ToolNames } from './tool-names.ts';
import {
  type ChatPart,
  contentOf,
  dropCacheMark,
  isText,
  type PartWriter,
  textPart,
  writeParts,
} from './write-parts.ts';

export interface MessageWriter extends PartWriter {
  readonly names: ToolNames;
}

type ChatMessage = { readonly [name: string]: Emittable | undefined };

/**
 * The messages of a request to OpenAI. Turns of one role that follow each other are taken together, because the results
 * of tool calls have to come right after the message that made the calls.
 */
export function writeMessages(conversation: Conversation, use: MessageWriter): ChatMessage[] {
  const turns = withoutPrefill(conversation.turns, use);
  return [
    ...conversation.system.flatMap((block) => writeInstructions([block], use)),
    ...groupByRole(turns).flatMap((group) => writeGroup(group, use)),
  ];
}

/** OpenAI answers to a last message of the assistant, it does not continue it. */
function withoutPrefill(turns: readonly Turn[], use: MessageWriter): readonly Turn[] {
  const last = turns.at(-1);
  if (last?.role !== 'assistant' || use.target.abilities.prefill) return turns;
  use.ledger.lose(last.at, `begins the answer, which ${use.target.model} does not continue`);
  return turns.slice(0, -1);
}

function groupByRole(turns: readonly Turn[]): Turn[][] {
  const groups: Turn[][] = [];
  for (const turn of turns) {
    const open = groups.at(-1);
    if (open?.[0]?.role === turn.role) open.push(turn);
    else groups.push([turn]);
  }
  return groups;
}

function writeGroup(group: readonly Turn[], use: MessageWriter): ChatMessage[] {
  switch (group[0]?.role) {
    case 'user':
      return writeUser(group, use);
    case 'assistant':
      return writeAssistant(group, use);
    default:
      return group.flatMap((turn) => writeInstructions(turn.content, use));
  }
}

function writeInstructions(blocks: readonly Block[], use: MessageWriter): ChatMessage[] {
  const parts = writeParts(blocks, use);
  return parts.length === 0 ? [] : [{ role: 'system', content: contentOf(parts) }];
}

function writeUser(group: readonly Turn[], use: MessageWriter): ChatMessage[] {
  const results = group.flatMap((turn) =>
    turn.content.filter((block) => block.kind === 'tool_result'),
  );
  const attachments = results.flatMap((result) => writeAttachments(result, use));
  const attached: ChatMessage[] =
    attachments.length > 0 ? [{ role: 'user', content: attachments }] : [];
  const rest = group.flatMap((turn) => {
    const parts = writeParts(
      turn.content.filter((block) => block.kind !== 'tool_result'),
      use,
    );
    return parts.length > 0 ? [{ role: 'user', content: contentOf(parts) }] : [];
  });
  return [...results.map((result) => writeToolResult(result, use)), ...attached, ...rest];
}

function writeToolResult(result: ToolResultBlock, { ledger }: MessageWriter): ChatMessage {
  dropCacheMark(result, ledger);
  // The format has no flag for a failed call, the model has to read it.
  if (result.isError) ledger.drop(`${result.at}.is_error`);
  const texts = result.content.filter(isText).map((block) => {
    dropCacheMark(block, ledger);
    return textPart(block.text);
  });
  const parts = result.isError ? [textPart('The tool call failed.'), ...texts] : texts;
  const content = parts.length === 0 ? '' : contentOf(parts);
  return { role: 'tool', tool_call_id: result.callId, content };
}

/** Images and documents that a tool gave: its own message takes text only. */
function writeAttachments(result: ToolResultBlock, use: MessageWriter): ChatPart[] {
  const media = writeParts(
    result.content.filter((block) => !isText(block)),
    use,
  );
  if (media.length === 0) return [];
  return [textPart(`Attached to the result of tool call ${result.callId}:`), ...media];
}

function writeAssistant(group: readonly Turn[], use: MessageWriter): ChatMessage[] {
  const makesCalls = group.some((turn) => turn.content.some((block) => block.kind === 'tool_call'));
  const blocks = group.map((turn) => turn.content);
  return (makesCalls ? [blocks.flat()] : blocks).flatMap((said) =>
    writeAssistantMessage(said, use),
  );
}

function writeAssistantMessage(blocks: readonly Block[], use: MessageWriter): ChatMessage[] {
  const texts: TextBlock[] = [];
  const calls: ToolCallBlock[] = [];
  for (const block of blocks) {
    dropCacheMark(block, use.ledger);
    if (block.kind === 'text') texts.push(block);
    else if (block.kind === 'tool_call') calls.push(block);
    else leaveOut(block, use);
  }
  const parts = texts.map((block) => textPart(block.text));
  if (calls.length > 0) {
    const tool_calls = calls.map((call) => writeToolCall(call, use));
    return [{ role: 'assistant', content: parts.length > 0 ? contentOf(parts) : null, tool_calls }];
  }
  return parts.length > 0 ? [{ role: 'assistant', content: contentOf(parts) }] : [];
}

/** Another provider's reasoning is of no use to OpenAI, which offers no way to give any back in this format. */
function leaveOut(block: Block, { ledger }: MessageWriter): void {
  if (block.kind === 'reasoning' || block.kind === 'redacted_reasoning') ledger.drop(block.at);
  else ledger.lose(block.at, 'has no place in a message of the assistant at OpenAI');
}

function writeToolCall(call: ToolCallBlock, { names }: MessageWriter): ChatMessage {
  const { id, input } = call;
  return {
    id,
    type: 'function',
    function: { name: names.give(call.name), arguments: input.text },
  };
}
