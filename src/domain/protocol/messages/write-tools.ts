import type { Conversation, Tool } from '../conversation.ts';
import { type Emittable, RawJson } from '../json-text.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';
import { invalidRequest } from '../request-fields.ts';
import { restrictSchema } from './restrict-schema.ts';
import type { Writing } from './writing.ts';

const emptySchema = new RawJson('{"type":"object","properties":{}}');
const choices = ['anyOf', 'oneOf', 'allOf'];

/** @throws MonagoError `invalid_request` for two tools of one name */
export function writeTools(conversation: Conversation, use: Writing): Emittable[] | undefined {
  if (conversation.tools.length === 0) return undefined;
  if (!use.abilities.tools) {
    use.ledger.lose('tools', 'are not known to this model');
    return undefined;
  }
  const names = new Set<string>();
  return conversation.tools.map((tool) => {
    if (names.has(tool.name)) throw invalidRequest(tool.at, 'has the name of another tool');
    names.add(tool.name);
    return writeTool(tool, use);
  });
}

function writeTool(tool: Tool, use: Writing): Emittable {
  const isStrict = tool.strict === true && canBeStrict(tool, use);
  return {
    name: use.toolNames.give(tool.name),
    description: tool.description?.trim() ? tool.description : undefined,
    input_schema: isStrict ? strictSchema(tool, use) : inputSchema(tool, use),
    strict: isStrict ? true : undefined,
    ...use.marks.of(tool),
  };
}

function canBeStrict(tool: Tool, use: Writing): boolean {
  if (use.abilities.structuredOutput) return true;
  use.ledger.lose(`${tool.at}.strict`, 'is not known to this model');
  return false;
}

function strictSchema(tool: Tool, use: Writing): RawJson {
  const { schema, lifted } = restrictSchema(inputSchema(tool, use));
  if (lifted.length > 0) {
    use.ledger.alter(
      tool.at,
      `is strict about ${lifted.join(', ')}, which Claude cannot be bound to`,
    );
  }
  return schema;
}

/** As the client wrote it, as far as Anthropic takes it: it wants an object, and no choice between several. */
function inputSchema(tool: Tool, use: Writing): RawJson {
  const node = parseJsonTree(tool.parameters?.text ?? '{}');
  if (node.kind !== 'object' || node.members.size === 0) return emptySchema;
  const refused = choices.filter((keyword) => node.members.has(keyword));
  if (refused.length > 0) {
    use.ledger.alter(
      tool.at,
      `has ${refused.join(', ')} at the top of its schema, which Claude refuses`,
    );
    return withMembers([...node.members].filter(([name]) => !choices.includes(name)));
  }
  return node.members.has('type') ? new RawJson(node.raw) : withMembers([...node.members]);
}

function withMembers(members: readonly (readonly [string, JsonNode])[]): RawJson {
  const type = members.some(([name]) => name === 'type') ? [] : ['"type":"object"'];
  const others = members.map(([name, node]) => `${JSON.stringify(name)}:${node.raw}`);
  return new RawJson(`{${[...type, ...others].join(',')}}`);
}

/**
 * @param isThinking a model that thinks cannot be made to call a tool
 */
export function writeToolChoice(
  conversation: Conversation,
  isThinking: boolean,
  use: Writing,
): Emittable | undefined {
  if (conversation.tools.length === 0 || !use.abilities.tools) return undefined;
  const choice = allowedChoice(conversation, isThinking, use);
  const oneAtATime = conversation.parallelToolCalls === false ? true : undefined;
  if (choice === undefined) {
    return oneAtATime && { type: 'auto', disable_parallel_tool_use: oneAtATime };
  }
  switch (choice.mode) {
    case 'none':
      return { type: 'none' };
    case 'auto':
      return { type: 'auto', disable_parallel_tool_use: oneAtATime };
    case 'required':
      return { type: 'any', disable_parallel_tool_use: oneAtATime };
    case 'tool': {
      const name = use.toolNames.give(choice.name);
      return { type: 'tool', name, disable_parallel_tool_use: oneAtATime };
    }
  }
}

function allowedChoice(
  conversation: Conversation,
  isThinking: boolean,
  use: Writing,
): Conversation['toolChoice'] {
  const choice = conversation.toolChoice;
  const isForced = choice?.mode === 'required' || choice?.mode === 'tool';
  if (!isForced || (use.abilities.forcedTool && !isThinking)) return choice;
  use.ledger.lose(
    conversation.settingsAt.toolChoice ?? 'tool_choice',
    isThinking
      ? 'forces the use of a tool, which Claude does not allow while it thinks'
      : 'forces the use of a tool, which this model does not allow',
  );
  return undefined;
}
