import type { AnswerBlock } from '../answer.ts';
import type { Emittable } from '../json-text.ts';

/**
 * A content block as the Messages API answers with it. Text has no `citations`: there are none, and clients of the older
 * API version do not take null for that.
 * @param toolNames the client's names for tools that had to be renamed
 */
export function writeAnswerBlock(
  block: AnswerBlock,
  toolNames: ReadonlyMap<string, string>,
): Emittable {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      return { type: 'text', text: block.text };
    case 'tool_call':
      return {
        type: 'tool_use',
        id: block.id,
        name: toolNames.get(block.name) ?? block.name,
        input: block.input,
        caller: { type: 'direct' },
      };
    case 'reasoning':
      return { type: 'thinking', thinking: block.text, signature: block.signature ?? '' };
    case 'redacted_reasoning':
      return { type: 'redacted_thinking', data: block.data };
  }
}

/** Why there is no answer, or not all of it. */
export function writeStopDetails(isRefusal: boolean, explanation: string | undefined): Emittable {
  return isRefusal ? { type: 'refusal', category: null, explanation: explanation ?? null } : null;
}
