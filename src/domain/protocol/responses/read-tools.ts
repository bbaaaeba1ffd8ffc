import type { Conversation, Tool, ToolChoice } from '../conversation.ts';
import { type Emittable, emitJson, RawJson } from '../json-text.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { qualifiedName } from './qualified-name.ts';
import { readTool } from './read-tool.ts';

export interface ToolSection {
  readonly section: Pick<Conversation, 'tools' | 'toolChoice' | 'parallelToolCalls'>;
  readonly echo: ReadonlyMap<string, RawJson>;
}

/**
 * Takes `tools` and what goes with them.
 * @param additional tools that the input declares
 */
export function readTools(
  request: RequestFields,
  additional: readonly RequestFields[],
): ToolSection {
  const read = [...(request.objects('tools') ?? []), ...additional].map(readTool);
  const tools = withoutRepeated(read.flatMap((carried) => carried.tools));
  const { choice, allowed, said } = readChoice(request);
  const parallel = request.boolean('parallel_tool_calls');
  const usable = allowed ? tools.filter((tool) => allowed.has(tool.name)) : tools;
  const isAnyLost = read.some((carried) => carried.tools.length === 0);
  const toolChoice = choice && keepChoice(choice, { usable, isAnyLost, request });
  const echo = echoOf({
    tools: read.flatMap((carried) => carried.echo ?? []),
    tool_choice: toolChoice && said,
    parallel_tool_calls: parallel,
  });
  if (usable.length === 0) return { section: { tools: [] }, echo };
  return {
    section: {
      tools: usable,
      ...(toolChoice && { toolChoice }),
      ...(parallel !== undefined && { parallelToolCalls: parallel }),
    },
    echo,
  };
}

function echoOf(members: Readonly<Record<string, Emittable | undefined>>): Map<string, RawJson> {
  const echo = new Map<string, RawJson>();
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) echo.set(name, new RawJson(emitJson(value)));
  }
  return echo;
}

/** An input that declares tools may declare them turn after turn: the last word counts. */
function withoutRepeated(tools: readonly Tool[]): readonly Tool[] {
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()];
}

interface Chosen {
  readonly choice?: ToolChoice;
  /** Names of the only tools that may be called. */
  readonly allowed?: ReadonlySet<string>;
  /** For the answer to repeat. */
  readonly said?: RawJson;
}

const at = 'tool_choice';

function readChoice(request: RequestFields): Chosen {
  const node = request.take(at);
  if (node === undefined) return {};
  const said = new RawJson(node.raw);
  if (node.kind === 'string') return { choice: readMode(node.value), said };
  const choice = request.element(node, at);
  const type = choice.requiredString('type');
  if (type === 'function') {
    const name = readName(choice);
    choice.close();
    return { choice: { mode: 'tool', name }, said };
  }
  if (type === 'allowed_tools') return { ...readAllowed(choice), said };
  request.ledger.lose(at, `is of the type ${JSON.stringify(type)}, which only OpenAI has`);
  return {};
}

function readMode(word: string): ToolChoice {
  if (word === 'auto' || word === 'none' || word === 'required') return { mode: word };
  throw invalidRequest(at, 'must be auto, none, required or an object');
}

function readName(tool: RequestFields): string {
  const name = tool.requiredString('name');
  const namespace = tool.string('namespace');
  return qualifiedName({ name, ...(namespace && { namespace }) });
}

function readAllowed(choice: RequestFields): Chosen {
  const mode = choice.required('mode', choice.oneOf('mode', ['auto', 'required'] as const));
  const listed = choice.required('tools', choice.objects('tools'));
  const names = listed.flatMap((tool) => {
    if (tool.string('type') === 'function') return [readName(tool)];
    tool.ledger.lose(tool.at, 'is not a function');
    return [];
  });
  choice.close();
  return { choice: { mode }, allowed: new Set(names) };
}

interface Choosable {
  readonly usable: readonly Tool[];
  /** Some tool of the request was lost: the choice may have been for it. */
  readonly isAnyLost: boolean;
  readonly request: RequestFields;
}

/** @throws MonagoError `invalid_request` for a choice that no tool fits, and never did */
function keepChoice(choice: ToolChoice, use: Choosable): ToolChoice | undefined {
  const problem = problemOf(choice, use.usable);
  if (problem === undefined) return choice;
  if (!use.isAnyLost) throw invalidRequest(at, problem);
  use.request.ledger.lose(at, 'asks for a tool that cannot be carried');
  return undefined;
}

function problemOf(choice: ToolChoice, tools: readonly Tool[]): string | undefined {
  if (choice.mode === 'required' && tools.length === 0) {
    return 'asks for a call, but there is no tool to call';
  }
  if (choice.mode === 'tool' && !tools.some((tool) => tool.name === choice.name)) {
    return 'names a tool that is not among the tools';
  }
  return undefined;
}
