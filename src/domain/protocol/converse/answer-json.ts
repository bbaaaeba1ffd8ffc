import { type JsonNode, parseJsonTree } from '../json-tree.ts';

/** A member of an object in a provider's answer; undefined for everything that is not what it is expected to be. */
export function member(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.get(name) : undefined;
}

export function text(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

export function count(node: JsonNode | undefined): number | undefined {
  return node?.kind === 'number' ? node.value : undefined;
}

export function items(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : [];
}

/** Undefined for what is not JSON. */
export function parsed(data: string): JsonNode | undefined {
  try {
    return parseJsonTree(data);
  } catch {
    return undefined;
  }
}
