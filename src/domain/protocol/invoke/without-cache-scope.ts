import { spliceMembers } from '../json-splice.ts';
import type { JsonNode } from '../json-tree.ts';

/** Members that lead to cache marks. Inputs and schemas of tools are the client's own and not looked into. */
const leading: ReadonlySet<string> = new Set(['content', 'cache_control']);

/** The text of a prompt with no `scope` in its cache marks; everything else stays as it is written. */
export function withoutCacheScope(node: JsonNode): string {
  if (node.kind === 'array') return withItems(node.raw, node.items);
  if (node.kind !== 'object') return node.raw;
  const edits: Record<string, string> = {};
  for (const [name, member] of node.members) {
    if (!leading.has(name)) continue;
    const text = name === 'cache_control' ? withoutScope(member) : withoutCacheScope(member);
    if (text !== member.raw) edits[name] = text;
  }
  return spliceMembers(node.raw, edits);
}

function withoutScope(mark: JsonNode): string {
  return mark.kind === 'object' ? spliceMembers(mark.raw, { scope: undefined }) : mark.raw;
}

function withItems(raw: string, items: readonly JsonNode[]): string {
  let text = '[';
  let rest = 1;
  for (const item of items) {
    const at = raw.indexOf(item.raw, rest);
    text += raw.slice(rest, at) + withoutCacheScope(item);
    rest = at + item.raw.length;
  }
  return text + raw.slice(rest);
}
