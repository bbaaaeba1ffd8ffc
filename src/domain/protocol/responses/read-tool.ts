import { readCacheMark } from '../chat/read-cache-mark.ts';
import type { Tool } from '../conversation.ts';
import { type Emittable, RawJson } from '../json-text.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { qualifiedName } from './qualified-name.ts';

/** A tool that is carried, and how an answer repeats it. */
export interface CarriedTools {
  readonly tools: readonly Tool[];
  readonly echo?: Emittable;
}

/** Takes one of `tools`: a function, or a namespace of functions. Others run at OpenAI and are lost. */
export function readTool(tool: RequestFields): CarriedTools {
  const type = tool.requiredString('type');
  if (type === 'function') return readFunction(tool);
  if (type === 'namespace') return readNamespace(tool);
  const loss = `is of the type ${JSON.stringify(type)}, and tools of that type are OpenAI's alone`;
  tool.ledger.lose(tool.at, loss);
  return { tools: [] };
}

const namePattern = /^[a-zA-Z0-9_-]+$/;

interface Definition {
  readonly tools: readonly [Tool];
  readonly echo: Emittable;
}

/** @param namespace the name of the one that it is in */
function readFunction(definition: RequestFields, namespace?: string): Definition {
  const name = definition.requiredString('name');
  if (!namePattern.test(name)) {
    throw invalidRequest(definition.place('name'), 'must have letters, digits, _ and - only');
  }
  const description = definition.string('description');
  const schema = definition.json('parameters');
  const parameters = schema && new RawJson(schema.raw);
  const strict = definition.boolean('strict');
  readAvailability(definition);
  const mark = readCacheMark(definition);
  definition.close();
  const tool = {
    name: qualifiedName({ name, ...(namespace !== undefined && { namespace }) }),
    at: definition.at,
    ...(description !== undefined && { description }),
    ...(parameters && { parameters }),
    ...(strict !== undefined && { strict }),
    ...mark,
  };
  const said = { description, parameters: parameters ?? null, strict: strict ?? null };
  return { tools: [tool], echo: { type: 'function', name, ...said } };
}

/** How a function is found or called at OpenAI; elsewhere every function is there from the start. */
function readAvailability(definition: RequestFields): void {
  if (definition.boolean('defer_loading') === true) {
    definition.ledger.drop(definition.place('defer_loading'));
  }
  definition.drop('output_schema');
  const callers = definition.array('allowed_callers')?.items;
  if (!callers || callers.some((caller) => caller.kind === 'string' && caller.value === 'direct')) {
    return;
  }
  definition.ledger.lose(definition.place('allowed_callers'), 'leaves out the model itself');
}

/** The description of a namespace has no place of its own elsewhere: it goes before that of the first function. */
function readNamespace(tool: RequestFields): CarriedTools {
  const name = tool.requiredString('name');
  const description = tool.string('description');
  const listed = tool.required('tools', tool.objects('tools'));
  tool.close();
  const functions = listed.flatMap((nested): Definition[] => {
    const type = nested.string('type') ?? 'function';
    if (type === 'function') return [readFunction(nested, name)];
    nested.ledger.lose(
      nested.at,
      `is of the type ${JSON.stringify(type)}, which cannot be carried`,
    );
    return [];
  });
  const tools = functions.flatMap((definition) => definition.tools);
  return {
    tools: tools.map((each, index) => (index === 0 ? introduced(each, description) : each)),
    echo: { type: 'namespace', name, description, tools: functions.map(({ echo }) => echo) },
  };
}

function introduced(tool: Tool, introduction: string | undefined): Tool {
  const texts = [introduction, tool.description].filter((text) => text?.trim());
  return texts.length === 0 ? tool : { ...tool, description: texts.join('\n\n') };
}
