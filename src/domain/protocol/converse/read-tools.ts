import type { CacheMark, Tool, ToolChoice } from '../conversation.ts';
import type { Ledger } from '../ledger.ts';
import { markLast, readCachePoint } from './read-cache-point.ts';
import { bedrockOnly, invalid, type Placed, RequestObject } from './request-object.ts';

export interface ReadTools {
  readonly tools: readonly Tool[];
  readonly toolChoice?: ToolChoice;
}

export function readTools(config: RequestObject | undefined, ledger: Ledger): ReadTools {
  if (config === undefined) return { tools: [] };
  const tools: Tool[] = [];
  for (const placed of config.list('tools')) {
    const read = readTool(placed, ledger);
    if (read?.tool !== undefined) tools.push(read.tool);
    if (read?.cache !== undefined) markLast(tools, read.cache, { at: placed.at, ledger });
  }
  const choice = config.object('toolChoice');
  const toolChoice = choice && readChoice(choice, ledger);
  config.loseRest(ledger);
  return { tools, ...(toolChoice && { toolChoice }) };
}

function readTool(
  placed: Placed,
  ledger: Ledger,
): { readonly tool?: Tool; readonly cache?: CacheMark } {
  const union = RequestObject.from(placed);
  const cachePoint = union.object('cachePoint');
  if (cachePoint !== undefined) return { cache: readCachePoint(cachePoint, ledger) };
  const spec = union.object('toolSpec');
  union.loseRest(ledger);
  return spec === undefined ? {} : { tool: readSpec(spec, { at: placed.at, ledger }) };
}

function readSpec(
  spec: RequestObject,
  { at, ledger }: { readonly at: string; readonly ledger: Ledger },
): Tool {
  const name = spec.requiredText('name');
  const description = spec.text('description');
  const strict = spec.boolean('strict');
  const schema = spec.object('inputSchema');
  const parameters = schema?.raw('json');
  schema?.loseRest(ledger);
  spec.loseRest(ledger);
  return {
    name,
    at,
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && { parameters }),
    ...(strict !== undefined && { strict }),
  };
}

function readChoice(choice: RequestObject, ledger: Ledger): ToolChoice | undefined {
  const tool = choice.object('tool');
  if (tool !== undefined) return { mode: 'tool', name: tool.requiredText('name') };
  if (choice.object('auto') !== undefined) return { mode: 'auto' };
  if (choice.object('any') !== undefined) return { mode: 'required' };
  if (choice.left.length === 0) throw invalid(choice.at, 'is empty');
  for (const name of choice.left) ledger.lose(choice.place(name), bedrockOnly);
  return undefined;
}
