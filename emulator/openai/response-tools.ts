import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { requireToolName, toolNotFound } from './chat-tools.ts';
import { invalidType, invalidValue, missingParameter, readBoolean } from './parameters.ts';
import { requireStrictSchema } from './strict-schema.ts';
import type { Tool, ToolChoice, ToolUse } from './turn.ts';

const MODES = ['none', 'auto', 'required'] as const;

/** All but `function` are accepted and never used: what they do happens at the provider, or takes free text. */
const TYPES = [
  'function',
  'namespace',
  'custom',
  'web_search',
  'web_search_2025_08_26',
  'web_search_preview',
  'web_search_preview_2025_03_11',
  'file_search',
  'computer',
  'computer_use_preview',
  'code_interpreter',
  'image_generation',
  'local_shell',
  'shell',
  'apply_patch',
  'mcp',
  'tool_search',
  'programmatic_tool_calling',
];

export type ResponseToolUse = ToolUse & {
  /** Tools and choice as the response repeats them. */
  echoedTools: Fields[];
  echoedChoice: unknown;
};

/** The flat tools of the Responses API. */
export function readResponseTools(fields: Fields): ResponseToolUse {
  const list = fields['tools'] ?? [];
  if (!Array.isArray(list)) throw invalidType('tools', 'an array of objects', list);
  const definitions = list.map((tool: unknown, at) => readDefinition(tool, `tools[${at}]`));
  const tools = definitions.flatMap(callable);
  const choice = fields['tool_choice'] ?? 'auto';
  return {
    ...readChoice(choice, tools),
    parallelTools: readBoolean(fields, 'parallel_tool_calls') ?? true,
    echoedTools: definitions.map(echo),
    echoedChoice: choice,
  };
}

function readDefinition(tool: unknown, name: string): Fields {
  if (!isFields(tool)) throw invalidType(name, 'an object', tool);
  const type = tool['type'] ?? undefined;
  if (type === undefined) throw missingParameter(`${name}.type`);
  if (!TYPES.includes(String(type))) throw invalidValue(`${name}.type`, String(type), TYPES);
  if (type !== 'function') return tool;
  const toolName = requireToolName(tool['name'], `${name}.name`);
  if (tool['strict'] === true) {
    const what = `function '${toolName}'`;
    requireStrictSchema(tool['parameters'], { what, param: `${name}.parameters` });
  }
  return tool;
}

function callable(definition: Fields): Tool[] {
  if (definition['type'] !== 'function') return [];
  return [{ name: String(definition['name']), parameters: definition['parameters'] }];
}

function echo(definition: Fields): Fields {
  if (definition['type'] !== 'function') return definition;
  const { name, description = null, parameters = null, strict = true } = definition;
  return { type: 'function', description, name, parameters, strict };
}

function readChoice(choice: unknown, tools: Tool[]): Pick<ToolUse, 'tools' | 'toolChoice'> {
  if (typeof choice === 'string') return { tools, toolChoice: readMode(choice) };
  if (!isFields(choice)) throw invalidType('tool_choice', 'one of a string or object', choice);
  if (choice['type'] === 'function') return { tools, toolChoice: readNamed(choice, tools) };
  if (choice['type'] !== 'allowed_tools') return { tools, toolChoice: { mode: 'none' } };
  const list = choice['tools'];
  if (!Array.isArray(list)) throw missingParameter('tool_choice.tools');
  const names = list.map((entry: unknown) => (isFields(entry) ? entry['name'] : undefined));
  const allowed = tools.filter((tool) => names.includes(tool.name));
  return { tools: allowed, toolChoice: readMode(String(choice['mode'])) };
}

function readMode(choice: string): ToolChoice {
  const mode = MODES.find((known) => known === choice);
  if (mode === undefined) throw invalidValue('tool_choice', choice, MODES);
  return { mode };
}

function readNamed(choice: Fields, tools: Tool[]): ToolChoice {
  const name = choice['name'];
  if (typeof name !== 'string') throw missingParameter('tool_choice.name');
  if (!tools.some((tool) => tool.name === name)) throw toolNotFound(name);
  return { mode: 'function', name };
}

/** The API wants tools where it is told to choose one. */
export function requireToolsForChoice(fields: Fields): void {
  const isDemanded = fields['tool_choice'] === 'required';
  const tools = fields['tools'];
  if (!isDemanded || (Array.isArray(tools) && tools.length > 0)) return;
  const message = "Tool choice 'required' must be specified with 'tools' parameter.";
  throw invalidRequest(message, 'tool_choice', 'missing_required_parameter');
}
