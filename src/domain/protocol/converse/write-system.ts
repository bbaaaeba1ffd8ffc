import type { TextBlock } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { RequestWriting } from './request-writing.ts';
import { cachePoint } from './write-block.ts';

// Claude Code puts its billing line among the instructions; Bedrock refuses a prompt that has it.
const billingLine = /^\s*x-anthropic-billing-header:/;

/** @param instruction one more, that stands for a setting which the model has not */
export function writeSystem(
  system: readonly TextBlock[],
  instruction: string | undefined,
  use: RequestWriting,
): readonly Emittable[] | undefined {
  const blocks = system.flatMap((block) => writeInstructions(block, use));
  const all = instruction === undefined ? blocks : [...blocks, { text: instruction }];
  return all.length > 0 ? all : undefined;
}

function writeInstructions(block: TextBlock, use: RequestWriting): Emittable[] {
  if (block.text.trim() === '') return [];
  if (billingLine.test(block.text)) {
    use.ledger.drop(block.at);
    return [];
  }
  return [{ text: block.text }, ...cachePoint(block.cache, use)];
}
