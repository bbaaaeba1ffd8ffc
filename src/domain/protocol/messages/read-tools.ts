import type { Conversation, Tool, ToolChoice } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readCacheMark } from './read-cache-mark.ts';

/** The client's own tools. Those that Anthropic runs have no counterpart elsewhere. */
export function readTools(request: RequestFields): Tool[] {
  return (request.objects('tools') ?? []).flatMap((tool) => {
    const type = tool.string('type') ?? 'custom';
    if (type === 'custom') return [readTool(tool)];
    request.ledger.lose(tool.at, `(${type}) is a tool that only Anthropic has`);
    return [];
  });
}

function readTool(tool: RequestFields): Tool {
  const description = tool.string('description');
  const parameters = tool.required('input_schema', tool.json('input_schema'));
  const strict = tool.boolean('strict');
  const cache = readCacheMark(tool);
  // Of consequence for when the model sees a tool and how its input is streamed, not for what it is.
  tool.drop('defer_loading');
  tool.drop('eager_input_streaming');
  readCallers(tool);
  const name = tool.requiredString('name');
  tool.close();
  return {
    name,
    parameters: new RawJson(parameters.raw),
    at: tool.at,
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
    ...(cache === undefined ? {} : { cache }),
  };
}

/** A tool that only programs may call cannot be offered to a model elsewhere; the other callers merely go. */
function readCallers(tool: RequestFields): void {
  const callers = tool.array('allowed_callers')?.items.map((node) => node.raw);
  if (callers === undefined) return;
  const place = tool.place('allowed_callers');
  if (!callers.includes('"direct"')) tool.ledger.lose(place, 'excludes calls by the model itself');
  else if (callers.length > 1) tool.ledger.drop(place);
}

interface ReadChoice {
  readonly chosen: Pick<Conversation, 'toolChoice' | 'parallelToolCalls'>;
  readonly places: Conversation['settingsAt'];
}

/** @throws MonagoError `invalid_request` for the choice of a tool that the request does not have */
export function readToolChoice(request: RequestFields, tools: readonly Tool[]): ReadChoice {
  const choice = request.object('tool_choice');
  if (choice === undefined) return { chosen: {}, places: {} };
  const toolChoice = chosenTool(choice, tools);
  const noParallel = choice.boolean('disable_parallel_tool_use');
  choice.close();
  const place = choice.place('disable_parallel_tool_use');
  return {
    chosen: { toolChoice, ...(noParallel === true ? { parallelToolCalls: false } : {}) },
    places: {
      toolChoice: choice.at,
      ...(noParallel === true ? { parallelToolCalls: place } : {}),
    },
  };
}

function chosenTool(choice: RequestFields, tools: readonly Tool[]): ToolChoice {
  const type = choice.oneOf('type', ['auto', 'any', 'tool', 'none']);
  if (type === undefined) throw invalidRequest(choice.place('type'), 'is required');
  if (type === 'any') return { mode: 'required' };
  if (type !== 'tool') return { mode: type };
  const name = choice.requiredString('name');
  if (tools.some((tool) => tool.name === name)) return { mode: 'tool', name };
  throw invalidRequest(choice.place('name'), 'must be the name of one of the tools');
}
