import { type JsonNode, parseJsonTree } from '../json-tree.ts';

const billingLine = /^\s*x-anthropic-billing-header:/;

/**
 * Claude Code begins its instructions with a line for Anthropic's billing, in a block of its own. Bedrock refuses a
 * prompt that has it.
 * @param system the JSON text of `system`
 * @returns undefined where nothing else stood there
 */
export function withoutBillingLine(system: string): string | undefined {
  const node = parseJsonTree(system);
  if (node.kind !== 'array') return system;
  const kept = node.items.filter((item) => !isBilling(item));
  if (kept.length === node.items.length) return system;
  return kept.length === 0 ? undefined : `[${kept.map(({ raw }) => raw).join(',')}]`;
}

function isBilling(block: JsonNode): boolean {
  const text = block.kind === 'object' ? block.members.get('text') : undefined;
  return text?.kind === 'string' && billingLine.test(text.value);
}
