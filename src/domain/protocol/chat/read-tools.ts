import type { Conversation, Tool, ToolChoice } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readCacheMark } from './read-cache-mark.ts';

export type ToolSection = Pick<
  Conversation,
  'tools' | 'toolChoice' | 'parallelToolCalls' | 'legacyFunctions'
>;

/** Takes `tools` and what goes with them, or `functions`, their form from before tools. */
export function readTools(request: RequestFields): ToolSection {
  const functions = request.objects('functions');
  if (functions) return readLegacy(request, functions);
  const tools = (request.objects('tools') ?? []).flatMap(readTool);
  const { choice, allowed } = readChoice(request);
  const parallel = request.boolean('parallel_tool_calls');
  const usable = allowed ? tools.filter((tool) => allowed.has(tool.name)) : tools;
  checkChoice(choice, usable, 'tool_choice');
  if (usable.length === 0) return { tools: [] };
  return {
    tools: usable,
    ...(choice && { toolChoice: choice }),
    ...(parallel !== undefined && { parallelToolCalls: parallel }),
  };
}

function readTool(tool: RequestFields): Tool[] {
  if (tool.requiredString('type') !== 'function') {
    tool.ledger.lose(tool.at, 'is not a function, and only OpenAI has tools of its type');
    return [];
  }
  const definition = tool.requiredObject('function');
  const mark = readCacheMark(tool);
  const read = { ...readFunction(definition), at: tool.at, ...mark };
  tool.close();
  return [read];
}

function readFunction(definition: RequestFields): Tool {
  const name = definition.requiredString('name');
  const description = definition.string('description');
  const parameters = definition.json('parameters');
  const strict = definition.boolean('strict');
  const mark = readCacheMark(definition);
  definition.close();
  return {
    name,
    at: definition.at,
    ...(description !== undefined && { description }),
    ...(parameters && { parameters: new RawJson(parameters.raw) }),
    ...(strict !== undefined && { strict }),
    ...mark,
  };
}

/** One answer holds one `function_call` at most, so the model may not make more calls than that. */
function readLegacy(request: RequestFields, functions: readonly RequestFields[]): ToolSection {
  const tools = functions.map(readFunction);
  const node = request.take('function_call');
  const choice = node && readLegacyChoice(request, node);
  checkChoice(choice, tools, 'function_call');
  if (tools.length === 0) return { tools, legacyFunctions: true };
  return {
    tools,
    parallelToolCalls: false,
    legacyFunctions: true,
    ...(choice && { toolChoice: choice }),
  };
}

type Choice = NonNullable<ReturnType<RequestFields['take']>>;

function readLegacyChoice(request: RequestFields, node: Choice): ToolChoice {
  if (node.kind === 'string') return readMode(node.value, request.place('function_call'));
  const call = request.element(node, request.place('function_call'));
  const name = call.requiredString('name');
  call.close();
  return { mode: 'tool', name };
}

function readMode(word: string, at: string): ToolChoice {
  if (word === 'auto' || word === 'none' || word === 'required') return { mode: word };
  throw invalidRequest(at, 'must be auto, none, required or an object');
}

interface ChosenTools {
  readonly choice?: ToolChoice;
  /** Names of the only tools that may be called. */
  readonly allowed?: ReadonlySet<string>;
}

function readChoice(request: RequestFields): ChosenTools {
  const node = request.take('tool_choice');
  const at = request.place('tool_choice');
  if (node === undefined) return {};
  if (node.kind === 'string') return { choice: readMode(node.value, at) };
  const choice = request.element(node, at);
  const type = choice.requiredString('type');
  if (type === 'function') return readNamedChoice(choice);
  if (type === 'allowed_tools') return readAllowedTools(choice);
  request.ledger.lose(at, `is of the type ${JSON.stringify(type)}, which only OpenAI has`);
  return {};
}

function readNamedChoice(choice: RequestFields): ChosenTools {
  const named = choice.requiredObject('function');
  const name = named.requiredString('name');
  named.close();
  choice.close();
  return { choice: { mode: 'tool', name } };
}

function readAllowedTools(choice: RequestFields): ChosenTools {
  const allowance = choice.requiredObject('allowed_tools');
  const mode = allowance.required('mode', allowance.oneOf('mode', ['auto', 'required'] as const));
  const listed = allowance.required('tools', allowance.objects('tools'));
  const names = listed.flatMap((tool) => {
    const name = tool.object('function')?.requiredString('name');
    if (name === undefined) tool.ledger.lose(tool.at, 'is not a function');
    return name === undefined ? [] : [name];
  });
  allowance.close();
  choice.close();
  return { choice: { mode }, allowed: new Set(names) };
}

function checkChoice(choice: ToolChoice | undefined, tools: readonly Tool[], at: string): void {
  if (choice?.mode === 'required' && tools.length === 0) {
    throw invalidRequest(at, 'asks for a call, but there is no tool to call');
  }
  if (choice?.mode === 'tool' && !tools.some((tool) => tool.name === choice.name)) {
    throw invalidRequest(at, 'names a tool that is not among the tools');
  }
}
