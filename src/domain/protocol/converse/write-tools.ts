import type { Conversation, Tool, ToolChoice } from '../conversation.ts';
import { spliceMembers } from '../json-splice.ts';
import { type Emittable, RawJson } from '../json-text.ts';
import { parseJsonTree } from '../json-tree.ts';
import { restrictSchema } from '../messages/restrict-schema.ts';
import { type Members, placeOf, type RequestWriting } from './request-writing.ts';
import { cachePoint } from './write-block.ts';

export interface WrittenTools {
  readonly config?: Emittable;
  /** Claude's own `tool_choice`, for what Converse has no words for. It stands instead of the other one. */
  readonly choiceField?: Members;
}

/**
 * The tools of a request. Converse has no choice `none`: the tools are left out then. But a history with calls or
 * results of tools is refused without tools, so that they stay, or are made up from the names in the history; Claude is
 * told in its own words not to call them.
 */
export function writeTools(conversation: Conversation, use: RequestWriting): WrittenTools {
  const { tools, toolChoice } = conversation;
  if (!use.target.abilities.tools) {
    for (const tool of tools)
      use.ledger.lose(tool.at, `is a tool, which ${use.target.model} does not take`);
    return {};
  }
  if (tools.length === 0 || toolChoice?.mode === 'none') return writeUncalled(conversation, use);
  const offered = nameless(conversation, use);
  const specs = offered.tools.flatMap((tool) => writeTool(tool, use));
  return writeChoice(offered, specs, use);
}

/** A model that cannot be told which tool to call is offered that one alone, and told to call one. */
function nameless(conversation: Conversation, { target }: RequestWriting): Conversation {
  const { toolChoice } = conversation;
  const { forcedTool, namedTool } = target.abilities;
  if (toolChoice?.mode !== 'tool' || !forcedTool || namedTool !== false) return conversation;
  const tools = conversation.tools.filter(({ name }) => name === toolChoice.name);
  return tools.length === 0
    ? conversation
    : { ...conversation, tools, toolChoice: { mode: 'required' } };
}

function writeUncalled(conversation: Conversation, use: RequestWriting): WrittenTools {
  const used = toolsInHistory(conversation);
  if (used.length === 0) return {};
  const { tools } = conversation;
  const given = tools.length > 0 ? tools : used;
  const config = { tools: given.flatMap((tool) => writeTool(tool, use)) };
  if (use.target.abilities.family === 'claude') return { config, choiceField: { type: 'none' } };
  const at = tools.length > 0 ? placeOf(conversation, 'toolChoice') : (used[0]?.at ?? 'messages');
  use.ledger.alter(at, `needs tools to stay open to ${use.target.model}: the history has some`);
  return { config };
}

/** One for each name. A result without its call has none. */
function toolsInHistory({ turns }: Conversation): Tool[] {
  const blocks = turns.flatMap(({ content }) => content);
  const calls = blocks.filter((block) => block.kind === 'tool_call');
  const byName = new Map(calls.map(({ name, at }) => [name, { name, at }]));
  const orphan = blocks.find((block) => block.kind === 'tool_result');
  if (byName.size === 0 && orphan !== undefined) return [{ name: 'tool', at: orphan.at }];
  return [...byName.values()];
}

function writeTool(tool: Tool, use: RequestWriting): Emittable[] {
  const description = tool.description?.trim() === '' ? undefined : tool.description;
  const isStrict = tool.strict === true && keepStrict(tool, use);
  const schema = objectSchema(tool.parameters);
  const toolSpec = {
    name: use.names.give(tool.name),
    description,
    inputSchema: { json: isStrict ? strictSchema(tool, schema, use) : schema },
    strict: isStrict ? true : undefined,
  };
  return [{ toolSpec }, ...cachePoint(tool.cache, use)];
}

function keepStrict(tool: Tool, { target, ledger }: RequestWriting): boolean {
  const isKept = target.abilities.structuredOutput;
  if (!isKept) ledger.lose(`${tool.at}.strict`, `is not known to ${target.model}`);
  return isKept;
}

/** The schema in the keywords that the model can be bound to. */
function strictSchema(tool: Tool, given: RawJson, { target, ledger }: RequestWriting): RawJson {
  if (target.abilities.family !== 'claude') return given;
  const { schema, lifted } = restrictSchema(given);
  if (lifted.length > 0)
    ledger.alter(tool.at, `is strict about ${lifted.join(', ')}, which Claude cannot be bound to`);
  return schema;
}

/** Bedrock wants to be told that an input is an object; many clients take it for granted. */
function objectSchema(parameters: RawJson | undefined): RawJson {
  if (parameters === undefined) return new RawJson('{"type":"object","properties":{}}');
  const schema = parseJsonTree(parameters.text);
  if (schema.kind !== 'object' || schema.members.has('type')) return parameters;
  return new RawJson(spliceMembers(parameters.text, { type: '"object"' }));
}

function writeChoice(
  conversation: Conversation,
  tools: readonly Emittable[],
  use: RequestWriting,
): WrittenTools {
  const choice = takenChoice(conversation, use);
  const isSingle = conversation.parallelToolCalls === false;
  if (isSingle && use.target.abilities.family === 'claude')
    return {
      config: { tools },
      choiceField: { ...claudeChoice(choice, use), disable_parallel_tool_use: true },
    };
  if (isSingle)
    use.ledger.lose(
      placeOf(conversation, 'parallelToolCalls'),
      `cannot be asked of ${use.target.model}, which calls as many tools at once as it likes`,
    );
  return { config: { tools, toolChoice: converseChoice(choice, use) } };
}

/** The choice as far as the model takes it; undefined is the same as `auto`, which not every model lets be said. */
function takenChoice(conversation: Conversation, use: RequestWriting): ToolChoice | undefined {
  const { toolChoice } = conversation;
  if (toolChoice === undefined || toolChoice.mode === 'auto') return undefined;
  if (use.target.abilities.forcedTool) return toolChoice;
  const at = placeOf(conversation, 'toolChoice');
  use.ledger.alter(at, `forces a tool call, which ${use.target.model} does not take`);
  return undefined;
}

function converseChoice(
  choice: ToolChoice | undefined,
  { names }: RequestWriting,
): Emittable | undefined {
  if (choice === undefined) return undefined;
  return choice.mode === 'tool' ? { tool: { name: names.give(choice.name) } } : { any: {} };
}

function claudeChoice(choice: ToolChoice | undefined, { names }: RequestWriting): Members {
  if (choice === undefined) return { type: 'auto' };
  return choice.mode === 'tool' ? { type: 'tool', name: names.give(choice.name) } : { type: 'any' };
}
