import type { JsonNode, JsonObject } from '../json-tree.ts';

// A provider's answer is read with tolerance: what is missing or of another type than expected counts as not said.

export function member(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.get(name) : undefined;
}

export function objectOf(node: JsonNode | undefined, name: string): JsonObject | undefined {
  const found = member(node, name);
  return found?.kind === 'object' ? found : undefined;
}

export function itemsOf(node: JsonNode | undefined, name: string): readonly JsonNode[] {
  const found = member(node, name);
  return found?.kind === 'array' ? found.items : [];
}

/** Undefined for an empty string too. */
export function textOf(node: JsonNode | undefined, name: string): string | undefined {
  const found = member(node, name);
  return found?.kind === 'string' && found.value !== '' ? found.value : undefined;
}

export function numberOf(node: JsonNode | undefined, name: string): number | undefined {
  const found = member(node, name);
  return found?.kind === 'number' ? found.value : undefined;
}

/** The text of `content`, which some servers give as a list of parts. */
export function contentText(node: JsonNode | undefined): string {
  const parts = itemsOf(node, 'content').map((part) => textOf(part, 'text') ?? '');
  return textOf(node, 'content') ?? parts.join('');
}

/** What a model thought; the name of the member depends on the server. */
export function reasoningText(node: JsonNode | undefined): string | undefined {
  return textOf(node, 'reasoning_content') ?? textOf(node, 'reasoning');
}
