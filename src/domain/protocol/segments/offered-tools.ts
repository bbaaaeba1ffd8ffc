import type { JsonPath } from '../json-edit.ts';
import { type Fields, isFields, listOf } from './segment.ts';

/** A tool that a request offers, and where. */
export interface OfferedTool {
  readonly path: JsonPath;
  /** Everything that it is called, by whoever might go by it; the first is its own. */
  readonly names: readonly [string, ...string[]];
  /** What it goes by where only some tools are to stay: what its provider brings along is no other tool under another name. */
  readonly keptBy: readonly string[];
}

/** Where a request has tools. */
export interface ToolList {
  readonly path: JsonPath;
  readonly tools: readonly OfferedTool[];
  /** What goes with the list when nothing is left of it; undefined where an empty list may stay. */
  readonly whole: JsonPath | undefined;
  /** What says how tools are to be used. */
  readonly choices: readonly JsonPath[];
}

type ListPlace = Pick<ToolList, 'path' | 'choices' | 'whole'>;

const extra = 'additionalModelRequestFields';
const places: readonly ListPlace[] = [
  place(['tools'], [['tool_choice'], ['parallel_tool_calls']]),
  place(['functions'], [['function_call']]),
  // Their tools are known to the server alone.
  place(['mcp_servers'], []),
  { ...place(['toolConfig', 'tools'], [['toolConfig', 'toolChoice']]), whole: ['toolConfig'] },
  // What Converse does not know itself goes to the model in its own words.
  place([extra, 'tools'], [[extra, 'tool_choice']]),
];

function place(path: JsonPath, choices: readonly JsonPath[]): ListPlace {
  return { path, choices, whole: path };
}

/** Every list of tools in a request, in any of the formats, those within tools and within items of a conversation included. */
export function toolListsIn(body: Fields): readonly ToolList[] {
  const known = places.flatMap((at) => listsAt(valueAt(body, at.path), at));
  const items = listOf(body['input']).flatMap((item, at) => toolsOfItem(item, ['input', at]));
  return [...known, ...items];
}

/** Names of the tools that a request offers; what a provider brings along goes by its type. */
export function toolNamesIn(body: Fields): readonly string[] {
  const names = toolListsIn(body).flatMap(({ tools }) => tools.flatMap((tool) => tool.names));
  // It is no tool by its place, but the model may search all the same.
  return isFields(body[webSearch]) ? [...names, webSearch] : names;
}

/** Lets models of OpenAI's chat search the web. */
export const webSearch = 'web_search_options';

/** Some items of Responses bring tools along. What a server has listed came by way of a tool that was offered. */
function toolsOfItem(item: unknown, path: JsonPath): readonly ToolList[] {
  if (!isFields(item) || item['type'] === 'mcp_list_tools') return [];
  return listsAt(item['tools'], { path: [...path, 'tools'], choices: [], whole: undefined });
}

function listsAt(value: unknown, at: ListPlace): readonly ToolList[] {
  const items = listOf(value);
  const tools = items.flatMap((tool, index) => offered(tool, [...at.path, index]));
  if (tools.length === 0) return [];
  const inner = items.flatMap((tool, index) => {
    const whole = [...at.path, index];
    const path = [...whole, 'tools'];
    return isFields(tool) ? listsAt(tool['tools'], { path, choices: [], whole }) : [];
  });
  return [{ ...at, tools }, ...inner];
}

const nests = ['function', 'custom', 'toolSpec', 'systemTool'];
// These are defined by the client, and go by the names that it gives them.
const ownTypes: ReadonlySet<string> = new Set(['function', 'custom', 'namespace']);
// The API of Anthropic checks that a tool of its own has the name of its type.
const dated = /_20\d{6}$/;

/** Nothing for what is no tool. */
function offered(tool: unknown, path: JsonPath): readonly OfferedTool[] {
  if (!isFields(tool)) return [];
  const own = [...nests.map((name) => tool[name]), tool].flatMap((inner) => nameOf(inner, 'name'));
  const type = serverType(tool, path);
  const isSaid = type === undefined || own.some((name) => type.startsWith(name));
  const others = ['mcp_server_name', 'server_label'].flatMap((name) => nameOf(tool, name));
  const [first, ...more] = new Set([...own, ...(isSaid ? [] : [type]), ...others]);
  const bare = first ?? nameOf(tool, 'type')[0];
  if (bare === undefined) return [];
  return [{ path, names: [bare, ...more], keptBy: keptBy(own, type ?? bare) }];
}

/** What a tool is that its provider brings along, or that a server of the client's has; undefined for the client's own. */
function serverType({ type }: Fields, [first]: JsonPath): string | undefined {
  if (first === 'mcp_servers') return 'mcp_toolset';
  return typeof type === 'string' && !ownTypes.has(type) ? type : undefined;
}

function keptBy(own: readonly string[], type: string): readonly string[] {
  const goesByName = own.includes(type) || dated.test(type);
  return own.length > 0 && goesByName ? own : [type];
}

function nameOf(value: unknown, member: string): readonly string[] {
  const name = isFields(value) ? value[member] : undefined;
  return typeof name === 'string' ? [name] : [];
}

function valueAt(body: Fields, path: JsonPath): unknown {
  let value: unknown = body;
  for (const step of path) value = isFields(value) ? value[String(step)] : undefined;
  return value;
}
