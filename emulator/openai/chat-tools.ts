import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { invalidType, invalidValue, missingParameter, readBoolean } from './parameters.ts';
import { requireStrictSchema } from './strict-schema.ts';
import type { Tool, ToolChoice, ToolUse } from './turn.ts';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const MODES = ['none', 'auto', 'required'] as const;

/** Tools and the choice among them, in today's form or as the older `functions`. */
export function readToolUse(fields: Fields): ToolUse & { isLegacy: boolean } {
  const functions = fields['functions'] ?? undefined;
  if (functions !== undefined) return readFunctions(fields, functions);
  const tools = readTools(fields);
  const parallelTools = readBoolean(fields, 'parallel_tool_calls') ?? true;
  return { ...readToolChoice(fields, tools), parallelTools, isLegacy: false };
}

/** Refuses a name that no model can be given. */
export function requireToolName(value: unknown, name: string): string {
  if (typeof value !== 'string') throw missingParameter(name);
  if (NAME.test(value)) return value;
  const message = `Invalid '${name}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
  throw invalidRequest(message, name, 'invalid_value');
}

export function toolNotFound(name: string) {
  const message = `Tool choice '${name}' not found in 'tools' parameter.`;
  return invalidRequest(message, 'tool_choice', null);
}

function readTools(fields: Fields): Tool[] {
  const tools = fields['tools'] ?? [];
  if (!Array.isArray(tools)) throw invalidType('tools', 'an array of objects', tools);
  return tools.flatMap((tool: unknown, index) => readTool(tool, `tools[${index}]`));
}

// A custom tool takes free text, which no sample can be drawn for: it is accepted and never called.
function readTool(tool: unknown, name: string): Tool[] {
  if (!isFields(tool)) throw invalidType(name, 'an object', tool);
  const type = tool['type'] ?? 'function';
  if (type === 'custom') return [];
  if (type !== 'function') throw invalidValue(`${name}.type`, String(type), ['function', 'custom']);
  const definition = tool['function'];
  if (!isFields(definition)) throw missingParameter(`${name}.function`);
  return [readDefinition(definition, `${name}.function`)];
}

function readDefinition(definition: Fields, name: string): Tool {
  const toolName = requireToolName(definition['name'], `${name}.name`);
  const parameters = definition['parameters'];
  if (definition['strict'] === true) {
    const what = `function '${toolName}'`;
    requireStrictSchema(parameters, { what, param: `${name}.parameters` });
  }
  return { name: toolName, parameters };
}

function readToolChoice(fields: Fields, tools: Tool[]): Pick<ToolUse, 'tools' | 'toolChoice'> {
  const choice = fields['tool_choice'] ?? undefined;
  const given = fields['tools'];
  const hasTools = Array.isArray(given) && given.length > 0;
  if (choice === undefined) return { tools, toolChoice: { mode: hasTools ? 'auto' : 'none' } };
  if (!hasTools) {
    const message = "'tool_choice' is only allowed when 'tools' are specified.";
    throw invalidRequest(message, 'tool_choice', null);
  }
  if (typeof choice === 'string') return { tools, toolChoice: readMode(choice) };
  if (!isFields(choice)) throw invalidType('tool_choice', 'one of a string or object', choice);
  if (choice['type'] === 'allowed_tools') return readAllowedTools(choice, tools);
  if (choice['type'] === 'custom') return { tools, toolChoice: { mode: 'none' } };
  return { tools, toolChoice: readNamedTool(choice['function'], tools) };
}

function readMode(choice: string): ToolChoice {
  const mode = MODES.find((known) => known === choice);
  if (mode === undefined) throw invalidValue('tool_choice', choice, MODES);
  return { mode };
}

function readNamedTool(target: unknown, tools: Tool[]): ToolChoice {
  const name = isFields(target) ? target['name'] : undefined;
  if (typeof name !== 'string') throw missingParameter('tool_choice.function.name');
  if (!tools.some((tool) => tool.name === name)) throw toolNotFound(name);
  return { mode: 'function', name };
}

function readAllowedTools(choice: Fields, tools: Tool[]): Pick<ToolUse, 'tools' | 'toolChoice'> {
  const subset = choice['allowed_tools'];
  if (!isFields(subset)) throw missingParameter('tool_choice.allowed_tools');
  const list = subset['tools'];
  if (!Array.isArray(list)) throw missingParameter('tool_choice.allowed_tools.tools');
  const names = list.map((entry: unknown) => {
    const target = isFields(entry) ? (entry['function'] ?? entry['custom']) : undefined;
    return isFields(target) ? String(target['name']) : '';
  });
  const allowed = tools.filter((tool) => names.includes(tool.name));
  return { tools: allowed, toolChoice: readMode(String(subset['mode'] ?? 'auto')) };
}

function readFunctions(fields: Fields, functions: unknown): ToolUse & { isLegacy: boolean } {
  if (!Array.isArray(functions)) throw invalidType('functions', 'an array of objects', functions);
  const tools = functions.map((definition: unknown, index) => {
    const name = `functions[${index}]`;
    if (!isFields(definition)) throw invalidType(name, 'an object', definition);
    return readDefinition(definition, name);
  });
  const call = fields['function_call'] ?? 'auto';
  const named = isFields(call) ? call['name'] : undefined;
  const toolChoice: ToolChoice =
    typeof named === 'string' ? { mode: 'function', name: named } : readMode(String(call));
  return { tools, toolChoice, parallelTools: false, isLegacy: true };
}
