import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { invalidType, invalidValue, missingParameter } from './parameters.ts';

export type Tool = { name: string; parameters: unknown };

export type ToolChoice =
  | { mode: 'none' | 'auto' | 'required' }
  | { mode: 'function'; name: string };

export type ResponseFormat =
  | { type: 'text' | 'json_object' }
  | { type: 'json_schema'; schema: unknown };

export function readTools(fields: Fields): Tool[] {
  const tools = fields['tools'] ?? [];
  if (!Array.isArray(tools)) throw invalidType('tools', 'an array of objects', tools);
  return tools.map((tool: unknown, index) => readTool(tool, `tools[${index}]`));
}

function readTool(tool: unknown, name: string): Tool {
  if (!isFields(tool)) throw invalidType(name, 'an object', tool);
  const definition = tool['function'];
  if (!isFields(definition)) throw missingParameter(`${name}.function`);
  const functionName = definition['name'];
  if (typeof functionName !== 'string') throw missingParameter(`${name}.function.name`);
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(functionName)) {
    const message = `Invalid '${name}.function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
    throw invalidRequest(message, `${name}.function.name`, 'invalid_value');
  }
  return { name: functionName, parameters: definition['parameters'] };
}

export function readToolChoice(fields: Fields, tools: Tool[]): ToolChoice {
  const choice = fields['tool_choice'] ?? undefined;
  if (choice === undefined) return { mode: tools.length > 0 ? 'auto' : 'none' };
  if (tools.length === 0) {
    const message = "'tool_choice' is only allowed when 'tools' are specified.";
    throw invalidRequest(message, 'tool_choice', null);
  }
  if (choice === 'none' || choice === 'auto' || choice === 'required') return { mode: choice };
  if (typeof choice === 'string') {
    throw invalidValue('tool_choice', choice, ['none', 'auto', 'required']);
  }
  return readNamedTool(choice, tools);
}

function readNamedTool(choice: unknown, tools: Tool[]): ToolChoice {
  const target = isFields(choice) ? choice['function'] : undefined;
  const name = isFields(target) ? target['name'] : undefined;
  if (typeof name !== 'string') throw missingParameter('tool_choice.function.name');
  if (tools.some((tool) => tool.name === name)) return { mode: 'function', name };
  const message = `Tool choice '${name}' not found in 'tools' parameter.`;
  throw invalidRequest(message, 'tool_choice', null);
}

export function readResponseFormat(fields: Fields): ResponseFormat {
  const format = fields['response_format'] ?? { type: 'text' };
  if (!isFields(format)) throw invalidType('response_format', 'an object', format);
  const type = format['type'];
  if (type === 'text') return { type };
  if (type === 'json_object') return { type };
  if (type === 'json_schema') return { type, schema: readSchema(format) };
  throw invalidValue('response_format.type', String(type), ['json_object', 'json_schema', 'text']);
}

function readSchema(format: Fields): unknown {
  const wrapper = format['json_schema'];
  if (!isFields(wrapper)) throw missingParameter('response_format.json_schema');
  if (typeof wrapper['name'] !== 'string') {
    throw missingParameter('response_format.json_schema.name');
  }
  return wrapper['schema'];
}
