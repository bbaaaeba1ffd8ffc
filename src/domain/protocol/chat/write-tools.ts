import type { Conversation, Tool, ToolChoice } from '../conversation.ts';
import { type Emittable, RawJson } from '../json-text.ts';
import type { ToolNames } from './tool-names.ts';
import { dropCacheMark, type PartWriter } from './write-parts.ts';

export interface ToolWriter extends PartWriter {
  readonly names: ToolNames;
}

type ToolMembers = { readonly [name: string]: Emittable | undefined };

const noParameters = new RawJson('{"type":"object","properties":{}}');

/** The members of a request to OpenAI that are about tools. */
export function writeTools(conversation: Conversation, use: ToolWriter): ToolMembers {
  const { tools, toolChoice, parallelToolCalls } = conversation;
  if (tools.length === 0) return {};
  if (!use.target.abilities.tools) {
    for (const tool of tools) {
      use.ledger.lose(tool.at, `is a tool, and ${use.target.model} takes none`);
    }
    return {};
  }
  return {
    tools: tools.map((tool) => writeTool(tool, use)),
    tool_choice: toolChoice && writeChoice(toolChoice, conversation, use),
    parallel_tool_calls: parallelToolCalls,
  };
}

function writeTool(tool: Tool, { names, ledger }: ToolWriter): Emittable {
  dropCacheMark(tool, ledger);
  return {
    type: 'function',
    function: {
      name: names.give(tool.name),
      description: tool.description,
      parameters: tool.parameters ?? noParameters,
      strict: tool.strict,
    },
  };
}

function writeChoice(
  choice: ToolChoice,
  conversation: Conversation,
  use: ToolWriter,
): Emittable | undefined {
  if (choice.mode === 'auto' || choice.mode === 'none') return choice.mode;
  if (!use.target.abilities.forcedTool) {
    const at = conversation.settingsAt.toolChoice ?? 'tool_choice';
    use.ledger.lose(at, `forces a tool call, which ${use.target.model} does not take`);
    return undefined;
  }
  if (choice.mode !== 'tool') return choice.mode;
  return { type: 'function', function: { name: use.names.give(choice.name) } };
}
