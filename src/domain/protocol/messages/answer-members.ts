import type { JsonNode, JsonObject } from '../json-tree.ts';

/** Members of a provider's answer: what is not as expected counts as absent, since an answer is never refused for it. */

export function objectIn(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const node = object?.members.get(name);
  return node?.kind === 'object' ? node : undefined;
}

export function textIn(object: JsonObject | undefined, name: string): string | undefined {
  const node = object?.members.get(name);
  return node?.kind === 'string' ? node.value : undefined;
}

export function countIn(object: JsonObject | undefined, name: string): number | undefined {
  const node = object?.members.get(name);
  return node?.kind === 'number' ? node.value : undefined;
}

export function itemsIn(object: JsonObject | undefined, name: string): readonly JsonNode[] {
  const node = object?.members.get(name);
  return node?.kind === 'array' ? node.items : [];
}
