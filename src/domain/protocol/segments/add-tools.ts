import type { JsonPath } from '../json-edit.ts';
import { isFields, listOf, type SegmentCollector } from './segment.ts';

const prose: ReadonlySet<string> = new Set(['description', 'title']);
// What a schema is built of: no place for words.
const grammar: ReadonlySet<string> = new Set([
  '$schema',
  '$ref',
  '$id',
  'type',
  'format',
  'pattern',
]);

/** The definitions of tools: what explains them to the model can say anything, names and values cannot. */
export function addTools(tools: unknown, path: JsonPath, into: SegmentCollector): void {
  for (const [at, tool] of listOf(tools).entries()) addDefinition(tool, [...path, at], into);
}

function addDefinition(value: unknown, path: JsonPath, into: SegmentCollector): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) addDefinition(item, [...path, index], into);
  } else if (isFields(value)) {
    for (const [name, inner] of Object.entries(value)) addMember(name, inner, { path, into });
  } else into.addDeep(value, { path, role: 'system', use: 'fixed' });
}

function addMember(
  name: string,
  value: unknown,
  { path, into }: { readonly path: JsonPath; readonly into: SegmentCollector },
): void {
  const at = [...path, name];
  if (typeof value !== 'string') addDefinition(value, at, into);
  else if (prose.has(name)) into.add({ path: at, role: 'system', use: 'text', text: value });
  else if (!grammar.has(name)) into.add({ path: at, role: 'system', use: 'fixed', text: value });
}

/** Names of the tools that a request offers; what a provider brings along goes by its type. */
export function toolNamesIn(body: Readonly<Record<string, unknown>>): readonly string[] {
  const config = body['toolConfig'];
  const tools = [
    ...listOf(body['tools']),
    ...listOf(body['functions']),
    ...listOf(isFields(config) ? config['tools'] : undefined),
  ];
  return tools.flatMap((tool) => toolName(tool) ?? []);
}

/** Undefined for what is no tool, such as a cache point. */
export function toolName(tool: unknown): string | undefined {
  if (!isFields(tool)) return undefined;
  for (const inner of [
    tool,
    tool['function'],
    tool['custom'],
    tool['toolSpec'],
    tool['systemTool'],
  ]) {
    const name = isFields(inner) ? inner['name'] : undefined;
    if (typeof name === 'string') return name;
  }
  return typeof tool['type'] === 'string' ? tool['type'] : undefined;
}
