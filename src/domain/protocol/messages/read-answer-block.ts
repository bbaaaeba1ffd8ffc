import type { AnswerBlock } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import type { JsonNode, JsonObject } from '../json-tree.ts';
import { objectIn, textIn } from './answer-members.ts';

/**
 * A block of an answer. Blocks of tools that run at Anthropic, and of kinds that nobody has heard of, are for Anthropic's
 * own clients.
 * @returns undefined for a block that is passed over
 */
export function readAnswerBlock(node: JsonNode): AnswerBlock | undefined {
  if (node.kind !== 'object') return undefined;
  switch (textIn(node, 'type')) {
    case 'text':
      return { kind: 'text', text: textIn(node, 'text') ?? '' };
    case 'tool_use':
      return readToolCall(node);
    case 'thinking': {
      const signature = textIn(node, 'signature');
      const text = textIn(node, 'thinking') ?? '';
      return { kind: 'reasoning', text, ...(signature ? { signature } : {}) };
    }
    case 'redacted_thinking':
      return { kind: 'redacted_reasoning', data: textIn(node, 'data') ?? '' };
    default:
      return undefined;
  }
}

function readToolCall(node: JsonObject): AnswerBlock {
  return {
    kind: 'tool_call',
    id: textIn(node, 'id') ?? '',
    name: textIn(node, 'name') ?? '',
    input: new RawJson(objectIn(node, 'input')?.raw ?? '{}'),
  };
}

/** What a model says instead of an answer, where it gives a reason. */
export function readRefusal(owner: JsonObject | undefined): string | undefined {
  const details = objectIn(owner, 'stop_details');
  if (textIn(details, 'type') !== 'refusal') return undefined;
  const explanation = textIn(details, 'explanation');
  if (explanation) return explanation;
  const category = textIn(details, 'category');
  return category ? `The model refused to answer (${category}).` : undefined;
}
