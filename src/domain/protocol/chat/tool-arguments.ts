import { RawJson } from '../json-text.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';

/**
 * The input of a tool call out of the `arguments` of a chat message: the very text, so that big integers, `1.0` and the
 * order of members survive. No text at all, and `null`, mean no input. Undefined: the text is not a JSON object.
 */
export function parseToolArguments(text: string): RawJson | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'null') return new RawJson('{}');
  return isObject(trimmed) ? new RawJson(trimmed) : undefined;
}

function isObject(text: string): boolean {
  try {
    const node: JsonNode = parseJsonTree(text);
    return node.kind === 'object';
  } catch {
    return false;
  }
}
