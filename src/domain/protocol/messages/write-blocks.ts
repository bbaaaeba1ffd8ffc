import type { Block, TextBlock, ToolResultBlock } from '../conversation.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import type { ToolCallPairs } from './tool-call-pairs.ts';
import { writeDocument, writeImage } from './write-media.ts';
import type { Writing } from './writing.ts';

/** Writes blocks in their order, without those that are lost. */
export function writeBlocks(
  blocks: readonly Block[],
  pairs: ToolCallPairs,
  use: Writing,
): Emittable[] {
  return blocks.flatMap((block) => writeBlock(block, pairs, use) ?? []);
}

function writeBlock(block: Block, pairs: ToolCallPairs, use: Writing): Emittable | undefined {
  switch (block.kind) {
    case 'text':
      return writeText(block, use);
    case 'image':
      return writeImage(block, use);
    case 'document':
      return writeDocument(block, use);
    case 'tool_call':
      return {
        type: 'tool_use',
        id: pairs.begin(block),
        name: use.toolNames.give(block.name),
        input: block.input,
        ...use.marks.of(block),
      };
    case 'tool_result':
      return writeToolResult(block, pairs, use);
    case 'reasoning':
      return { type: 'thinking', thinking: block.text, signature: block.signature };
    case 'redacted_reasoning':
      return { type: 'redacted_thinking', data: block.data };
  }
}

export function writeText(block: TextBlock, use: Writing): Emittable {
  return { type: 'text', text: block.text, ...use.marks.of(block) };
}

function writeToolResult(
  block: ToolResultBlock,
  pairs: ToolCallPairs,
  use: Writing,
): Emittable | undefined {
  const content = writeBlocks(block.content, pairs, use);
  const mark = use.marks.of(block);
  const answered = emitJson([content, block.isError ?? false]);
  const tool_use_id = pairs.answer(block, answered);
  if (tool_use_id === undefined) {
    use.ledger.drop(block.at);
    return undefined;
  }
  return {
    type: 'tool_result',
    tool_use_id,
    content: content.length > 0 ? content : undefined,
    is_error: block.isError === true ? true : undefined,
    ...mark,
  };
}
